// The cases of fsm-semantics.md 2.1 (basics), 2.2 (hierarchy) and 2.6 (initial states).

#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

std::vector<std::string> errorCodes(const ChartBuilder<>& builder) {
    std::vector<std::string> codes;
    const BuildResult result = builder.build();
    for (const Diagnostic& diagnostic : result.diagnostics)
        if (diagnostic.severity == Severity::Error) codes.emplace_back(name(diagnostic.code));
    EXPECT_EQ(result.chart == nullptr, !codes.empty());
    return codes;
}

TEST(Conformance, Fsm001_PermitLeavesAndEnters) {
    auto chart = machine("A B");
    chart.state("A").permit("X", "B");
    given(chart).fire("X").expectState("B").expectTrace("-A T(A>B) +B C(A>B)").expectOutcome(Outcome::Transitioned);
}

// Stateless reads and writes a variable of the caller's; here the caller passes the snapshot in and takes it out.
TEST(Conformance, Fsm004_TheCallerOwnsTheState) {
    auto chart = machine("A B C");
    chart.state("B").permit("X", "C");
    given(chart).in("B").fire("X").expectState("C").expectTaken({"B>C"});
}

// No set call there is an unchanged snapshot here, sharing its data.
TEST(Conformance, Fsm006_InternalIgnoredAndUnhandledWriteNothing) {
    auto chart = machine("A");
    chart.trigger("Unhandled");
    chart.state("A").internal("Internal", [](ActionContext&) {}).ignore("Ignored");
    for (const char* trigger : {"Internal", "Ignored", "Unhandled"}) {
        Scenario scenario = given(chart).withData({{"n", 1}});
        const Snapshot before = scenario.snapshot();
        EXPECT_EQ(scenario.fire(trigger).snapshot(), before);
        EXPECT_EQ(scenario.snapshot().data, before.data);
    }
}

TEST(Conformance, Fsm007_StateIsReadAtEachCall) {
    auto chart = machine("A B C");
    chart.state("B").permit("X", "C");
    given(chart).fire("X").expectRejected().in("B").fire("X").expectState("C");
}

// Stateless makes states on demand; here they must be declared, if only by name.
TEST(Conformance, Fsm008_UndeclaredTargetIsRefusedAndBareOneIsLandedIn) {
    auto chart = machine("A");
    chart.state("A").permit("X", "Zed");
    EXPECT_THAT(errorCodes(chart), ::testing::ElementsAre("UnknownState"));
    chart.state("Zed");
    given(chart).fire("X").expectState("Zed").fire("X").expectRejected();
}

TEST(Conformance, Fsm012_OutsideToDeepLeafEntersOutermostFirst) {
    auto chart = machine("A>B>C D", "D");
    chart.state("D").permit("X", "C");
    given(chart).fire("X").expectTrace("-D T(D>C) +A +B +C C(D>C)").expectState("C");
}

TEST(Conformance, Fsm013_SiblingsLeaveTheParentAlone) {
    auto chart = machine("B>C B>D", "C");
    chart.state("C").permit("X", "D");
    given(chart).fire("X").expectTrace("-C T(C>D) +D C(C>D)");
}

TEST(Conformance, Fsm014_CousinsLeaveTheSharedAncestorAlone) {
    auto chart = machine("A>B>C A>E>D", "C");
    chart.state("C").permit("X", "D");
    given(chart).fire("X").expectTrace("-C -B T(C>D) +E +D C(C>D)");
}

TEST(Conformance, Fsm017_RestingParentToDeepChild) {
    auto chart = machine("A>B>C");
    chart.state("A").permit("X", "C");
    given(chart).fire("X").expectTrace("T(A>C) +B +C C(A>C)").expectState("C");
}

TEST(Conformance, Fsm019_AncestorsTransitionToTheCurrentStateIsANoOp) {
    auto chart = machine("A>B", "B");
    chart.state("A").permit("X", "B");
    given(chart).fire("X").expectTrace("").expectOutcome(Outcome::NoOp).expectState("B");
}

TEST(Conformance, Fsm021_AncestorsTransitionToAnotherAncestor) {
    auto chart = machine("A>B>C", "C");
    chart.state("A").permit("X", "B");
    given(chart).fire("X").expectTrace("-C T(C>B) C(C>B)").expectState("B");
}

TEST(Conformance, Fsm022_AWorkflowIsInItsStateAndAllAncestors) {
    const Scenario scenario = given(machine("A>B Z"));
    const ChartStructure& structure = scenario.chart().structure();
    const auto isInFrom = [&](const char* state, const char* asked) {
        Scenario there = scenario;
        return isIn(structure, there.in(state).snapshot(), findState(structure, asked).value());
    };
    EXPECT_TRUE(isInFrom("B", "A"));
    EXPECT_TRUE(isInFrom("B", "B"));
    EXPECT_FALSE(isInFrom("A", "B"));
    EXPECT_FALSE(isInFrom("B", "Z"));
}

TEST(Conformance, Fsm023_EnteredAncestorsSeeTheWholeTransition) {
    auto chart = machine("A>B>C D", "D");
    chart.state("D").permit("X", "C");
    chart.state("B").onEntry(telling("B"));
    given(chart).fire("X").expectLog({"B: D>C by X"});
}

