// Timers of the stateless profile: when they fire, and when they do not.

#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

void setAlarm(ActionContext& turn) {
    turn.setTimer("alarm", minutes{turn.argument("minutes").get<int>()}, "Ring");
}

// Waits an hour to be taken, and expires. It can be told to ring, which it hears only when it is taken.
ChartPtr task() {
    ChartBuilder<> chart("task", "Waiting");
    chart.state("Waiting")
        .after(hours{1}, "Expire")
        .permit("Expire", "Expired")
        .permit("Take", "Taken")
        .permitReentry("Renew")
        .internal("Note", [](ActionContext&) {})
        .internal("Alarm", setAlarm);
    chart.state("Taken")
        .permit("Give", "Waiting")
        .permit("Finish", "Done")
        .internal("Alarm", setAlarm)
        .internal("Quiet", [](ActionContext& turn) { turn.dropTimer("alarm"); })
        .internal("Ring", [](ActionContext& turn) { turn.log("ring"); });
    chart.state("Expired").permit("Give", "Waiting");
    chart.state("Done").final();
    return chart.build().chart;
}

std::optional<Error> broken(std::span<const TurnWrite>) {
    return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
}

class TimerTest : public testing::Test {
protected:
    explicit TimerTest(EngineSettings settings = {}) : harness(store, settings, {}, {task()}) {}

    Result<CreateReply> create(const std::string& id) {
        CreateRequest request;
        request.definition.name = "task";
        request.id = id;
        return harness.call(&Engine::create, request);
    }
    void setAlarmIn(int time) { ASSERT_TRUE(harness.fire("T-1", "Alarm", {{"minutes", time}})); }
    [[nodiscard]] std::string state(const std::string& id = "T-1") { return harness.get(id).row.state; }
    // Of all workflows, in the order of the log.
    [[nodiscard]] std::vector<ChangeRecord> fired() const {
        std::vector<ChangeRecord> changes = store.log();
        std::erase_if(changes, [](const ChangeRecord& change) { return change.kind != ChangeKind::TimerFired; });
        return changes;
    }
    void failOnce() {
        store.setFault([hasFailed = false](std::span<const TurnWrite> turns) mutable -> std::optional<Error> {
            return std::exchange(hasFailed, true) ? std::nullopt : broken(turns);
        });
    }

    MemoryStore store;
    EngineHarness harness;
};

TEST_F(TimerTest, FiresAtItsTimeAndNotBefore) {
    ASSERT_TRUE(create("T-1"));
    harness.scheduler.advance(hours{1} - microseconds{1});
    EXPECT_EQ(state(), "Waiting");
    harness.scheduler.advance(microseconds{1});
    EXPECT_EQ(state(), "Expired");
    EXPECT_THAT(store.timers().value(), IsEmpty());
    harness.scheduler.advance(hours{3});
    EXPECT_EQ(fired().size(), 1U);
}

TEST_F(TimerTest, IsAChangeOfItsOwn) {
    ASSERT_TRUE(create("T-1"));
    harness.scheduler.advance(hours{1});
    const Change change = harness.history("T-1").changes.front();
    EXPECT_EQ(change.kind, ChangeKind::TimerFired);
    EXPECT_EQ(change.outcome, Outcome::Transitioned);
    EXPECT_EQ(change.trigger, "Expire");
    EXPECT_EQ(change.caller.principal, "timer after:Waiting:0");
    EXPECT_EQ(change.arguments, Json({{"timer", "after:Waiting:0"}, {"due", "2023-11-14T23:13:20.000000Z"}}));
    EXPECT_EQ(harness.statistics().firesTotal, 1U);
}

TEST_F(TimerTest, IsDroppedWhenItsStateIsLeft) {
    ASSERT_TRUE(create("T-1"));
    harness.scheduler.advance(minutes{59});
    ASSERT_TRUE(harness.fire("T-1", "Take"));
    harness.scheduler.advance(hours{2});
    EXPECT_EQ(state(), "Taken");
    EXPECT_THAT(fired(), IsEmpty());
}

