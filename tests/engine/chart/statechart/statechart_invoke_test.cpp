// Children: when they start and end, and what comes from them.

#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/engine/chart/statechart/running_chart.h"

#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

using Kind = DraftWriter::Kind;
constexpr auto kScripts = StatechartDraft::DataModel::EcmaScript;

StatechartDraft::Invoke invoke(std::string id, std::string source = "child.scxml") {
    StatechartDraft::Invoke result;
    result.id = std::move(id);
    result.source.text = std::move(source);
    return result;
}

MachineEvent fromChild(std::string name, std::string invokeId, std::optional<Json> data = std::nullopt) {
    MachineEvent result;
    result.name = std::move(name);
    result.invokeId = std::move(invokeId);
    result.data = std::move(data);
    return result;
}

std::vector<std::string> endedIn(const Step& step) {
    std::vector<std::string> workflows;
    for (const ChartMemory::Invoked& child : step.invokesEnded)
        workflows.push_back(child.workflowId);
    return workflows;
}

TEST(StatechartInvokeTest, ChildrenOfAStateThatIsRestedInStartAndEndWithIt) {
    DraftWriter draft;
    draft.state("a").invoke(invoke("passing")).always("b");
    draft.state("b").invoke(invoke("kid")).on("go", "c");
    draft.state("c");
    RunningChart run(draft.build());
    const Step& started = run.start();
    ASSERT_EQ(started.invoked.size(), 1U);
    EXPECT_EQ(started.invoked.front().id, "kid");
    EXPECT_EQ(started.invoked.front().source, "child.scxml");
    EXPECT_EQ(started.invoked.front().workflowId, "w1/kid.1");
    EXPECT_TRUE(started.invokesEnded.empty());
    ASSERT_EQ(run.snapshot().memory->invoked.size(), 1U);
    EXPECT_EQ(endedIn(run.fire("go")), std::vector<std::string>{"w1/kid.1"});
    EXPECT_TRUE(run.snapshot().memory->invoked.empty());
}

TEST(StatechartInvokeTest, AMadeIdIsNewEachTimeAndStartsWithTheState) {
    DraftWriter draft(kScripts);
    StatechartDraft::Invoke child = invoke("");
    child.idLocation = script("id");
    draft.variable("id", "0").state("a").invoke(child).on("again", "a");
    RunningChart run(draft.build());
    const std::string first = run.start().invoked.front().id;
    EXPECT_TRUE(first.starts_with("a."));
    EXPECT_EQ(run.snapshot().dataOrEmpty()["id"], first);
    const Step& again = run.fire("again");
    EXPECT_EQ(endedIn(again), std::vector<std::string>{"w1/" + first});
    EXPECT_NE(again.invoked.front().id, first);
}

TEST(StatechartInvokeTest, ParametersAreFirstValuesAndContentIsTheDocument) {
    DraftWriter draft(kScripts);
    StatechartDraft::Invoke child = invoke("kid");
    child.payload.names.push_back(script("x"));
    child.payload.parameters.push_back({.name = "y", .expression = script("x + 1"), .location = std::nullopt});
    StatechartDraft::Invoke written = invoke("other", "");
    written.payload.expression = script("'<scxml/>'");
    draft.variable("x", "1").state("a").invoke(child).invoke(written);
    RunningChart run(draft.build());
    const Step& step = run.start();
    ASSERT_EQ(step.invoked.size(), 2U);
    EXPECT_EQ(step.invoked[0].data, (Json{{"x", 1}, {"y", 2}}));
    EXPECT_EQ(step.invoked[1].document, "<scxml/>");
}

TEST(StatechartInvokeTest, AChildOneOfWhoseValuesFailsIsNotStarted) {
    DraftWriter draft(kScripts);
    StatechartDraft::Invoke child = invoke("kid");
    child.payload.names.push_back(script("nowhere"));
    draft.state("a").invoke(child).invoke(invoke("second")).on("error.execution", "b");
    draft.state("b");
    RunningChart run(draft.build());
    const Step& step = run.start();
    EXPECT_EQ(run.states(), "b");
    // "second" would have started, but its state was left in the same turn.
    EXPECT_TRUE(step.invoked.empty());
    EXPECT_TRUE(step.invokesEnded.empty());
}

DraftWriter finalizing() {
    DraftWriter draft(kScripts);
    StatechartDraft::Invoke child = invoke("kid");
    child.finalize = Block{assign("x", "_event.data.value")};
    draft.variable("x", "0").state("a").invoke(child).on("told", "b").when("x == 2");
    draft.state("b");
    return draft;
}

TEST(StatechartInvokeTest, FinalizeRunsBeforeTransitionsAreSelected) {
    RunningChart run(finalizing().build());
    run.start();
    run.receive(fromChild("told", "kid", Json{{"value", 2}}));
    EXPECT_EQ(run.states(), "b");
}

TEST(StatechartInvokeTest, FinalizeIsForTheEventsOfItsOwnChildAndKeptWithoutATransition) {
    RunningChart run(finalizing().build());
    run.start();
    EXPECT_EQ(run.receive(fromChild("told", "stranger", Json{{"value", 2}})).outcome, Outcome::Rejected);
    EXPECT_EQ(run.snapshot().dataOrEmpty()["x"], 0);
    EXPECT_EQ(run.receive(fromChild("told", "kid", Json{{"value", 5}})).outcome, Outcome::Ignored);
    EXPECT_EQ(run.snapshot().dataOrEmpty()["x"], 5);
}

