// Processes that end while timers are due: each due time changes its workflow once, whatever was on its way.

#include "engine/store/sqlite/sqlite_store.h"
#include "tests/engine/model_check/crashing_store.h"
#include "tests/engine/runtime/reminder_fixture.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <set>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// A store that dies in the middle of commits, under an engine whose timers come due in any order of tasks.
class DyingRun {
public:
    explicit DyingRun(std::uint64_t seed) : m_random(seed), m_harness(m_store, {}, seed, {bellTask()}) {}

    void createWithBells(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::string id = "T-" + std::to_string(i);
            CreateRequest request;
            request.definition.name = "task";
            request.id = id;
            ASSERT_TRUE(m_harness.call(&Engine::create, request));
            for (const LatePolicy late : {LatePolicy::Once, LatePolicy::Skip, LatePolicy::All})
                ASSERT_TRUE(m_harness.call(&Engine::setTimer, bell(id, late)));
        }
    }
    // Every second commit or so, something befalls the store; a process that has died is started again.
    void passTime(Duration by) {
        using Fault = CrashingStore::Fault;
        constexpr std::array kFaults{Fault::FailedBefore, Fault::UnknownBefore, Fault::UnknownAfter, Fault::DiedBefore,
                                     Fault::DiedAfter};
        for (Duration passed{}; passed < by; passed += seconds{30}) {
            m_harness.clock.advance(seconds{30});
            if (m_random() % 2 == 0) m_store.arm(kFaults.at(m_random() % kFaults.size()));
            for (std::uint64_t steps = m_random() % 30; steps > 0 && !m_store.isDead(); --steps)
                m_harness.scheduler.runOne();
            if (m_store.isDead() || m_store.isClosedToWrites()) restart();
        }
    }
    void restart() {
        m_harness.close();
        m_store.reopen();
        m_harness.reopen();
    }
    void settle() {
        restart();
        m_harness.scheduler.advance(seconds{5});
    }
    [[nodiscard]] std::vector<ChangeRecord> log() { return m_memory->log(); }
    [[nodiscard]] EngineHarness& harness() { return m_harness; }

private:
    [[nodiscard]] SetTimerRequest bell(const std::string& id, LatePolicy late) {
        return {.id = id,
                .name = "bell-" + std::to_string(static_cast<int>(late)),
                .due = m_harness.clock.now() + minutes{5},
                .trigger = "Ring",
                .arguments = {},
                .repetition = Repetition{.period = minutes{5}, .late = late},
                .expectedRevision = {},
                .caller = {}};
    }

    std::mt19937_64 m_random;
    std::shared_ptr<MemoryStore> m_memory = std::make_shared<MemoryStore>();
    CrashingStore m_store{[this] {
        m_memory->reopen();
        return m_memory;
    }};
    EngineHarness m_harness;
};

TEST(TimerCrash, EachDueTimeFiresOnceThoughTheProcessDiesBetweenDueAndCommit) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        DyingRun run(seed);
        constexpr std::size_t kWorkflows = 4;
        ASSERT_NO_FATAL_FAILURE(run.createWithBells(kWorkflows));
        run.passTime(hours{2});
        run.settle();
        std::set<std::string> dues;
        std::map<std::uint64_t, int> rings;
        std::map<std::uint64_t, int> expired;
        for (const ChangeRecord& change : run.log()) {
            if (change.kind != ChangeKind::TimerFired) continue;
            const std::string name = change.arguments.at("timer");
            const std::string due = change.arguments.at("due");
            EXPECT_TRUE(dues.insert(std::to_string(change.workflow.value()) + name + due).second)
                << name << " of " << due << " fired twice, seed " << seed;
            ++(name.starts_with("bell") ? rings : expired)[change.workflow.value()];
        }
        for (std::uint64_t key = 1; key <= kWorkflows; ++key) {
            EXPECT_EQ(expired[key], 1) << "seed " << seed;
            const Workflow workflow = run.harness().get("T-" + std::to_string(key - 1));
            EXPECT_EQ(workflow.data.value("heard", 0), rings[key]) << "each changed the state once, seed " << seed;
            const auto timers =
                run.harness().call(&Engine::timers, TimersRequest{.workflowId = workflow.row.id, .dueBefore = {}});
            ASSERT_EQ(timers->total, 3U) << "the three bells go on, seed " << seed;
            for (const TimerEntry& timer : timers->timers)
                EXPECT_GT(timer.due, run.harness().clock.now()) << timer.name << ", seed " << seed;
        }
        // Every due time of the policy that loses none: 24 in two hours.
        const auto ofAll = std::ranges::count_if(run.log(), [](const ChangeRecord& change) {
            return change.kind == ChangeKind::TimerFired && change.arguments.at("timer") == "bell-2";
        });
        EXPECT_EQ(static_cast<std::size_t>(ofAll), 24 * kWorkflows) << "seed " << seed;
        if (testing::Test::HasFailure()) break;
    }
}