TEST_F(TimerTest, IsReplacedByTheSameNameAndDroppedByIt) {
    ASSERT_TRUE(create("T-1"));
    ASSERT_TRUE(harness.fire("T-1", "Take"));
    setAlarmIn(10);
    harness.scheduler.advance(minutes{5});
    setAlarmIn(10);
    harness.scheduler.advance(minutes{10} - microseconds{1});
    EXPECT_THAT(fired(), IsEmpty());
    harness.scheduler.advance(microseconds{1});
    ASSERT_EQ(fired().size(), 1U);
    EXPECT_THAT(fired().front().log, ElementsAre("ring"));
    setAlarmIn(10);
    ASSERT_TRUE(harness.fire("T-1", "Quiet"));
    harness.scheduler.advance(hours{1});
    EXPECT_EQ(fired().size(), 1U);
}

TEST_F(TimerTest, SetForNowFiresAfterItsTurn) {
    ASSERT_TRUE(create("T-1"));
    ASSERT_TRUE(harness.fire("T-1", "Take"));
    setAlarmIn(0);
    setAlarmIn(-5);
    EXPECT_EQ(fired().size(), 2U);
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(TimerTest, ThatIsNotPermittedLeavesALine) {
    ASSERT_TRUE(create("T-1"));
    setAlarmIn(10);
    harness.scheduler.advance(minutes{10});
    ASSERT_EQ(fired().size(), 1U);
    EXPECT_EQ(fired().front().outcome, Outcome::Ignored);
    EXPECT_THAT(fired().front().log, ElementsAre("timer 'alarm' came due: not permitted in state 'Waiting'"));
    EXPECT_EQ(store.timers()->size(), 1U) << "the one of the state is left";
    harness.scheduler.advance(minutes{50});
    EXPECT_EQ(state(), "Expired");
}

TEST_F(TimerTest, OfTheSameMomentFireInTheOrderOfSetting) {
    harness.scheduler.runAll();
    harness.clock.advance(microseconds{1}); // so that no look for idle ones comes at the same moment
    for (const char* id : {"T-3", "T-1", "T-2"})
        ASSERT_TRUE(create(id));
    harness.scheduler.advance(hours{1});
    std::vector<std::uint64_t> keys;
    for (const ChangeRecord& change : fired())
        keys.push_back(change.workflow.value());
    EXPECT_THAT(keys, ElementsAre(1, 2, 3));
}

TEST_F(TimerTest, FiresOnceWhenATurnBeforeItInTheMailboxDropsIt) {
    EngineHarness one(store, {.commitShare = 1}, {}, {task()}); // one turn in one go
    one.clock.advance(microseconds{1});                         // so that nothing else is due at that moment
    CreateRequest request;
    request.definition.name = "task";
    request.id = "T-9";
    ASSERT_TRUE(one.call(&Engine::create, request));
    one.scheduler.advance(hours{1} - microseconds{1});
    one.clock.advance(microseconds{1});
    const auto noted = one.beginFire("T-9", "Note");
    const auto taken = one.beginFire("T-9", "Take");
    ASSERT_TRUE(one.scheduler.runOne()); // the note; the timer is put behind the taking
    one.scheduler.runAll();
    EXPECT_EQ(taken.value().state, "Taken");
    EXPECT_THAT(fired(), IsEmpty());
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(TimerTest, OfATerminatedOrRemovedWorkflowDoesNotFire) {
    ASSERT_TRUE(create("T-1"));
    ASSERT_TRUE(create("T-2"));
    ASSERT_TRUE(harness.call(&Engine::terminate, EngineHarness::actRequest("T-1")));
    ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest("T-2")));
    harness.scheduler.advance(minutes{30});
    ASSERT_TRUE(create("T-2"));
    harness.scheduler.advance(minutes{45});
    EXPECT_THAT(fired(), IsEmpty());
    harness.scheduler.advance(minutes{15});
    EXPECT_EQ(state("T-2"), "Expired");
    EXPECT_EQ(fired().size(), 1U);
}

