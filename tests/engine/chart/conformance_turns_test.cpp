// The cases of fsm-semantics.md 2.5 (re-entry, internal, dynamic) and 2.7 (queue and failures).

#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace signalbox::test {
namespace {

DynamicTarget<std::string> to(std::string state, int* asked = nullptr) {
    return {.description = "pick", .code = [state = std::move(state), asked](const GuardContext&) {
                if (asked != nullptr) ++*asked;
                return state;
            }};
}

void throwing(ActionContext&) {
    throw std::runtime_error("broken");
}

std::function<void(ActionContext&)> raising(std::vector<std::string> triggers) {
    return [triggers = std::move(triggers)](ActionContext& context) {
        for (const std::string& trigger : triggers)
            context.raise(trigger);
    };
}

TEST(Conformance, Fsm056_PermitToItselfIsRefusedWithAdvice) {
    auto chart = machine("A");
    chart.state("A").permit("X", "A");
    const BuildResult result = chart.build();
    ASSERT_EQ(result.diagnostics.size(), 1U);
    EXPECT_EQ(result.diagnostics[0].code, DiagnosticCode::SelfTransition);
    EXPECT_EQ(result.diagnostics[0].subject, "A --X--> A");
    EXPECT_THAT(result.diagnostics[0].message, ::testing::HasSubstr("use ignore() to drop the trigger, or "
                                                                    "permitReentry()"));
}

TEST(Conformance, Fsm057_ReentryLeavesAndEnters) {
    auto chart = machine("A");
    chart.state("A").permitReentry("X");
    given(chart).fire("X").expectTrace("-A T(A>A) +A C(A>A)").expectOutcome(Outcome::Reentered);
}

TEST(Conformance, Fsm058_EntryFromRunsForItsTriggerOnly) {
    auto chart = machine("A");
    chart.state("A").onEntryFrom("X", telling("x")).onEntryFrom("Y", telling("y")).permitReentry("X").ignore("Y");
    given(chart).fire("X").expectLog({"x: A>A by X"}).fire("Y").expectLog({});
}

TEST(Conformance, Fsm059_ReentryOfTheParentEndsInTheParent) {
    auto chart = machine("B>A");
    chart.state("B").permitReentry("X");
    given(chart).fire("X").expectTrace("-A -B T(B>B) +B C(B>B)").expectState("B");
}

TEST(Conformance, Fsm060_ReentryOfTheGrandparentLeavesAllBelow) {
    auto chart = machine("A>B>C", "C");
    chart.state("A").permitReentry("X");
    given(chart).fire("X").expectTrace("-C -B -A T(A>A) +A C(A>A)").expectState("A");
}

// Stateless forgets the leaf, and shows it as the current state until the end.
TEST(Conformance, Fsm061_ReentryOfTheParentKeepsTheLeafItCameFrom) {
    const auto state = [](ActionContext& context) { context.log(std::string(context.state())); };
    auto chart = machine("B>A");
    chart.state("B").permitReentry("X").onExit(state).onEntry(state).onEntry(telling("B"));
    given(chart).fire("X").expectTaken({"A>B"}).expectLog({"A", "B", "B: A>B by X"});
}

TEST(Conformance, Fsm064_InternalRunsItsActionAndLeavesNothing) {
    auto chart = machine("A");
    chart.state("A").internal("X", telling("act")).onEntry(telling("entry")).onExit(telling("exit"));
    given(chart).fire("X").expectLog({"act: A>A by X"}).expectTrace("").expectState("A");
}

TEST(Conformance, Fsm065_TheParentsInternalSeesTheLeaf) {
    auto chart = machine("A>B", "B");
    chart.state("A").internal("X", telling("act"));
    given(chart).fire("X").expectLog({"act: B>B by X"}).expectState("B");
}

TEST(Conformance, Fsm066_OnlyTheNearestInternalRuns) {
    auto chart = machine("A>B");
    chart.state("A").internal("X", telling("outer"));
    chart.state("B").internal("X", telling("inner"));
    given(chart).fire("X").expectLog({"outer: A>A by X"}).in("B").fire("X").expectLog({"inner: B>B by X"});
}

TEST(Conformance, Fsm067_InternalGetsTheArguments) {
    auto chart = machine("A");
    chart.state("A").internal("X", [](ActionContext& context) { context.log(Json(context.arguments()).dump()); });
    for (const Json& arguments : {Json{1}, Json{1, "b"}, Json{1, "b", true}})
        given(chart).fire("X", arguments).expectLog({arguments.dump()});
}

TEST(Conformance, Fsm068_OnlyTheOpenInternalRuns) {
    auto chart = machine("A");
    chart.state("A")
        .internalIf("X", {"first", telling("first")}, always("yes"))
        .internalIf("X", {"second", telling("second")}, never("no"));
    given(chart).fire("X").expectLog({"first: A>A by X"});
}

TEST(Conformance, Fsm069_PermittedTriggersFollowTheGuardOfAnInternal) {
    auto chart = machine("A");
    chart.state("A").internalIf("X", {"act", telling("act")},
                                when("on", [](const DataContext& context) { return context.get("/on") == true; }));
    given(chart).withData({{"on", true}}).expectPermitted({"X"}).withData({{"on", false}}).expectPermitted({});
}

TEST(Conformance, Fsm070_InternalIsTakenWithoutATrace) {
    auto chart = machine("A");
    chart.state("A").internal("X", telling("act"));
    given(chart).fire("X").expectOutcome(Outcome::Internal).expectTaken({"A>A"}).expectTrace("");
}

TEST(Conformance, Fsm071_TheSelectorIsAskedOnceAfterGuardsAndBeforeExits) {
    std::string order;
    auto chart = machine("A B");
    chart.state("A")
        .permitDynamicIf("X",
                         {.description = "pick",
                          .code =
                              [&](const GuardContext&) {
                                  order += 's';
                                  return "B";
                              }},
                         when("g",
                              [&](const DataContext&) {
                                  order += 'g';
                                  return true;
                              }))
        .onExit([&](ActionContext&) { order += '-'; });
    given(chart).fire("X").expectTrace("-A T(A>B) +B C(A>B)").expectState("B");
    EXPECT_EQ(order, "gs-");
}

TEST(Conformance, Fsm072_TheSelectorSeesTheArguments) {
    auto chart = machine("A B C");
    chart.trigger("X").parameters({parameter<int>("i")});
    chart.state("A").permitDynamic(
        "X", {.description = "by i", .code = [](const GuardContext& c) { return c.argument("i") == 1 ? "B" : "C"; }});
    given(chart).fire("X", {1}).expectState("B");
    given(chart).fire("X", {2}).expectState("C");
}

TEST(Conformance, Fsm073_DynamicToTheCurrentStateReenters) {
    auto chart = machine("A");
    chart.state("A").permitDynamic("X", to("A")).onEntryFrom("X", telling("A"));
    given(chart)
        .fire("X")
        .expectTrace("-A T(A>A) +A C(A>A)")
        .expectOutcome(Outcome::Reentered)
        .expectLog({"A: A>A by X"});
}

TEST(Conformance, Fsm074_DynamicToTheParentLandsThere) {
    auto chart = machine("A>B", "B");
    chart.state("B").permitDynamic("X", to("A"));
    given(chart).fire("X").expectTrace("-B T(B>A) C(B>A)").expectState("A");
}

TEST(Conformance, Fsm075_TheParentsDynamicToTheCurrentStateReenters) {
    auto chart = machine("A>B", "B");
    chart.state("A").permitDynamic("X", to("B"));
    given(chart).fire("X").expectTrace("-B T(B>B) +B C(B>B)").expectState("B");
}

TEST(Conformance, Fsm076_TheSelectorIsNotAskedWhenAGuardFails) {
    int asked = 0;
    auto chart = machine("A B");
    chart.state("A").permitDynamicIf("X", to("B", &asked), never("two"));
    given(chart).fire("X").expectRejected({"A: two"});
    EXPECT_EQ(asked, 0);
}

TEST(Conformance, Fsm077_OverlappingDynamicTransitionsAreAmbiguous) {
    auto chart = machine("A B C");
    chart.state("A").permitDynamicIf("X", to("B"), always("b")).permitDynamicIf("X", to("C"), always("c"));
    given(chart).fire("X").expectFailure(Outcome::Ambiguous, "'X'");
}

TEST(Conformance, Fsm078_ASelectorThatThrowsFailsTheTurn) {
    auto chart = machine("A");
    chart.state("A")
        .onExit(telling("A"))
        .permitDynamic("X", {.description = "pick",
                             .code = [](const GuardContext&) -> std::string { throw std::runtime_error("no idea"); }});
    given(chart).fire("X").expectFailure(Outcome::Failed, "selector of A --X--> ? failed: no idea");
    auto unknown = machine("A");
    unknown.state("A").permitDynamic("X", to("Nowhere"));
    given(unknown).fire("X").expectFailure(Outcome::Failed, "there is no state 'Nowhere'");
}

TEST(Conformance, Fsm091_ARaisedTriggerRunsBehindTheEvent) {
    auto chart = machine("A B");
    chart.state("A").permit("X", "B");
    chart.state("B").permit("Y", "A").onEntry(raising({"Y"}));
    given(chart)
        .fire("X")
        .expectTrace("-A T(A>B) +B C(A>B) -B T(B>A) +A C(B>A)")
        .expectState("A")
        .expectTaken({"A>B", "B>A"})
        .expectOutcome(Outcome::Transitioned);
}

TEST(Conformance, Fsm093_ATriggerRaisedInACompoundIsHandledByTheLeaf) {
    auto chart = machine("A B>C D E");
    chart.state("A").permit("X", "B");
    chart.state("B").initial("C").permit("Y", "D").onEntry(raising({"Y"}));
    chart.state("C").permit("Y", "E");
    given(chart).fire("X").expectTrace("-A T(A>B) +B T(B>C) +C C(A>C) -C -B T(C>E) +E C(C>E)").expectState("E");
}

TEST(Conformance, Fsm094_RaisedTriggersAreFirstInFirstOut) {
    auto chart = machine("A B C D");
    chart.state("A").permit("X", "B");
    chart.state("B").onEntry(raising({"Y", "Z"})).permit("Y", "C").permit("Z", "A");
    chart.state("C").permit("Z", "D").permit("Y", "A");
    given(chart).fire("X").expectTaken({"A>B", "B>C", "C>D"});
}

// Decided: it does not fail an otherwise good turn.
TEST(Conformance, Fsm094_ARaisedTriggerThatIsNotPermittedIsDiscardedAndLogged) {
    auto chart = machine("A B");
    chart.state("A").permit("X", "B");
    chart.state("B").onEntry(raising({"X"}));
    given(chart)
        .fire("X")
        .expectState("B")
        .expectOutcome(Outcome::Transitioned)
        .expectLog({"discarded raised trigger 'X': not permitted in state 'B'"});
}

TEST(Conformance, Fsm094_RaisingWithoutEndFailsTheTurn) {
    auto chart = machine("A");
    chart.state("A").internal("X", raising({"X"}));
    given(chart).fire("X").expectFailure(Outcome::Failed, "more than 1000 triggers were raised");
}

TEST(Conformance, Fsm094_ARaisedTriggerThatFailsDropsTheWholeTurn) {
    auto chart = machine("A B");
    chart.trigger("Y").parameters({parameter<int>("n")});
    chart.state("A").permit("X", "B").permit("Ambiguous", "B").permit("Ambiguous", "B").permit("Bad", "B");
    chart.state("A").internal("RaiseAmbiguous", raising({"Ambiguous"})).internal("RaiseUnknown", raising({"?"}));
    chart.state("B").onEntry(raising({"Y"}));
    const auto failed = Outcome::Failed;
    given(chart).fire("X").expectFailure(failed, "raised trigger 'Y' failed: trigger 'Y': argument 1 'n' (integer)");
    given(chart).fire("RaiseAmbiguous").expectFailure(failed, "raised trigger 'Ambiguous' failed: several");
    given(chart).fire("RaiseUnknown").expectFailure(failed, "cannot raise '?'");
}

// Stateless keeps what was done up to the exception; here nothing of the turn remains.
TEST(Conformance, Fsm097_AnExitThatThrowsLeavesNothingBehind) {
    auto chart = machine("A>B C", "B");
    chart.state("B").permit("X", "C").onExit(telling("B")).onExit([](ActionContext& context) {
        context.set("/gone", true);
        context.mail("Joe", "subject", "text");
        context.setTimer("later", std::chrono::seconds(1), "X");
    });
    chart.state("A").onExit("leave", throwing);
    given(chart).fire("X").expectFailure(Outcome::Failed, "exit action 'leave' of state 'A' failed: broken");
}

TEST(Conformance, Fsm099_AnInitialEntryThatThrowsLeavesNothingBehind) {
    auto chart = machine("A B>C");
    chart.state("A").permit("X", "B");
    chart.state("B").initial("C");
    chart.state("C").onEntry("arrive", throwing);
    given(chart).fire("X").expectFailure(Outcome::Failed, "entry action 'arrive' of state 'C'").expectState("A");
}

// An observer is whoever reads the trace, after the turn: none can fail it, and all see the same order (Fsm124).
TEST(Conformance, Fsm100_ObserversReadAValueAndCannotFailTheTurn) {
    auto chart = machine("A B");
    chart.state("A").permit("X", "B");
    const Scenario scenario = given(chart).fire("X");
    EXPECT_EQ(scenario.last().trace.back().kind, TraceKind::Completed);
}

TEST(Conformance, Fsm101_TheNextTriggerIsAcceptedAfterAnyFailure) {
    auto chart = machine("A B");
    chart.state("A").permit("X", "B").internal("Fail", "fail", throwing);
    chart.state("A").permitIf("Guard", "B", when("guard", [](const DataContext&) -> bool { throw 1; }));
    given(chart)
        .fire("Fail")
        .expectFailure(Outcome::Failed, "action 'fail' of A --Fail--> A failed: broken")
        .fire("Guard")
        .expectFailure(Outcome::Failed, "guard 'guard' of A --Guard--> B failed: it threw something")
        .fire("X")
        .expectState("B");
}

TEST(Conformance, Fsm124_EveryObserverSeesTheSameOrder) {
    auto chart = machine("A B");
    chart.state("A").permit("X", "B");
    const Scenario scenario = given(chart);
    Scenario first = scenario;
    Scenario second = scenario;
    EXPECT_EQ(first.fire("X").last().trace, second.fire("X").last().trace);
}

} // namespace
} // namespace signalbox::test
