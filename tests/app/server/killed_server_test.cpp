#include "engine/base/mutex.h"
#include "tests/app/server/killable_server.h"

#include <atomic>
#include <optional>
#include <thread>

namespace signalbox {
namespace {

// What a watcher was given.
class Feed {
public:
    WatchObserver observer() {
        return [this](const Result<WatchBatch>& batch) {
            const MutexLock lock(m_mutex);
            if (batch)
                m_changes.insert(m_changes.end(), batch->changes.begin(), batch->changes.end());
            else
                m_error = batch.error();
            m_changed.notify_all();
        };
    }
    // Waits until it has the change with this request id.
    void waitFor(const std::string& requestId) {
        MutexLock lock(m_mutex);
        const auto isThere = [&] {
            return std::ranges::find(m_changes, requestId,
                                     [](const Change& change) { return change.caller.requestId; }) != m_changes.end();
        };
        while (!isThere())
            m_changed.wait(lock);
    }
    Error waitForError() {
        MutexLock lock(m_mutex);
        while (!m_error)
            m_changed.wait(lock);
        return *m_error;
    }
    std::vector<Change> changes() {
        const MutexLock lock(m_mutex);
        return m_changes;
    }

private:
    Mutex m_mutex;
    ConditionVariable m_changed;
    std::vector<Change> m_changes GUARDED_BY(m_mutex);
    std::optional<Error> m_error GUARDED_BY(m_mutex);
};

// The real program, and somebody who is connected to it when it is killed.
class KilledServerTest : public testing::Test {
protected:
    KilledServerTest() { deployLight(service()); }

    WorkflowService& service() { return m_connection.service(); }
    Result<FireReply> toggle(int number) {
        constexpr int kLights = 7;
        return ask(service(), &WorkflowService::fire, toggleRequest(number, kLights));
    }

    KillableServer m_server;
    Connection m_connection{plainAddress(m_server.port()), quickPauses()};
};

TEST_F(KilledServerTest, TwentyKillsLeaveNoGapAndNoDouble) {
    constexpr int kKills = 20;
    Feed feed;
    WatchRequest request;
    request.after = Seq{0};
    const auto watch = service().watch(request, feed.observer());

    // Somebody who acts all the time; what is answered Disconnected had no effect, and is asked again.
    std::atomic<bool> mustStop = false;
    std::atomic<int> acknowledged = 0;
    std::thread load([&] {
        while (!mustStop || acknowledged == 0) {
            const auto fired = toggle(acknowledged);
            if (fired)
                ++acknowledged;
            else if (fired.error().code != ErrorCode::Disconnected)
                ADD_FAILURE() << fired.error().message;
        }
    });
    for (int round = 0; round < kKills; ++round) {
        const int before = acknowledged;
        while (acknowledged < before + 5)
            std::this_thread::yield();
        m_server.kill();
        m_server.start();
    }
    mustStop = true;
    load.join();
    feed.waitFor(fmt::format("toggle-{}", acknowledged - 1));

    std::uint64_t seq = 0;
    int toggles = 0;
    for (const Change& change : feed.changes()) {
        EXPECT_EQ(change.seq.value(), ++seq);
        if (change.kind == ChangeKind::Fired) {
            EXPECT_EQ(change.caller.requestId, fmt::format("toggle-{}", toggles++)) << "each once, in order";
        }
    }
    EXPECT_EQ(toggles, acknowledged);
}

TEST_F(KilledServerTest, OlderBackupInItsPlaceIsNoticed) {
    ASSERT_TRUE(toggle(0));
    const std::string store = m_server.store();
    const std::string backup = m_server.folder().file("backup.sqlite");
    ASSERT_EQ(runProgram(fmt::format("backup '{}' '{}'", store, backup)).status, 0);
    Feed feed;
    WatchRequest request;
    request.after = Seq{0};
    const auto watch = service().watch(request, feed.observer());
    ASSERT_TRUE(toggle(1));
    feed.waitFor("toggle-1");
    m_server.kill();
    ASSERT_EQ(runProgram(fmt::format("restore '{}' '{}'", backup, store)).status, 0);
    m_server.start();
    EXPECT_EQ(feed.waitForError().code, ErrorCode::DataLoss);
}

} // namespace
} // namespace signalbox
