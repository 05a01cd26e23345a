// Events within a turn and out of it: queues, done events, sends, cancels, bounds.

#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/engine/chart/statechart/running_chart.h"

#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

using namespace std::chrono_literals;
using Kind = DraftWriter::Kind;

TEST(StatechartEventsTest, DescriptorsMeanTokensAndTheirPrefixes) {
    DraftWriter draft;
    draft.state("a").on("pay.card.* refund.", "b").on("*", "", {say("any")});
    draft.state("b").on("back", "a").on("*", "", {say("other")});
    RunningChart run(draft.build());
    run.start();
    for (const std::string name : {"pay.card", "pay.card.visa", "refund.late"}) {
        EXPECT_EQ(run.fire(name).outcome, Outcome::Transitioned) << name;
        run.fire("back");
    }
    for (const std::string name : {"pay", "pay.cards", "refunds"})
        EXPECT_EQ(run.fire(name).outcome, Outcome::Internal) << name;
}

TEST(StatechartEventsTest, EventlessTransitionsGoBeforeRaisedEventsWhichKeepTheirOrder) {
    DraftWriter draft;
    draft.state("a").on("go", "b", {raise("one"), raise("two")});
    draft.state("b").on("one", "d").always("c", {say("eventless")});
    draft.state("c").on("one", "", {say("one")}).on("two", "d", {say("two")});
    draft.state("d");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), "d");
    EXPECT_EQ(run.takeLog(), "eventless, one, two");
    EXPECT_FALSE(run.step().taken[1].trigger.has_value());
}

TEST(StatechartEventsTest, AnEventThatNothingMeansIsRejectedAndChangesNothing) {
    DraftWriter draft;
    draft.state("a").on("go", "b");
    draft.state("b");
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.fire("stop").outcome, Outcome::Rejected);
    EXPECT_EQ(run.step().snapshot, run.snapshot());
}

TEST(StatechartEventsTest, ACompoundIsDoneInItsFinalStateAndAParallelOneWhenAllRegionsAre) {
    DraftWriter draft;
    draft.state("p", "", Kind::Parallel).on("done.state.p", "end");
    draft.state("r", "p").on("done.state.r", "", {say("r is done")});
    draft.state("r1", "r").on("one", "rf");
    draft.state("rf", "r", Kind::Final);
    draft.state("s", "p");
    draft.state("s1", "s").on("two", "sf");
    draft.state("sf", "s", Kind::Final);
    draft.state("end");
    RunningChart run(draft.build());
    run.start();
    run.fire("one");
    EXPECT_EQ(run.states(), "rf s1");
    EXPECT_EQ(run.takeLog(), "r is done");
    run.fire("two");
    EXPECT_EQ(run.states(), "end");
}

TEST(StatechartEventsTest, ATopLevelFinalStateEndsTheChartWhichGoesOnRestingThere) {
    DraftWriter draft;
    draft.state("a").on("go", "f");
    draft.state("f", "", Kind::Final).onEntry({say("+f"), raise("late")}).onExit({say("-f")}).on("late", "a");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), "f");
    EXPECT_EQ(run.takeLog(), "+f, -f");
    EXPECT_TRUE(run.snapshot().memory->isDone);
    EXPECT_EQ(run.fire("go").outcome, Outcome::Rejected);
    EXPECT_EQ(run.fire("late").outcome, Outcome::Rejected);
    EXPECT_EQ(run.end().outcome, Outcome::Rejected);
}

TEST(StatechartEventsTest, AnEventToItselfArrivesInATurnOfItsOwnAfterRaisedOnes) {
    DraftWriter draft;
    draft.state("a").on("go", "", {sendTo("", "external"), sendTo("#_internal", "inner"), raise("raised")});
    draft.state("unused");
    draft.draft.transitions.push_back({.source = 0,
                                       .events = {"external", "inner", "raised"},
                                       .condition = std::nullopt,
                                       .targets = {},
                                       .isInternal = false,
                                       .block = {say("heard")},
                                       .guard = {},
                                       .actions = {},
                                       .place = {}});
    RunningChart run(draft.build());
    run.start();
    const Step& step = run.fire("go");
    EXPECT_EQ(run.takeLog(), "heard, heard");
    ASSERT_EQ(step.timersSet.size(), 1U);
    const TimerRequest timer = step.timersSet.front();
    EXPECT_EQ(timer.due, run.context().now);
    EXPECT_EQ(timer.delivery->target, "");
    EXPECT_EQ(timer.delivery->event.name, "external");
    EXPECT_EQ(timer.delivery->event.origin, "#_scxml_w1");
    EXPECT_EQ(timer.delivery->event.originType, "http://www.w3.org/TR/scxml/#SCXMLEventProcessor");
    EXPECT_EQ(timer.delivery->event.sendId, "");
    run.advance();
    EXPECT_EQ(run.takeLog(), "heard");
}