TEST(StatechartInvokeTest, AnEmptyFinalizePutsWhatCameIntoTheLocations) {
    DraftWriter draft(kScripts);
    StatechartDraft::Invoke child = invoke("kid");
    child.finalize = Block{};
    child.payload.names.push_back(script("x"));
    child.payload.parameters.push_back({.name = "why", .expression = std::nullopt, .location = script("y")});
    draft.variable("x", "0").variable("y", "0").state("a").invoke(child);
    RunningChart run(draft.build());
    run.start();
    run.receive(fromChild("told", "kid", Json{{"x", 1}, {"why", 2}, {"z", 3}}));
    EXPECT_EQ(run.snapshot().dataOrEmpty(), (Json{{"x", 1}, {"y", 2}}));
}

TEST(StatechartInvokeTest, EveryExternalEventIsForwardedToAChildThatWantsThem) {
    DraftWriter draft;
    StatechartDraft::Invoke child = invoke("kid");
    child.forwardsEvents = true;
    draft.state("a").invoke(child).on("go", "b");
    draft.state("b", "");
    RunningChart run(draft.build());
    run.start();
    MachineEvent event = fromChild("news", "kid", Json{{"a", 1}});
    event.origin = "#_scxml_x";
    const Step& step = run.receive(event);
    EXPECT_EQ(step.outcome, Outcome::Ignored);
    ASSERT_EQ(step.timersSet.size(), 1U);
    EXPECT_EQ(*step.timersSet.front().delivery, (Delivery{.target = "#_scxml_w1/kid.1", .event = event}));
    EXPECT_EQ(step.timersSet.front().due, run.context().now);
    event.type = EventOrigin::Platform;
    EXPECT_TRUE(run.receive(event).timersSet.empty());
}

TEST(StatechartInvokeTest, AChildThatIsDoneIsNotEndedNorSentTo) {
    DraftWriter draft;
    StatechartDraft::Invoke child = invoke("kid");
    child.forwardsEvents = true;
    draft.state("a").invoke(child).on("done.invoke.kid", "", {say("done")}).on("go", "b", {sendTo("#_kid", "x")});
    draft.state("b").on("error.communication", "", {say("nobody there")});
    RunningChart run(draft.build());
    run.start();
    EXPECT_TRUE(run.receive(fromChild("done.invoke.kid", "kid")).timersSet.empty());
    EXPECT_EQ(run.takeLog(), "done");
    EXPECT_TRUE(run.fire("go").invokesEnded.empty());
    EXPECT_TRUE(run.takeLog().ends_with("nobody there"));
}

TEST(StatechartInvokeTest, AChildTellsItsParentAndThatItIsDone) {
    DraftWriter draft;
    draft.state("a").onEntry({sendTo("#_parent", "hello")}).on("go", "f");
    draft.state("f", "", Kind::Final);
    draft.last().doneData.emplace().value = Json("well");
    RunningChart run(draft.build());
    const Step& started = run.start(nullptr, {.workflowId = "p1", .invokeId = "kid"});
    ASSERT_EQ(started.timersSet.size(), 1U);
    EXPECT_EQ(started.timersSet.front().delivery->target, "#_parent");
    EXPECT_EQ(started.timersSet.front().delivery->event.invokeId, "kid");
    const Step& done = run.fire("go");
    ASSERT_EQ(done.timersSet.size(), 1U);
    EXPECT_EQ(done.timersSet.front().delivery->target, "#_parent");
    EXPECT_EQ(done.timersSet.front().delivery->event.name, "done.invoke.kid");
    EXPECT_EQ(*done.timersSet.front().delivery->event.data, Json("well"));
}

TEST(StatechartInvokeTest, AChildThatIsEndedLeavesItsStatesAndTellsNobody) {
    DraftWriter draft;
    draft.state("a").invoke(invoke("grandchild")).onExit({say("-a")});
    draft.state("a1", "a").onExit({say("-a1")});
    RunningChart run(draft.build());
    run.start(nullptr, {.workflowId = "p1", .invokeId = "kid"});
    const Step& ended = run.end();
    EXPECT_EQ(ended.outcome, Outcome::Transitioned);
    EXPECT_EQ(run.takeLog(), "-a1, -a");
    EXPECT_EQ(endedIn(ended), std::vector<std::string>{"w1/grandchild.1"});
    EXPECT_TRUE(ended.timersSet.empty());
    EXPECT_TRUE(run.snapshot().memory->isDone);
    EXPECT_EQ(run.states(), "a1");
}

TEST(StatechartInvokeTest, TheParentIsKnownByItsWorkflowIdToo) {
    DraftWriter draft;
    draft.state("a").onEntry(
        {sendTo("#_scxml_p1", "hello"), sendTo("#_scxml_other", "hello"), sendTo("#_scxml_w1", "me")});
    RunningChart run(draft.build());
    const Step& step = run.start(nullptr, {.workflowId = "p1", .invokeId = "kid"});
    ASSERT_EQ(step.timersSet.size(), 3U);
    EXPECT_EQ(step.timersSet[0].delivery->event.invokeId, "kid");
    EXPECT_EQ(step.timersSet[1].delivery->event.invokeId, "");
    EXPECT_EQ(step.timersSet[1].delivery->target, "#_scxml_other");
    EXPECT_EQ(step.timersSet[2].delivery->target, "");
}

} // namespace
} // namespace signalbox::test