TEST_F(TimerTest, DoesNotFireAfterClosing) {
    harness.clock.advance(microseconds{1}); // so that nothing else is due at that moment
    ASSERT_TRUE(create("T-1"));
    harness.scheduler.advance(hours{1} - microseconds{1});
    harness.clock.advance(microseconds{1});
    ASSERT_TRUE(harness.scheduler.runOne()); // the letter is in the mailbox
    harness.close();
    harness.scheduler.advance(hours{1});
    EXPECT_THAT(fired(), IsEmpty());
    harness.reopen();
    harness.scheduler.runAll();
    EXPECT_EQ(fired().size(), 1U);
}

TEST_F(TimerTest, ThatIsDueKeepsNobodyFromClosing) {
    ASSERT_TRUE(create("T-1"));
    const auto set = harness.beginFire("T-1", "Alarm", {{"minutes", 0}});
    ASSERT_TRUE(harness.scheduler.runOne()); // the turn; the look at the time is posted
    harness.close();
    EXPECT_TRUE(set.result());
    EXPECT_THAT(fired(), IsEmpty());
    harness.reopen();
    harness.scheduler.runAll();
    EXPECT_EQ(fired().size(), 1U);
}

TEST_F(TimerTest, AfterARestartFiresLateOnceAndInDueOrder) {
    ASSERT_TRUE(create("T-1"));
    ASSERT_TRUE(harness.fire("T-1", "Take"));
    harness.scheduler.advance(minutes{1});
    ASSERT_TRUE(create("T-2"));
    setAlarmIn(90);
    harness.scheduler.advance(minutes{1});
    ASSERT_TRUE(create("T-3"));
    harness.close();
    harness.clock.advance(hours{2});
    harness.reopen();
    harness.scheduler.runAll();
    ASSERT_EQ(fired().size(), 3U);
    EXPECT_EQ(fired()[0].workflow.value(), 2U);
    EXPECT_EQ(fired()[1].workflow.value(), 3U);
    EXPECT_EQ(fired()[2].workflow.value(), 1U);
    harness.scheduler.advance(hours{2});
    harness.reopen();
    harness.scheduler.advance(hours{2});
    EXPECT_EQ(fired().size(), 3U);
}

TEST_F(TimerTest, ThatCouldNotBeWrittenFiresOnceASecondLater) {
    ASSERT_TRUE(create("T-1"));
    harness.scheduler.advance(hours{1} - seconds{1});
    failOnce();
    harness.scheduler.advance(seconds{1});
    EXPECT_EQ(state(), "Waiting");
    harness.scheduler.advance(seconds{1} - microseconds{1});
    EXPECT_EQ(state(), "Waiting") << "not at once";
    harness.scheduler.advance(seconds{1});
    EXPECT_EQ(state(), "Expired");
    harness.scheduler.advance(hours{1});
    EXPECT_EQ(fired().size(), 1U);
}

TEST_F(TimerTest, OutlivesTheTurnThatWouldHaveDroppedIt) {
    ASSERT_TRUE(create("T-1"));
    failOnce();
    EXPECT_FALSE(harness.fire("T-1", "Take"));
    harness.scheduler.advance(hours{1});
    EXPECT_EQ(state(), "Expired") << "nobody else has used it";
}

TEST_F(TimerTest, IsNotThereWhenTheTurnThatSetItWasNotWritten) {
    failOnce();
    EXPECT_FALSE(create("T-1"));
    harness.scheduler.advance(hours{2});
    ASSERT_TRUE(create("T-2"));
    ASSERT_TRUE(harness.fire("T-2", "Take"));
    failOnce();
    EXPECT_FALSE(harness.fire("T-2", "Alarm", {{"minutes", 0}}));
    harness.scheduler.advance(hours{2});
    EXPECT_THAT(fired(), IsEmpty());
}

TEST_F(TimerTest, WaitsUntilTheStoreTakesWrites) {
    ASSERT_TRUE(create("T-1"));
    const Error full{.code = ErrorCode::DiskFull, .message = "the disk is full", .advice = {}};
    store.setRefusal(full);
    harness.scheduler.advance(hours{2});
    EXPECT_EQ(state(), "Waiting");
    store.setRefusal({});
    harness.scheduler.advance(seconds{2});
    EXPECT_EQ(state(), "Expired");
    EXPECT_EQ(fired().size(), 1U);
}