TEST(StatechartEventsTest, ADelayedEventArrivesWhenItIsDueAndIsForgottenThen) {
    DraftWriter draft;
    draft.state("a").on("go", "b");
    draft.state("b").onEntry({sendAfter("1.5s", "nag", "n1")}).on("nag", "a");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    ASSERT_EQ(run.snapshot().memory->sent.size(), 1U);
    run.advance(1499ms);
    EXPECT_EQ(run.states(), "b");
    run.advance(1ms);
    EXPECT_EQ(run.states(), "a");
    EXPECT_TRUE(run.snapshot().memory->sent.empty());
}

TEST(StatechartEventsTest, ADelayedEventThatNothingMeansIsForgottenToo) {
    DraftWriter draft;
    draft.state("a").onEntry({sendAfter("1s", "nag", "n1")});
    RunningChart run(draft.build());
    run.start();
    run.advance(1s);
    EXPECT_EQ(run.step().outcome, Outcome::Ignored);
    EXPECT_TRUE(run.snapshot().memory->sent.empty());
}

TEST(StatechartEventsTest, CancelDropsTheTimersOfItsSendId) {
    DraftWriter draft;
    draft.state("a")
        .onEntry({sendAfter("1s", "nag", "n1"), sendAfter("2s", "nag", "n1"), sendAfter("3s", "end", "n2")})
        .on("stop", "", {cancel("n1")})
        .on("nag", "", {say("nag")})
        .on("end", "", {say("end")});
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.fire("stop").timersDropped.size(), 2U);
    run.advance(10s);
    EXPECT_EQ(run.takeLog(), "end");
}

TEST(StatechartEventsTest, CancelInTheTurnOfTheSendLeavesNoTimer) {
    DraftWriter draft;
    draft.state("a").onEntry({sendAfter("1s", "nag", "n1"), cancel("n1")});
    RunningChart run(draft.build());
    const Step& step = run.start();
    EXPECT_TRUE(step.timersSet.empty());
    EXPECT_TRUE(step.timersDropped.empty());
    EXPECT_TRUE(run.snapshot().memory->sent.empty());
}

struct BadSend {
    std::string what;
    Send send;
    std::string error;
};

TextOrScript text(std::string text) {
    TextOrScript result;
    result.text = std::move(text);
    return result;
}

std::vector<BadSend> badSends() {
    std::vector<BadSend> rows(9);
    for (BadSend& row : rows) {
        row.send.event = text("x");
        row.send.id = "s1";
        row.error = "error.execution";
    }
    rows[0].what = "no target at all";
    rows[0].send.target = text("!invalid");
    rows[1].what = "an unknown type";
    rows[1].send.type = text("27");
    rows[2].what = "no delay";
    rows[2].send.delay = text("soon");
    rows[3].what = "an internal event with a delay";
    rows[3].send.target = text("#_internal");
    rows[3].send.delay = text("1s");
    rows[4].what = "no parent";
    rows[4].send.target = text("#_parent");
    rows[4].error = "error.communication";
    rows[5].what = "an unknown child";
    rows[5].send.target = text("#_child");
    rows[5].error = "error.communication";
    rows[6].what = "a web request to nowhere";
    rows[6].send.type = text("http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor");
    rows[6].error = "error.communication";
    rows[7].what = "a script without scripts";
    rows[7].send.event = {.text = {}, .script = script("'x'")};
    rows[8].what = "no name";
    rows[8].send.event = {};
    return rows;
}

TEST(StatechartEventsTest, ASendThatCannotBeIsAnErrorWithItsSendIdAndSkipsTheBlock) {
    for (const BadSend& row : badSends()) {
        DraftWriter draft;
        draft.state("a").on("go", "", {element(row.send), say("after")}).on("error", "b");
        draft.state("b");
        RunningChart run(draft.build());
        run.start();
        const Step& step = run.fire("go");
        EXPECT_EQ(run.states(), "b") << row.what;
        EXPECT_TRUE(step.timersSet.empty() && step.effects.empty()) << row.what;
        ASSERT_EQ(step.log.size(), 1U) << row.what;
        EXPECT_TRUE(step.log.front().starts_with(row.error + " in state a at line 5: ")) << step.log.front();
    }
}

