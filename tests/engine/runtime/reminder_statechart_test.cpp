// Reminders of statecharts, and their sent events under an operator's hand.

#include "engine/runtime/engine.h"
#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::DraftWriter;
using test::sendAfter;
using testing::IsEmpty;

// Hears alarms of all kinds; sends itself a late word.
ChartPtr listener() {
    DraftWriter draft;
    draft.draft.name = "listener";
    draft.state("a").on("alarm", "b").on("go", "", {sendAfter("2s", "late")});
    draft.on("late", "c");
    draft.state("b");
    draft.state("c");
    return draft.build();
}

class ReminderStatechartTest : public testing::Test {
protected:
    ReminderStatechartTest() {
        CreateRequest request;
        request.definition.name = "listener";
        request.id = "W-1";
        EXPECT_TRUE(harness.call(&Engine::create, request));
    }
    Result<TimerActReply> set(const std::string& trigger) {
        return harness.call(&Engine::setTimer, SetTimerRequest{.id = "W-1",
                                                               .name = "bell",
                                                               .due = harness.clock.now() + minutes{1},
                                                               .trigger = trigger,
                                                               .arguments = {{"what", "tea"}},
                                                               .repetition = {},
                                                               .expectedRevision = {},
                                                               .caller = {}});
    }
    [[nodiscard]] std::vector<TimerEntry> timers() {
        return harness.call(&Engine::timers, TimersRequest{.workflowId = "W-1", .dueBefore = {}})->timers;
    }
    [[nodiscard]] std::string state() { return harness.get("W-1").row.state; }

    MemoryStore store;
    EngineHarness harness{store, {}, {}, {listener()}};
};

// The chart's trigger is "alarm": the event keeps the name that somebody gave it, and its data.
TEST_F(ReminderStatechartTest, BringsAnEventThatADescriptorMeans) {
    ASSERT_TRUE(set("alarm.fire"));
    ASSERT_EQ(timers().size(), 1U);
    EXPECT_EQ(timers()[0].trigger, "alarm.fire");
    EXPECT_EQ(timers()[0].arguments, Json({{"what", "tea"}}));
    harness.scheduler.advance(minutes{1});
    EXPECT_EQ(state(), "b");
    const Change fired = harness.history("W-1").changes.front();
    EXPECT_EQ(fired.kind, ChangeKind::TimerFired);
    EXPECT_EQ(fired.arguments.at("event").at("name"), "alarm.fire");
    EXPECT_THAT(timers(), IsEmpty());
}

TEST_F(ReminderStatechartTest, OfAnEventThatNothingMeansIsRefused) {
    EXPECT_EQ(set("unheard").error().code, ErrorCode::NotFound);
}

TEST_F(ReminderStatechartTest, ASentEventIsCancelledByAnOperatorAndForgotten) {
    ASSERT_TRUE(harness.fire("W-1", "go"));
    const TimerEntry sent = timers().at(0);
    EXPECT_EQ(sent.name, "send:1");
    EXPECT_EQ(sent.trigger, "late");
    ASSERT_TRUE(harness.call(&Engine::cancelTimer,
                             CancelTimerRequest{.id = "W-1", .name = sent.name, .due = sent.due, .caller = {}}));
    harness.scheduler.advance(minutes{1});
    EXPECT_EQ(state(), "a");
    ASSERT_TRUE(harness.fire("W-1", "go"));
    EXPECT_EQ(timers().size(), 1U);
}

TEST_F(ReminderStatechartTest, ASentEventIsMovedByAnOperator) {
    ASSERT_TRUE(harness.fire("W-1", "go"));
    const TimerEntry sent = timers().at(0);
    ASSERT_TRUE(harness.call(
        &Engine::moveTimer,
        MoveTimerRequest{
            .id = "W-1", .name = sent.name, .due = sent.due, .newDue = sent.due + minutes{1}, .caller = {}}));
    harness.scheduler.advance(minutes{1});
    EXPECT_EQ(state(), "a");
    harness.scheduler.advance(seconds{2});
    EXPECT_EQ(state(), "c");
}

} // namespace
} // namespace signalbox
