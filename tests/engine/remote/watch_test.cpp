#include "tests/engine/remote/remote_fixture.h"
#include "tests/support/forwarding_store.h"

#include <algorithm>
#include <atomic>
#include <optional>

namespace signalbox {
namespace {

// What a watcher was given, to wait for.
class Watched {
public:
    WatchObserver observer() {
        return [this](const Result<WatchBatch>& batch) {
            const MutexLock lock(m_mutex);
            if (batch) {
                for (const Change& change : batch->changes)
                    m_seqs.push_back(change.seq.value());
            } else {
                m_error = batch.error();
            }
            m_changed.notify_all();
        };
    }
    std::vector<std::uint64_t> waitFor(std::size_t count) {
        MutexLock lock(m_mutex);
        while (m_seqs.size() < count && !m_error)
            m_changed.wait(lock);
        return m_seqs;
    }
    Error waitForError() {
        MutexLock lock(m_mutex);
        while (!m_error)
            m_changed.wait(lock);
        return *m_error;
    }

private:
    Mutex m_mutex;
    ConditionVariable m_changed;
    std::vector<std::uint64_t> m_seqs GUARDED_BY(m_mutex);
    std::optional<Error> m_error GUARDED_BY(m_mutex);
};

std::vector<std::uint64_t> upTo(std::uint64_t last) {
    std::vector<std::uint64_t> seqs;
    for (std::uint64_t seq = 1; seq <= last; ++seq)
        seqs.push_back(seq);
    return seqs;
}

class RemoteWatchTest : public RemoteTest {
protected:
    // Each is two changes: it is created, and assigned.
    void assign(int from, int to) {
        for (int number = from; number < to; ++number)
            ASSERT_TRUE(fire(m_engine.service(), "BUG-" + std::to_string(number), "Assign", {{"assignee", "joe"}}));
    }
    static WatchRequest fromTheStart() {
        WatchRequest request;
        request.after = Seq{0};
        return request;
    }
    std::uint64_t lastSeq() {
        return answer<Statistics>([&](auto reply) { m_engine.service().statistics(std::move(reply)); })
            ->lastSeq.value();
    }
};

TEST_F(RemoteWatchTest, GivesThePastAndWhatComes) {
    serve();
    assign(0, 10);
    const auto remote = connect(address("view"));
    Watched watched;
    const auto watch = remote->watch(fromTheStart(), watched.observer());
    static_cast<void>(watched.waitFor(lastSeq()));
    assign(10, 20);
    EXPECT_EQ(watched.waitFor(lastSeq()), upTo(lastSeq()));
}

TEST_F(RemoteWatchTest, BeginsBeforeThereIsAServer) {
    serve();
    const int port = m_port;
    m_server.reset();
    assign(0, 3);
    RemoteService remote(address("view"), quick(), m_clock, m_link.observer());
    Watched watched;
    const auto watch = remote.watch(fromTheStart(), watched.observer());
    m_link.waitForProblem();
    m_port = port;
    serve();
    EXPECT_EQ(watched.waitFor(lastSeq()), upTo(lastSeq()));
}

TEST_F(RemoteWatchTest, HasNoGapAndNoDoubleOverLostConnections) {
    serve();
    const auto remote = connect(address("view"));
    Watched watched;
    const auto watch = remote->watch(fromTheStart(), watched.observer());
    for (int round = 0; round < 5; ++round) {
        assign(round * 10, round * 10 + 5);
        m_server.reset();
        assign(round * 10 + 5, round * 10 + 10);
        serve();
        static_cast<void>(watched.waitFor(lastSeq()));
    }
    EXPECT_EQ(watched.waitFor(lastSeq()), upTo(lastSeq()));
}

TEST_F(RemoteWatchTest, PositionOfTheFutureIsAnotherLog) {
    serve();
    const auto remote = connect(address("view"));
    Watched watched;
    WatchRequest request;
    request.after = Seq{1000};
    const auto watch = remote->watch(request, watched.observer());
    EXPECT_EQ(watched.waitForError().code, ErrorCode::DataLoss);
}

TEST_F(RemoteWatchTest, SmallQueueIsFedFromTheStore) {
    ServerSettings small = settings();
    small.watchChanges = 10;
    serve(small);
    assign(0, 500);
    const auto remote = connect(address("view"));
    Watched watched;
    const auto watch = remote->watch(fromTheStart(), watched.observer());
    assign(500, 600);
    EXPECT_EQ(watched.waitFor(lastSeq()), upTo(lastSeq()));
}

// Counts what is read of the log.
class CountedStore final : public ForwardingStore {
public:
    CountedStore(Store& store, std::atomic<int>& reads) : ForwardingStore(store), m_reads(reads) {}
    [[nodiscard]] Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit) override {
        ++m_reads;
        return ForwardingStore::changesAfter(after, limit);
    }

private:
    std::atomic<int>& m_reads;
};

TEST_F(RemoteWatchTest, ReaderThatPausesCatchesUpFromTheStoreWhenItReadsOn) {
    std::atomic<int> reads = 0;
    tests::LocalEngine engine([&](Store& store) { return std::make_unique<CountedStore>(store, reads); });
    ServerSettings small = settings();
    small.watchChanges = 10;
    serve({.service = engine.service(), .authority = m_authority, .clock = m_clock, .settings = small});
    const auto direct = stub();
    DirectWatch watch(*direct);
    fireLarge(engine.service());
    const int readsBefore = reads;
    std::uint64_t last = 0;
    while (last < 400 && watch.read())
        for (const v1::Change& change : watch.batch().changes())
            EXPECT_EQ(change.seq(), ++last);
    EXPECT_EQ(last, 400U);
    EXPECT_GT(reads, readsBefore) << "what did not fit was kept in memory";
    static_cast<void>(watch.cancel());
    m_server.reset();
}

TEST_F(RemoteWatchTest, WhatComesWhileTheReaderPausesIsSentTogether) {
    ServerSettings large = settings();
    large.watchBytes = std::size_t{64} << 20;
    serve(large);
    const auto direct = stub();
    DirectWatch watch(*direct);
    fireLarge(m_engine.service());
    std::uint64_t last = 0;
    std::size_t messages = 0;
    std::size_t largest = 0;
    while (last < 400 && watch.read()) {
        ++messages;
        largest = std::max(largest, watch.batch().ByteSizeLong());
        for (const v1::Change& change : watch.batch().changes())
            EXPECT_EQ(change.seq(), ++last);
        EXPECT_EQ(watch.batch().position().seq(), last) << "the position is that of what the message holds";
    }
    EXPECT_EQ(last, 400U);
    EXPECT_LT(messages, 100U) << "of 200 commits";
    EXPECT_LT(largest, std::size_t{2} << 20) << "any client takes it";
    static_cast<void>(watch.cancel());
    m_server.reset();
}

// The pause does not end here: what was sent until then was sent because much waited.
TEST_F(RemoteWatchTest, WhatComesInAPauseIsSentTogetherOnceItIsMuch) {
    ServerSettings patient = settings();
    patient.watchPause = std::chrono::hours{1};
    patient.watchChanges = 10;
    serve(patient);
    const auto direct = stub();
    DirectWatch watch(*direct);
    assign(0, 4);
    const std::uint64_t held = lastSeq();
    assign(4, 5);
    ASSERT_TRUE(watch.read());
    EXPECT_GT(static_cast<std::uint64_t>(watch.batch().changes_size()), held) << "some were sent in the pause";
    EXPECT_EQ(watch.batch().changes(0).seq(), 1U);
    static_cast<void>(watch.cancel());
    m_server.reset();
}

TEST_F(RemoteWatchTest, EndsWhenTheCallerIsNotKnownAnyMore) {
    ServerSettings strict = settings();
    strict.recheck = std::chrono::milliseconds{50};
    serve(strict);
    const auto remote = connect(address("view"));
    Watched watched;
    const auto watch = remote->watch(fromTheStart(), watched.observer());
    m_authority.remove("view");
    EXPECT_EQ(m_link.waitForProblem().problem, LinkProblem::BadToken);
}

TEST_F(RemoteWatchTest, ObserverIsQuietAfterTheHandleIsGone) {
    serve();
    const auto remote = connect(address("view"));
    auto watched = std::make_unique<Watched>();
    auto watch = remote->watch(fromTheStart(), watched->observer());
    assign(0, 5);
    watch.reset();
    watched.reset();
    assign(5, 10);
}

} // namespace
} // namespace signalbox
