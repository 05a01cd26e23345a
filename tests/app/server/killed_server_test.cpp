#include "engine/base/mutex.h"
#include "tests/app/server/served_program.h"

#include <atomic>
#include <filesystem>
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

// The real program, killed and started again at the same port.
class KilledServerTest : public testing::Test {
protected:
    KilledServerTest() { start(); }

    void start() {
        m_program = std::make_unique<ServedProgram>(
            fmt::format("--store '{}' --listen 127.0.0.1:{}", m_folder.file("store.sqlite"), m_port));
        m_port = m_program->port();
    }
    void kill() {
        m_program->process().killHard();
        m_program.reset();
    }
    [[nodiscard]] std::unique_ptr<RemoteService> connect(RemoteService::StateObserver observer) const {
        RemoteServiceSettings quick;
        quick.firstPause = std::chrono::milliseconds{10};
        quick.longestPause = std::chrono::milliseconds{50};
        return std::make_unique<RemoteService>(plainAddress(m_port), quick, m_clock, std::move(observer));
    }
    void deploy(WorkflowService& service) {
        DeployRequest request;
        request.source = {
            .file = "light.scxml",
            .text = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="light" initial="off">
  <state id="off"><transition event="toggle" target="on"/></state>
  <state id="on"><transition event="toggle" target="off"/></state>
</scxml>)",
            .files = {}};
        std::promise<Result<DeployReply>> deployed;
        service.deploy(std::move(request), [&](Result<DeployReply> reply) { deployed.set_value(std::move(reply)); });
        const auto reply = deployed.get_future().get();
        ASSERT_TRUE(reply) << reply.error().message;
        ASSERT_TRUE(reply->definition);
    }
    static Result<FireReply> toggle(WorkflowService& service, int number) {
        FireRequest request;
        request.id = fmt::format("light-{}", number % 7);
        request.trigger = "toggle";
        request.createFrom = DefinitionRef{.name = "light"};
        request.caller.requestId = fmt::format("toggle-{}", number);
        std::promise<Result<FireReply>> fired;
        service.fire(std::move(request), [&](Result<FireReply> reply) { fired.set_value(std::move(reply)); });
        return fired.get_future().get();
    }

    const SystemClock m_clock;
    TempDir m_folder;
    int m_port = 0;
    std::unique_ptr<ServedProgram> m_program;
};

TEST_F(KilledServerTest, TwentyKillsLeaveNoGapAndNoDouble) {
    constexpr int kKills = 20;
    std::promise<void> connected;
    std::atomic<bool> isFirst = true;
    const auto service = connect([&](const LinkState& state) {
        if (state.phase == LinkState::Phase::Connected && isFirst.exchange(false)) connected.set_value();
    });
    connected.get_future().wait();
    deploy(*service);
    Feed feed;
    WatchRequest request;
    request.after = Seq{0};
    const auto watch = service->watch(request, feed.observer());

    // Somebody who acts all the time; what is answered Disconnected had no effect, and is asked again.
    std::atomic<bool> mustStop = false;
    std::atomic<int> acknowledged = 0;
    std::thread load([&] {
        while (!mustStop || acknowledged == 0) {
            const auto fired = toggle(*service, acknowledged);
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
        kill();
        start();
    }
    mustStop = true;
    load.join();
    feed.waitFor(fmt::format("toggle-{}", acknowledged - 1));

    std::uint64_t seq = 0;
    int toggles = 0;
    for (const Change& change : feed.changes()) {
        EXPECT_EQ(change.seq.value(), ++seq);
        if (change.kind == ChangeKind::Fired)
            EXPECT_EQ(change.caller.requestId, fmt::format("toggle-{}", toggles++)) << "each once, in order";
    }
    EXPECT_EQ(toggles, acknowledged);
}

TEST_F(KilledServerTest, OlderBackupInItsPlaceIsNoticed) {
    std::promise<void> connected;
    std::atomic<bool> isFirst = true;
    const auto service = connect([&](const LinkState& state) {
        if (state.phase == LinkState::Phase::Connected && isFirst.exchange(false)) connected.set_value();
    });
    connected.get_future().wait();
    deploy(*service);
    ASSERT_TRUE(toggle(*service, 0));
    const std::string store = m_folder.file("store.sqlite");
    const std::string backup = m_folder.file("backup.sqlite");
    ASSERT_EQ(runProgram(fmt::format("backup '{}' '{}'", store, backup)).status, 0);
    Feed feed;
    WatchRequest request;
    request.after = Seq{0};
    const auto watch = service->watch(request, feed.observer());
    ASSERT_TRUE(toggle(*service, 1));
    feed.waitFor("toggle-1");
    kill();
    ASSERT_EQ(runProgram(fmt::format("restore '{}' '{}'", backup, store)).status, 0);
    start();
    EXPECT_EQ(feed.waitForError().code, ErrorCode::DataLoss);
}

} // namespace
} // namespace signalbox