// Real processes on a real store, killed wherever they are.
TEST(TimerCrash, ATickOfAKilledProcessIsCountedOnce) {
    const TempDir folder;
    const std::string file = folder.file("clocks.db");
    std::mt19937_64 random(20261129);
    for (int round = 0; round < 12; ++round) {
        ChildProcess child({SIGNALBOX_RUNTIME_PROGRAM, "tick", file});
        for (std::uint64_t ticks = 1 + random() % 60; ticks > 0; --ticks)
            ASSERT_TRUE(child.readLine()) << "it ended by itself";
        child.killHard();
        while (child.readLine()) {
        }
        ASSERT_EQ(child.wait(), 128 + 9);
        const SystemClock clock;
        auto store = SqliteStore::open(file, {}, clock);
        ASSERT_TRUE(store) << store.error().message;
        std::map<std::uint64_t, int> fired;
        std::set<std::string> dues;
        const auto log = (*store)->changesAfter(Seq(0), 1'000'000).value();
        for (const ChangeRecord& change : log) {
            if (change.kind != ChangeKind::TimerFired) continue;
            ++fired[change.workflow.value()];
            const std::string due = change.arguments.at("due");
            EXPECT_TRUE(dues.insert(std::to_string(change.workflow.value()) + due).second) << due << " fired twice";
        }
        for (const auto& [key, count] : fired)
            EXPECT_EQ((*store)->load(WorkflowKey(key)).value()->snapshot.dataOrEmpty().value("ticks", 0), count);
        EXPECT_EQ((*store)->timers()->size(), (*store)->identity().lastKey.value()) << "each clock has its next tick";
    }
}

// An engine over a real store, which is opened anew for each act.
class RealStoreTest : public testing::Test {
protected:
    void run(const std::function<void()>& act) {
        auto store = SqliteStore::open(m_folder.file("store.sbx"), {}, m_clock);
        ASSERT_TRUE(store) << store.error().message;
        auto engine = Engine::open(
            {.store = **store, .clock = m_clock, .scheduler = m_scheduler, .charts = {bellTask()}, .settings = {}});
        ASSERT_TRUE(engine) << engine.error().message;
        m_engine = engine->get();
        m_store = store->get();
        m_scheduler.runAll();
        act();
    }
    template <typename T, typename Request>
    Result<T> call(void (Engine::*ask)(Request, Reply<T>), Request request) {
        Awaited<T> awaited;
        (m_engine->*ask)(std::move(request), awaited.reply());
        m_scheduler.runAll();
        return awaited.result();
    }
    Result<TimerActReply> setBell(const std::string& id, const std::string& name, Duration in) {
        return call(&Engine::setTimer, SetTimerRequest{.id = id,
                                                       .name = name,
                                                       .due = m_clock.now() + in,
                                                       .trigger = "Ring",
                                                       .arguments = {},
                                                       .repetition = {},
                                                       .expectedRevision = {},
                                                       .caller = {}});
    }
    void create(const std::string& id) {
        CreateRequest request;
        request.definition.name = "task";
        request.id = id;
        ASSERT_TRUE(call(&Engine::create, request));
    }
    [[nodiscard]] std::vector<std::string> fired() const {
        std::vector<std::string> names;
        const auto log = m_store->changesAfter(Seq(0), 1000).value();
        for (const ChangeRecord& change : log)
            if (change.kind == ChangeKind::TimerFired) names.push_back(change.arguments.at("timer").get<std::string>());
        return names;
    }

    const TempDir m_folder;
    ManualClock m_clock;
    SteppedScheduler m_scheduler{m_clock};
    Engine* m_engine = nullptr;
    SqliteStore* m_store = nullptr;
};

TEST_F(RealStoreTest, LateOnesFireOnceAndInDueOrderAfterARestart) {
    run([&] {
        create("T-1");
        create("T-2");
        ASSERT_TRUE(setBell("T-2", "third", minutes{30}));
        ASSERT_TRUE(setBell("T-1", "first", minutes{10}));
        ASSERT_TRUE(setBell("T-2", "second", minutes{20}));
        ASSERT_TRUE(setBell("T-1", "later", hours{5}));
        ASSERT_TRUE(call(&Engine::moveTimer, MoveTimerRequest{.id = "T-1",
                                                              .name = "after:Waiting:0",
                                                              .due = m_clock.now() + hours{1},
                                                              .newDue = m_clock.now() + minutes{15},
                                                              .caller = {}}));
        ASSERT_TRUE(call(
            &Engine::cancelTimer,
            CancelTimerRequest{.id = "T-2", .name = "after:Waiting:0", .due = m_clock.now() + hours{1}, .caller = {}}));
    });
    m_clock.advance(hours{2});
    for (int i = 0; i < 2; ++i) {
        run([&] {
            EXPECT_THAT(fired(), ElementsAre("first", "after:Waiting:0", "second", "third"));
            const auto left = call(&Engine::timers, TimersRequest{.workflowId = {}, .dueBefore = {}});
            ASSERT_EQ(left->timers.size(), 1U);
            EXPECT_EQ(left->timers[0].name, "later");
        });
        m_clock.advance(hours{1});
    }
}

} // namespace
} // namespace signalbox
