// Events that statecharts send, to themselves and to each other, and those that pass a bound.

#include "engine/runtime/engine.h"
#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using test::DraftWriter;
using test::say;
using test::sendAfter;
using test::sendTo;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = DraftWriter::Kind;

class TimerStatechartTest : public testing::Test {
protected:
    void open(const std::vector<DraftWriter>& drafts) {
        std::vector<ChartPtr> charts;
        for (const DraftWriter& draft : drafts)
            charts.push_back(draft.build());
        m_harness.emplace(store, EngineSettings{}, std::nullopt, std::move(charts));
    }
    static DraftWriter draft(const std::string& name) {
        DraftWriter result;
        result.draft.name = name;
        return result;
    }
    Result<CreateReply> create(const std::string& id, const std::string& definition) {
        CreateRequest request;
        request.definition.name = definition;
        request.id = id;
        return harness().call(&Engine::create, request);
    }
    EngineHarness& harness() { return *m_harness; }
    std::string state(const std::string& id) { return harness().get(id).row.state; }
    // All that the log says of a workflow, oldest first.
    std::vector<std::string> lines(const std::string& id) {
        std::vector<std::string> result;
        HistoryReply history = harness().history(id);
        std::ranges::reverse(history.changes);
        for (const Change& change : history.changes)
            result.insert(result.end(), change.log.begin(), change.log.end());
        return result;
    }

    MemoryStore store;

private:
    std::optional<EngineHarness> m_harness;
};