TEST(Conformance, Fsm024_LeftAncestorsSeeTheWholeTransition) {
    auto chart = machine("A>B>C D", "C");
    chart.state("C").permit("X", "D");
    chart.state("B").onExit(telling("B"));
    given(chart).fire("X").expectLog({"B: C>D by X"});
}

TEST(Conformance, Fsm025_SubstateOfItselfIsRefused) {
    auto chart = machine("A");
    chart.state("A").substateOf("A");
    EXPECT_THAT(errorCodes(chart), ::testing::ElementsAre("ParentCycle"));
}

TEST(Conformance, Fsm026_CirclesOfSubstatesAreRefusedHoweverTheyClose) {
    auto two = machine("A>B");
    two.state("A").substateOf("B");
    EXPECT_THAT(errorCodes(two), ::testing::Each("ParentCycle"));
    auto three = machine("A>B>C");
    three.state("A").substateOf("C");
    EXPECT_THAT(errorCodes(three), ::testing::Each("ParentCycle"));
    auto joined = machine("A>B C>D");
    joined.state("A").substateOf("D");
    joined.state("C").substateOf("B");
    EXPECT_THAT(errorCodes(joined), ::testing::SizeIs(4));
}

TEST(Conformance, Fsm027_SecondParentIsRefused) {
    auto chart = machine("A B C");
    chart.state("C").substateOf("A").substateOf("B");
    EXPECT_THAT(errorCodes(chart), ::testing::ElementsAre("SecondParent"));
}

TEST(Conformance, Fsm081_CompoundWithoutInitialIsRestedIn) {
    auto chart = machine("A B>C>D");
    chart.state("C").initial("D");
    chart.state("A").permit("X", "B");
    given(chart).fire("X").expectTrace("-A T(A>B) +B C(A>B)").expectState("B");
}

TEST(Conformance, Fsm082_InitialIsFollowedOnlyWhereATransitionLands) {
    auto chart = machine("A B>Y B>C>D");
    chart.state("B").initial("Y");
    chart.state("C").initial("D");
    chart.state("A").permit("X", "C");
    given(chart).fire("X").expectTrace("-A T(A>C) +B +C T(C>D) +D C(A>D)").expectState("D");
}

TEST(Conformance, Fsm083_NewWorkflowFollowsNoInitial) {
    auto chart = machine("A>B");
    chart.state("A").initial("B");
    given(chart).expectState("A").expectTrace("");
}

TEST(Conformance, Fsm085_ReentryFollowsTheInitial) {
    auto chart = machine("A>B", "B");
    chart.state("A").initial("B").permitReentry("X");
    given(chart).fire("X").expectTrace("-B -A T(A>A) +A T(A>B) +B C(A>B)").expectState("B");
}

TEST(Conformance, Fsm086_ReturningToTheParentFollowsItsInitial) {
    auto chart = machine("B>C", "C");
    chart.state("B").initial("C");
    chart.state("C").permit("X", "B");
    given(chart).fire("X").expectTrace("-C T(C>B) T(B>C) +C C(C>C)").expectState("C");
}

// Stateless forgets to enter C again.
TEST(Conformance, Fsm087_ReturningToAGrandparentEntersItsInitial) {
    auto chart = machine("B>C>D", "D");
    chart.state("B").initial("C");
    chart.state("D").permit("X", "B");
    given(chart).fire("X").expectTrace("-D -C T(D>B) T(B>C) +C C(D>C)").expectState("C");
}

TEST(Conformance, Fsm088_InitialSelfAndSecondInitialAreRefused) {
    auto self = machine("A>B");
    self.state("A").initial("A");
    EXPECT_THAT(errorCodes(self), ::testing::ElementsAre("InitialSelf"));
    auto second = machine("A>B A>C");
    second.state("A").initial("B").initial("C");
    EXPECT_THAT(errorCodes(second), ::testing::ElementsAre("InitialSecond"));
}

// Stateless notices when it has half entered.
TEST(Conformance, Fsm089_InitialThatIsNoDirectChildIsRefused) {
    auto unrelated = machine("A>B Z");
    unrelated.state("A").initial("Z");
    EXPECT_THAT(errorCodes(unrelated), ::testing::ElementsAre("InitialNotChild"));
    auto grandchild = machine("A>B>C");
    grandchild.state("A").initial("C");
    EXPECT_THAT(errorCodes(grandchild), ::testing::ElementsAre("InitialNotChild"));
}

TEST(Conformance, Fsm090_EntryFromRunsAlongTheInitialChainWithTheArguments) {
    auto chart = machine("A B>C");
    chart.trigger("X").parameters({parameter<int>("n")});
    chart.state("A").permit("X", "B");
    chart.state("B").initial("C");
    for (const char* state : {"B", "C"})
        chart.state(state).onEntryFrom("X",
                                       [](ActionContext& context) { telling(context.argument("n").dump())(context); });
    given(chart).fire("X", {{"n", 7}}).expectLog({"7: A>B by X", "7: A>C by X"}).expectState("C");
}

} // namespace
} // namespace signalbox::test