TEST_F(TimerTest, TenThousandOfOneSecondAllFire) {
    constexpr std::size_t kMany = 10'000;
    for (std::size_t i = 0; i < kMany; ++i) {
        ASSERT_TRUE(create("T-" + std::to_string(i)));
        harness.clock.advance(microseconds{97});
    }
    harness.scheduler.advance(hours{1});
    EXPECT_EQ(fired().size(), kMany);
    EXPECT_THAT(store.timers().value(), IsEmpty());
    EXPECT_TRUE(std::ranges::is_sorted(fired(), {}, [](const ChangeRecord& change) { return change.workflow; }));
}

class IdleTimerTest : public TimerTest {
protected:
    IdleTimerTest() : TimerTest({.idleTimeout = seconds{10}, .scanInterval = seconds{5}}) {}
};

TEST_F(IdleTimerTest, WakesItsWorkflow) {
    ASSERT_TRUE(create("T-1"));
    harness.scheduler.advance(minutes{59});
    EXPECT_FALSE(harness.get("T-1").row.isResident);
    harness.log.clear();
    harness.scheduler.advance(minutes{1});
    EXPECT_EQ(state(), "Expired");
    EXPECT_THAT(harness.log.lines(), ElementsAre("activated T-1 Waiting"));
    harness.scheduler.advance(seconds{9});
    EXPECT_TRUE(harness.get("T-1").row.isResident) << "it counts as use";
    harness.scheduler.advance(seconds{5});
    EXPECT_FALSE(harness.get("T-1").row.isResident);
}

TEST_F(IdleTimerTest, OutlivesAFailedCommitOfAWorkflowThatIdled) {
    ASSERT_TRUE(create("T-1"));
    harness.scheduler.advance(minutes{30});
    failOnce();
    EXPECT_FALSE(harness.fire("T-1", "Take"));
    harness.scheduler.advance(hours{1});
    EXPECT_EQ(state(), "Expired");
}

class SmallMailboxTest : public TimerTest {
protected:
    SmallMailboxTest() : TimerTest({.mailboxBound = 2}) {}
};

TEST_F(SmallMailboxTest, IsTriedAgainASecondLater) {
    ASSERT_TRUE(create("T-1"));
    setAlarmIn(60); // behind the other
    harness.clock.advance(hours{1});
    std::vector<Awaited<FireReply>> notes;
    for (int i = 0; i < 2; ++i)
        notes.push_back(harness.beginFire("T-1", "Note"));
    harness.scheduler.runAll();
    EXPECT_TRUE(notes[1].result());
    EXPECT_EQ(state(), "Waiting");
    harness.scheduler.advance(seconds{1});
    EXPECT_EQ(state(), "Expired");
    ASSERT_EQ(fired().size(), 2U);
    EXPECT_EQ(fired()[0].outcome, Outcome::Transitioned);
    EXPECT_EQ(fired()[1].outcome, Outcome::Ignored) << "the order is kept";
}

// An hour or a year, forwards or back.
class TimerJumpTest : public TimerTest, public testing::WithParamInterface<Duration> {};

TEST_P(TimerJumpTest, FiresByTheWallClock) {
    ASSERT_TRUE(create("T-1"));
    const Time due = harness.clock.now() + hours{1};
    harness.scheduler.advance(minutes{30});
    harness.clock.jumpWallClock(GetParam());
    harness.scheduler.advance(seconds{10});
    const bool isDue = harness.clock.now() >= due;
    EXPECT_EQ(isDue, GetParam() > Duration::zero());
    EXPECT_EQ(fired().size(), isDue ? 1U : 0U);
    harness.clock.jumpWallClock(-GetParam());
    harness.scheduler.advance(hours{1});
    ASSERT_EQ(fired().size(), 1U);
    if (!isDue) {
        EXPECT_EQ(fired().front().at, due);
    }
}