TEST_F(TimerStatechartTest, EventsToItselfArriveAfterTheTurnInTheirOrderOrWhenTheyAreDue) {
    DraftWriter own = draft("own");
    own.state("a").on("go", "", {sendAfter("2s", "late"), sendTo("", "one"), sendTo("", "two"), say("go")});
    own.on("one", "", {say("one")}).on("two", "", {say("two")}).on("late", "b", {say("late")});
    own.state("b");
    open({own});
    ASSERT_TRUE(create("W-1", "own"));
    ASSERT_TRUE(harness().fire("W-1", "go"));
    EXPECT_THAT(lines("W-1"), ElementsAre("go", "one", "two"));
    harness().scheduler.advance(seconds{2} - Duration(1));
    EXPECT_EQ(state("W-1"), "a");
    harness().scheduler.advance(Duration(1));
    EXPECT_EQ(state("W-1"), "b");
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(TimerStatechartTest, EventsThatNothingAwaitsAreDiscardedWithALine) {
    DraftWriter own = draft("own");
    own.state("a").on("go", "", {sendTo("", "unheard")});
    open({own});
    ASSERT_TRUE(create("W-1", "own"));
    ASSERT_TRUE(harness().fire("W-1", "go"));
    EXPECT_THAT(lines("W-1"), ElementsAre("timer 'send:1' came due: event 'unheard' is not awaited in state 'a'"));
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

DraftWriter speaker(DraftWriter result, const std::string& target) {
    result.state("a").on("go", "b", {sendTo(target, "hello")}).on("end", "f", {sendTo(target, "hello")});
    result.state("b").on("error.communication", "", {say("nobody")});
    result.state("f", "", Kind::Final);
    return result;
}

DraftWriter listener(DraftWriter result) {
    result.state("l").on("hello", "", {say("hello")}).on("stop", "g").on("loop", "x");
    result.state("g", "", Kind::Final);
    result.state("x").always("y");
    result.state("y").always("x");
    return result;
}

TEST_F(TimerStatechartTest, EventsToAnotherWorkflowArriveThereAndLeaveALine) {
    open({speaker(draft("speaker"), "#_scxml_L"), listener(draft("listener"))});
    ASSERT_TRUE(create("L", "listener"));
    ASSERT_TRUE(create("S", "speaker"));
    ASSERT_TRUE(harness().fire("S", "go"));
    EXPECT_THAT(lines("L"), ElementsAre("hello"));
    EXPECT_THAT(lines("S"), ElementsAre("sent hello to #_scxml_L"));
    EXPECT_EQ(harness().history("L").changes.front().caller.principal, "workflow S");
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

// Whichever commit fails: that of the sender, of the receiver, or of the word that it has arrived.
TEST_F(TimerStatechartTest, EventsToAnotherWorkflowArriveOnceWhateverFails) {
    open({speaker(draft("speaker"), "#_scxml_L"), listener(draft("listener"))});
    ASSERT_TRUE(create("L", "listener"));
    for (int failing = 1; failing <= 3; ++failing) {
        const std::string id = "S-" + std::to_string(failing);
        ASSERT_TRUE(create(id, "speaker"));
        store.setFault([left = failing](std::span<const TurnWrite>) mutable -> std::optional<Error> {
            if (--left != 0) return std::nullopt;
            return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
        });
        const bool isSent = harness().fire(id, "go").has_value();
        EXPECT_EQ(isSent, failing != 1);
        harness().scheduler.advance(seconds{5});
        store.setFault(nullptr);
        EXPECT_THAT(lines("L"), testing::SizeIs(failing - 1));
        EXPECT_THAT(lines(id), testing::SizeIs(isSent ? 1 : 0));
        EXPECT_THAT(store.timers().value(), IsEmpty());
    }
}

TEST_F(TimerStatechartTest, EventsToAnotherWorkflowArriveOnceAfterARestart) {
    open({speaker(draft("speaker"), "#_scxml_L"), listener(draft("listener"))});
    ASSERT_TRUE(create("L", "listener"));
    ASSERT_TRUE(create("S", "speaker"));
    // Ends before the sender's timer is dropped.
    store.setFault([left = 3](std::span<const TurnWrite>) mutable -> std::optional<Error> {
        if (--left > 0) return std::nullopt;
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    ASSERT_TRUE(harness().fire("S", "go"));
    harness().close();
    store.setFault(nullptr);
    ASSERT_EQ(store.timers()->size(), 1U);
    harness().reopen();
    harness().scheduler.runAll();
    EXPECT_THAT(lines("L"), ElementsAre("hello"));
    EXPECT_THAT(lines("S"), ElementsAre("sent hello to #_scxml_L"));
}

TEST_F(TimerStatechartTest, NothingLeavesBeforeTheSendersTurnIsWritten) {
    open({speaker(draft("speaker"), "#_scxml_L"), listener(draft("listener"))});
    ASSERT_TRUE(create("L", "listener"));
    ASSERT_TRUE(create("S", "speaker"));
    store.setFault([](std::span<const TurnWrite> turns) -> std::optional<Error> {
        const bool isSender = std::ranges::any_of(turns, [](const TurnWrite& turn) { return turn.after.id == "S"; });
        if (!isSender) return std::nullopt;
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    EXPECT_FALSE(harness().fire("S", "go"));
    harness().scheduler.advance(seconds{5});
    EXPECT_THAT(lines("L"), IsEmpty());
}

TEST_F(TimerStatechartTest, EventsToNobodyComeBackAsAnError) {
    Send later;
    later.event.text = "hello";
    later.target.text = "#_scxml_L";
    later.delay.text = "2s";
    DraftWriter late = draft("late");
    late.state("a").on("go", "b", {test::element(later)});
    late.state("b").on("error.communication", "", {say("nobody")});
    open({speaker(draft("speaker"), "#_scxml_NOBODY"), late, listener(draft("listener"))});
    ASSERT_TRUE(create("S", "speaker"));
    ASSERT_TRUE(harness().fire("S", "go"));
    EXPECT_THAT(lines("S"), ElementsAre(HasSubstr("there is no workflow 'NOBODY'"), "nobody")) << "in its turn";
    ASSERT_TRUE(create("L", "listener"));
    ASSERT_TRUE(create("S-2", "late"));
    ASSERT_TRUE(harness().fire("S-2", "go"));
    ASSERT_TRUE(harness().fire("L", "stop"));
    harness().scheduler.advance(seconds{2});
    EXPECT_THAT(lines("S-2"), ElementsAre(HasSubstr("L has ended"), "nobody"));
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(TimerStatechartTest, WhatAWorkflowSendsAsItEndsArrives) {
    open({speaker(draft("speaker"), "#_scxml_L"), listener(draft("listener"))});
    ASSERT_TRUE(create("L", "listener"));
    ASSERT_TRUE(create("S", "speaker"));
    ASSERT_TRUE(harness().fire("S", "end"));
    EXPECT_THAT(lines("L"), ElementsAre("hello"));
    EXPECT_EQ(harness().get("S").row.status, WorkflowStatus::Finished);
    EXPECT_THAT(store.timers().value(), IsEmpty());
}

TEST_F(TimerStatechartTest, ABreachFaultsAWorkflowWhichSaysWhy) {
    DraftWriter own = draft("own");
    own.state("a").onEntry({sendAfter("3600s", "tick")}).on("tick", "").on("loop", "x");
    own.state("x").always("y");
    own.state("y").always("x");
    open({own});
    ASSERT_TRUE(create("W-1", "own"));
    const auto broken = harness().fire("W-1", "loop", {}, "request-1");
    ASSERT_TRUE(broken);
    EXPECT_EQ(broken->outcome, Outcome::Failed);
    EXPECT_EQ(broken->status, WorkflowStatus::Faulted);
    EXPECT_THAT(broken->refusal->message, HasSubstr("more than 5000 microsteps"));
    EXPECT_EQ(harness().fire("W-1", "loop", {}, "request-1")->outcome, Outcome::Failed);
    for (int i = 0; i < 2; ++i) {
        const auto refused = harness().fire("W-1", "tick");
        EXPECT_EQ(refused->outcome, Outcome::Rejected);
        EXPECT_THAT(refused->refusal->message, AllOf(HasSubstr("is faulted"), HasSubstr("5000 microsteps")));
        harness().scheduler.advance(hours{2});
        EXPECT_EQ(store.timers()->size(), 1U) << "they wait";
        EXPECT_EQ(state("W-1"), "a");
        EXPECT_EQ(harness().history("W-1").changes.front().kind, ChangeKind::Faulted);
        harness().reopen();
    }
}

TEST_F(TimerStatechartTest, AChartThatPassesABoundAtOnceIsNotCreated) {
    DraftWriter own = draft("own");
    own.state("x").always("y");
    own.state("y").always("x");
    open({own});
    const auto created = create("W-1", "own");
    ASSERT_FALSE(created);
    EXPECT_EQ(created.error().code, ErrorCode::ActionFailed);
    EXPECT_THAT(created.error().message, HasSubstr("W-1 cannot be created: more than 5000 microsteps"));
    EXPECT_THAT(store.log(), IsEmpty());
}

TEST_F(TimerStatechartTest, AllRegionsAreActive) {
    DraftWriter own = draft("own");
    own.state("p", "", Kind::Parallel);
    own.state("r", "p");
    own.state("r1", "r").on("go", "rf");
    own.state("rf", "r", Kind::Final);
    own.state("s", "p");
    own.state("s1", "s");
    open({own});
    ASSERT_TRUE(create("W-1", "own"));
    EXPECT_THAT(harness().get("W-1").activeStates, ElementsAre("r1", "r", "p", "s1", "s"));
    ASSERT_TRUE(harness().fire("W-1", "go"));
    EXPECT_THAT(harness().get("W-1").activeStates, ElementsAre("rf", "r", "p", "s1", "s"));
    EXPECT_EQ(harness().get("W-1").row.status, WorkflowStatus::Active) << "one region goes on";
}

TEST_F(TimerStatechartTest, AllRegionsWereActiveAtAnEarlierRevision) {
    DraftWriter own = draft("own");
    own.state("p", "", Kind::Parallel).on("over", "end");
    own.state("r", "p");
    own.state("r1", "r").on("go", "r2");
    own.state("r2", "r");
    own.state("s", "p");
    own.state("s1", "s").on("turn", "s2");
    own.state("s2", "s").on("back", "s1");
    own.state("end").on("never", "end");
    open({own});
    ASSERT_TRUE(create("W-1", "own"));
    for (const char* trigger : {"turn", "go", "over"})
        ASSERT_TRUE(harness().fire("W-1", trigger));
    const auto at = [&](std::uint64_t revision) {
        return harness().call(&Engine::get, GetRequest{.id = "W-1", .atRevision = Revision(revision)}).value();
    };
    EXPECT_THAT(at(0).activeStates, ElementsAre("r1", "r", "p", "s1", "s"));
    EXPECT_THAT(at(1).activeStates, ElementsAre("r1", "r", "p", "s2", "s"));
    EXPECT_THAT(at(2).activeStates, ElementsAre("r2", "r", "p", "s2", "s"));
    EXPECT_THAT(at(3).activeStates, ElementsAre("end"));
    const auto explained =
        harness()
            .call(&Engine::explain,
                  ExplainRequest{.id = "W-1", .trigger = {}, .arguments = {}, .atRevision = Revision(1)})
            .value();
    std::vector<bool> isPermitted; // over, go, turn, back, never
    for (const TriggerExplanation& trigger : explained.triggers)
        isPermitted.push_back(trigger.permission == Permission::Permitted);
    EXPECT_THAT(isPermitted, ElementsAre(true, true, false, true, false));
    EXPECT_THAT(at(0).stateVisits, ElementsAre(1, 1, 1, 0, 1, 1, 0, 0)) << "each region was entered once";
}

} // namespace
} // namespace signalbox