TEST(StatechartEventsTest, DelaysAreCssTimes) {
    for (const auto& [delay, expected] : {std::pair{"1s", Duration(1s)},
                                          {"1.5s", 1500ms},
                                          {"200ms", 200ms},
                                          {".5s", 500ms},
                                          {" 2s ", 2s},
                                          {"0s", 0s}}) {
        DraftWriter draft;
        draft.state("a").onEntry({sendAfter(delay, "x")});
        RunningChart run(draft.build());
        const Step& step = run.start();
        ASSERT_EQ(step.timersSet.size(), 1U) << delay;
        EXPECT_EQ(step.timersSet.front().due - run.context().now, expected) << delay;
    }
    for (const std::string delay : {"1", "s", "-1s", "1e3s", "1.s", "1 s", "1..5s", "99999999999s", "infs"}) {
        DraftWriter draft;
        draft.state("a").onEntry({sendAfter(delay, "x")});
        RunningChart run(draft.build());
        EXPECT_TRUE(run.start().timersSet.empty()) << delay;
    }
}

TEST(StatechartEventsTest, AChartThatNeverComesToRestBreaksABound) {
    DraftWriter draft;
    draft.state("a").on("go", "b");
    draft.state("b").always("c");
    draft.state("c").always("b");
    RunningChart run(draft.build());
    run.start();
    const Step& step = run.fire("go");
    EXPECT_EQ(step.outcome, Outcome::Failed);
    ASSERT_TRUE(step.breach.has_value());
    EXPECT_EQ(step.breach->reason, "more than 5000 microsteps in one turn");
    EXPECT_EQ(step.snapshot, run.snapshot());
    EXPECT_TRUE(step.taken.empty() && step.trace.empty() && step.log.empty());
    EXPECT_EQ(run.states(), "a");
}

TEST(StatechartEventsTest, RaisingWithoutEndBreaksABound) {
    DraftWriter draft;
    draft.state("a").on("go more", "", {raise("more"), raise("more"), raise("more")});
    RunningChart run(draft.build());
    run.start();
    const Step& step = run.fire("go");
    ASSERT_TRUE(step.breach.has_value());
    EXPECT_EQ(step.breach->state, StateIndex{0});
    EXPECT_EQ(step.breach->reason, "more than 10000 events were raised in one turn");
}

TEST(StatechartEventsTest, AConditionThatFailsOnItsOwnErrorBreaksABound) {
    DraftWriter draft;
    draft.state("a").on("go error", "b").when("1 < 2");
    draft.state("b");
    RunningChart run(draft.build());
    run.start();
    EXPECT_TRUE(run.fire("go").breach.has_value());
}

TEST(StatechartEventsTest, SendingWithoutEndBreaksABound) {
    DraftWriter draft;
    draft.state("a").on("go more", "", {sendTo("", "x"), raise("more")});
    RunningChart run(draft.build());
    run.start();
    const Step& step = run.fire("go");
    ASSERT_TRUE(step.breach.has_value());
    EXPECT_EQ(step.breach->reason, "more than 1000 events were sent in one turn");
    EXPECT_EQ(step.breach->place.line, 5U);
    EXPECT_TRUE(step.timersSet.empty());
}

TEST(StatechartEventsTest, MakeEventTakesEveryNameThatATransitionMeans) {
    DraftWriter draft;
    draft.state("a").on("pay.*", "a");
    const ChartPtr chart = draft.build();
    const auto exact = makeEvent(chart->structure(), "pay", nullptr);
    ASSERT_TRUE(exact.has_value());
    EXPECT_EQ(exact->machineEvent, nullptr);
    const auto narrower = makeEvent(chart->structure(), "pay.card", Json{{"amount", 3}});
    ASSERT_TRUE(narrower.has_value());
    EXPECT_EQ(narrower->trigger, exact->trigger);
    ASSERT_NE(narrower->machineEvent, nullptr);
    EXPECT_EQ(narrower->machineEvent->name, "pay.card");
    EXPECT_EQ(*narrower->machineEvent->data, (Json{{"amount", 3}}));
    EXPECT_FALSE(makeEvent(chart->structure(), "payment", nullptr).has_value());
}

TEST(StatechartEventsTest, AStepOfNothingNewKeepsThePointersOfItsSnapshot) {
    DraftWriter draft(StatechartDraft::DataModel::EcmaScript);
    draft.variable("x", "1").state("a").on("go", "b");
    draft.state("b").on("go", "a").when("x == 1");
    RunningChart run(draft.build());
    run.start();
    for (int i = 0; i < 2; ++i) {
        const Snapshot before = run.snapshot();
        const Step& step = run.fire("go");
        EXPECT_EQ(step.outcome, Outcome::Transitioned);
        EXPECT_EQ(step.snapshot.data, before.data);
        EXPECT_EQ(step.snapshot.memory, before.memory);
    }
}

} // namespace
} // namespace signalbox::test
