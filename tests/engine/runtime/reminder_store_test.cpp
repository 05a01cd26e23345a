// What a real store keeps of a reminder: its arguments and its repetition. They are columns of format 3.

#include "engine/store/sqlite/sqlite_store.h"
#include "tests/engine/runtime/reminder_fixture.h"
#include "tests/support/temp_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;

// An engine over a real store, which is opened anew for each act.
class ReminderStoreTest : public testing::Test {
protected:
    void run(const std::function<void(EngineHarness&, SqliteStore&)>& act) {
        auto store = SqliteStore::open(m_folder.file("store.sbx"), {}, m_clock);
        ASSERT_TRUE(store) << store.error().message;
        EngineHarness harness(**store, {}, {}, {bellTask()});
        harness.clock.jumpWallClock(m_clock.now() - harness.clock.now());
        harness.scheduler.advance(std::chrono::seconds{10}); // the look that finds the clock set
        m_clock.advance(std::chrono::seconds{10});
        act(harness, **store);
    }
    void setBell() {
        run([](EngineHarness& harness, SqliteStore&) {
            CreateRequest create;
            create.definition.name = "task";
            create.id = "T-1";
            ASSERT_TRUE(harness.call(&Engine::create, create));
            ASSERT_TRUE(
                harness.call(&Engine::setTimer,
                             SetTimerRequest{.id = "T-1",
                                             .name = "bell",
                                             .due = harness.clock.now() + minutes{10},
                                             .trigger = "Ring",
                                             .arguments = {{"what", "tea"}},
                                             .repetition = Repetition{.period = hours{1}, .late = LatePolicy::All},
                                             .expectedRevision = {},
                                             .caller = {}}));
        });
    }

    const TempDir m_folder;
    ManualClock m_clock;
};

TEST_F(ReminderStoreTest, KeepsArgumentsAndRepetition) {
    setBell();
    run([](EngineHarness& harness, SqliteStore& store) {
        const auto timers = harness.call(&Engine::timers, TimersRequest{.workflowId = "T-1", .dueBefore = {}})->timers;
        ASSERT_EQ(timers.size(), 2U);
        EXPECT_EQ(timers[0].arguments, Json({{"what", "tea"}}));
        EXPECT_EQ(timers[0].repetition, (Repetition{.period = hours{1}, .late = LatePolicy::All}));
        EXPECT_EQ(store.timers()->size(), 2U);
    });
}

TEST_F(ReminderStoreTest, FiresEachMissedOneWithItsArgumentsAfterARestart) {
    setBell();
    m_clock.advance(hours{3});
    run([](EngineHarness& harness, SqliteStore&) {
        harness.scheduler.advance(minutes{1});
        std::vector<std::string> lines;
        for (const Change& change : harness.history("T-1").changes)
            if (change.kind == ChangeKind::TimerFired && change.trigger == "Ring")
                lines.insert(lines.end(), change.log.begin(), change.log.end());
        EXPECT_THAT(lines, ElementsAre("ring tea", "ring tea", "ring tea"));
    });
}

} // namespace
} // namespace signalbox