TEST_P(TimerJumpTest, KeepsALongWaitLong) {
    ASSERT_TRUE(create("T-1"));
    const Time due = harness.clock.now() + hours{1};
    if (GetParam() > Duration::zero()) return;
    harness.clock.jumpWallClock(GetParam());
    harness.scheduler.advance(hours{1});
    EXPECT_THAT(fired(), IsEmpty());
    harness.clock.jumpWallClock(due - harness.clock.now() - seconds{5});
    harness.scheduler.advance(seconds{5} - microseconds{1});
    EXPECT_THAT(fired(), IsEmpty());
    harness.scheduler.advance(seconds{10});
    EXPECT_EQ(fired().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(By, TimerJumpTest,
                         testing::Values(Duration(hours{1}), Duration(hours{-1}), Duration(hours{24 * 365}),
                                         Duration(hours{-24 * 365})));

// Tasks in any order, and commits that fail: each timer fires once.
TEST(TimerRaces, NeitherLoseNorRepeatATimer) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        MemoryStore store;
        EngineHarness harness(store, {.idleTimeout = seconds{2}, .scanInterval = seconds{1}, .mailboxBound = 4}, seed,
                              {task()});
        std::mt19937_64 random(seed);
        constexpr std::size_t kWorkflows = 8;
        for (std::size_t i = 0; i < kWorkflows; ++i) {
            CreateRequest request;
            request.definition.name = "task";
            request.id = "T-" + std::to_string(i);
            ASSERT_TRUE(harness.call(&Engine::create, request));
        }
        store.setFault([&random](std::span<const TurnWrite> turns) -> std::optional<Error> {
            return random() % 3 == 0 ? broken(turns) : std::nullopt;
        });
        harness.clock.advance(hours{1} - seconds{3});
        for (int i = 0; i < 60; ++i) {
            const auto ignored = harness.beginFire("T-" + std::to_string(random() % kWorkflows), "Note");
            harness.clock.advance(seconds{random() % 2});
            for (std::uint64_t steps = random() % 6; steps > 0; --steps)
                harness.scheduler.runOne();
        }
        store.setFault(nullptr);
        harness.scheduler.advance(minutes{2});
        const auto log = store.log();
        EXPECT_EQ(std::ranges::count(log, ChangeKind::TimerFired, &ChangeRecord::kind), kWorkflows) << "seed " << seed;
        EXPECT_THAT(store.timers().value(), IsEmpty()) << "seed " << seed;
    }
}

TEST(TimerStore, KeepsTimersOverARestart) {
    const TempDir folder;
    ManualClock clock;
    SteppedScheduler scheduler(clock);
    const auto run = [&](const std::function<void(Engine&, SqliteStore&)>& act) {
        auto store = SqliteStore::open(folder.file("store.sbx"), {}, clock);
        ASSERT_TRUE(store) << store.error().message;
        auto engine = Engine::open(
            {.store = **store, .clock = clock, .scheduler = scheduler, .charts = {task()}, .settings = {}});
        ASSERT_TRUE(engine) << engine.error().message;
        scheduler.runAll();
        act(**engine, **store);
    };
    run([&](Engine& engine, SqliteStore&) {
        for (const char* id : {"T-2", "T-1"}) {
            CreateRequest request;
            request.definition.name = "task";
            request.id = id;
            engine.create(request, [](const Result<CreateReply>& reply) { EXPECT_TRUE(reply); });
            scheduler.advance(seconds{1});
        }
    });
    clock.advance(minutes{30});
    run([&](Engine&, SqliteStore& store) { EXPECT_EQ(store.timers()->size(), 2U); });
    clock.advance(minutes{31});
    for (int i = 0; i < 2; ++i) {
        run([&](Engine&, SqliteStore& store) {
            scheduler.advance(minutes{2});
            EXPECT_THAT(store.timers().value(), IsEmpty());
            const auto changes = store.changesAfter(Seq(2), 10).value();
            ASSERT_EQ(changes.size(), 2U);
            EXPECT_EQ(changes[0].workflow.value(), 1U);
            EXPECT_EQ(changes[0].kind, ChangeKind::TimerFired);
        });
    }
}

} // namespace
} // namespace signalbox
