// Which states are left and entered, in which order, and which transitions win.

#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/engine/chart/statechart/running_chart.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

using Kind = DraftWriter::Kind;

// Every state says when it is entered (+) and left (-).
DraftWriter& telling(DraftWriter& draft, std::string id, std::string_view parent = {}, Kind kind = Kind::State) {
    return draft.state(id, parent, kind).onEntry({say("+" + id)}).onExit({say("-" + id)});
}

TEST(StatechartTest, StartEntersTheInitialConfigurationOutermostFirst) {
    DraftWriter draft;
    telling(draft, "a").initial("a2", {say("initial of a")});
    telling(draft, "a1", "a");
    telling(draft, "a2", "a");
    telling(draft, "b");
    RunningChart run(draft.build());
    EXPECT_EQ(run.start().outcome, Outcome::Transitioned);
    EXPECT_EQ(run.states(), "a2");
    EXPECT_EQ(run.takeLog(), "+a, initial of a, +a2");
}

TEST(StatechartTest, ExitsRunDeepestFirstThenTheTransitionThenEntries) {
    DraftWriter draft;
    telling(draft, "a");
    telling(draft, "a1", "a").on("go", "b2", {say("going")});
    telling(draft, "b").initial("b1");
    telling(draft, "b1", "b");
    telling(draft, "b2", "b");
    RunningChart run(draft.build());
    run.start();
    run.takeLog();
    const Step& step = run.fire("go");
    EXPECT_EQ(step.outcome, Outcome::Transitioned);
    EXPECT_EQ(run.takeLog(), "-a1, -a, going, +b, +b2");
    EXPECT_EQ(run.states(), "b2");
    ASSERT_EQ(step.taken.size(), 1U);
    EXPECT_EQ(step.taken.front().from, StateIndex{1});
    EXPECT_EQ(step.taken.front().to, StateIndex{4});
    EXPECT_EQ(step.trace.size(), 5U);
}

TEST(StatechartTest, AnExternalTransitionLeavesItsSourceAndAnInternalOneStaysInIt) {
    for (const bool isInternal : {false, true}) {
        DraftWriter draft;
        telling(draft, "a").on("go", "a2");
        if (isInternal) draft.internal();
        telling(draft, "a1", "a");
        telling(draft, "a2", "a");
        RunningChart run(draft.build());
        run.start();
        run.takeLog();
        run.fire("go");
        EXPECT_EQ(run.takeLog(), isInternal ? "-a1, +a2" : "-a1, -a, +a, +a2");
    }
}

TEST(StatechartTest, AnInternalTransitionOfAnAtomicStateIsExternal) {
    DraftWriter draft;
    telling(draft, "a").on("go", "a").internal();
    RunningChart run(draft.build());
    run.start();
    run.takeLog();
    run.fire("go");
    EXPECT_EQ(run.takeLog(), "-a, +a");
}

TEST(StatechartTest, ATargetlessTransitionLeavesNothing) {
    DraftWriter draft;
    telling(draft, "a").on("go", "", {say("here")});
    RunningChart run(draft.build());
    run.start();
    run.takeLog();
    EXPECT_EQ(run.fire("go").outcome, Outcome::Internal);
    EXPECT_EQ(run.takeLog(), "here");
}

TEST(StatechartTest, TheInnermostStateAndThenTheFirstInDocumentOrderWin) {
    DraftWriter draft;
    draft.state("a").on("go", "b").on("up", "b");
    draft.state("a1", "a").on("go", "c").on("go", "b");
    draft.state("b");
    draft.state("c");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), "c");
}

DraftWriter twoRegions() {
    DraftWriter draft;
    telling(draft, "p", "", Kind::Parallel);
    telling(draft, "r", "p");
    telling(draft, "r1", "r").on("both one", "r2");
    telling(draft, "r2", "r");
    telling(draft, "s", "p");
    telling(draft, "s1", "s").on("both", "s2").on("out", "end");
    telling(draft, "s2", "s");
    telling(draft, "end");
    return draft;
}

TEST(StatechartTest, AParallelStateHasAllItsRegionsActive) {
    RunningChart run(twoRegions().build());
    run.start();
    EXPECT_EQ(run.states(), "r1 s1");
    EXPECT_EQ(run.takeLog(), "+p, +r, +r1, +s, +s1");
    run.fire("both");
    EXPECT_EQ(run.states(), "r2 s2");
    EXPECT_EQ(run.takeLog(), "-s1, -r1, +r2, +s2");
    EXPECT_EQ(run.step().taken.size(), 2U);
}

TEST(StatechartTest, ATransitionOutOfARegionLeavesThemAll) {
    RunningChart run(twoRegions().build());
    run.start();
    run.takeLog();
    run.fire("out");
    EXPECT_EQ(run.states(), "end");
    EXPECT_EQ(run.takeLog(), "-s1, -s, -r1, -r, -p, +end");
}

TEST(StatechartTest, TargetsInSeveralRegionsAreEnteredTogether) {
    DraftWriter draft;
    telling(draft, "a").on("go", "s2 r2");
    telling(draft, "p", "", Kind::Parallel);
    telling(draft, "r", "p");
    telling(draft, "r1", "r");
    telling(draft, "r2", "r");
    telling(draft, "s", "p");
    telling(draft, "s1", "s");
    telling(draft, "s2", "s");
    telling(draft, "t", "p");
    RunningChart run(draft.build());
    run.start();
    run.takeLog();
    run.fire("go");
    EXPECT_EQ(run.states(), "r2 s2 t");
    EXPECT_EQ(run.takeLog(), "-a, +p, +r, +r2, +s, +s2, +t");
}

// Of transitions in conflict the deeper source wins, or else the one first in document order.
TEST(StatechartTest, ATransitionInConflictIsPreempted) {
    DraftWriter draft;
    draft.state("p", "", Kind::Parallel).on("go", "one");
    draft.state("r", "p");
    draft.state("r1", "r").on("go", "two");
    draft.state("s", "p");
    draft.state("s1", "s").on("go", "s2");
    draft.state("s2", "s");
    draft.state("one");
    draft.state("two");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), "two");
    EXPECT_EQ(run.step().taken.size(), 1U);
}

TEST(StatechartTest, ADeeperSourcePreemptsAnAncestorOfAnotherRegion) {
    DraftWriter draft;
    draft.state("p", "", Kind::Parallel).on("go", "one");
    draft.state("r", "p");
    draft.state("s", "p");
    draft.state("s1", "s").on("go", "s2");
    draft.state("s2", "s");
    draft.state("one");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), "r s2");
}

DraftWriter withHistory(Kind kind) {
    DraftWriter draft;
    telling(draft, "out").on("back", "h");
    telling(draft, "a").on("leave", "out").initial("a1");
    draft.state("h", "a", kind).defaultsTo("a2", {say("default")});
    telling(draft, "a1", "a");
    telling(draft, "a2", "a").on("deeper", "a22");
    telling(draft, "a21", "a2");
    telling(draft, "a22", "a2");
    return draft;
}

TEST(StatechartTest, HistoryWithoutAPastLeadsToItsDefaultAndRunsItsContent) {
    RunningChart run(withHistory(Kind::ShallowHistory).build());
    run.start();
    run.takeLog();
    run.fire("back");
    EXPECT_EQ(run.states(), "a21");
    EXPECT_EQ(run.takeLog(), "-out, +a, default, +a2, +a21");
}

TEST(StatechartTest, ShallowHistoryLeadsBackToTheChildAndDeepHistoryToTheLeaf) {
    for (const auto& [kind, expected] : {std::pair{Kind::ShallowHistory, "a21"}, std::pair{Kind::DeepHistory, "a22"}}) {
        RunningChart run(withHistory(kind).build());
        run.start();
        run.fire("back");
        run.fire("deeper");
        ASSERT_EQ(run.states(), "a22");
        run.fire("leave");
        run.takeLog();
        run.fire("back");
        EXPECT_EQ(run.states(), expected);
        EXPECT_EQ(run.takeLog(), std::string("-out, +a, +a2, +") + expected);
    }
}

TEST(StatechartTest, HistoryOfAParallelStateLeadsBackToAllRegions) {
    DraftWriter draft;
    draft.state("p", "", Kind::Parallel).on("leave", "out");
    draft.state("h", "p", Kind::DeepHistory).defaultsTo("r1 s1");
    draft.state("r", "p");
    draft.state("r1", "r").on("go", "r2");
    draft.state("r2", "r");
    draft.state("s", "p");
    draft.state("s1", "s").on("go", "s2");
    draft.state("s2", "s");
    draft.state("out").on("back", "h");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    run.fire("leave");
    run.fire("back");
    EXPECT_EQ(run.states(), "r2 s2");
}

TEST(StatechartTest, ATargetAboveAnotherIsEnteredOnTheWay) {
    DraftWriter draft;
    draft.state("out").on("go", "a a2");
    draft.state("a");
    draft.state("a1", "a");
    draft.state("a2", "a");
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), "a2");
}

TEST(StatechartTest, HistoriesThatLeadToEachOtherLeadToTheFirstChild) {
    DraftWriter draft;
    draft.state("out").on("back", "h");
    draft.state("a");
    draft.state("h", "a", Kind::ShallowHistory).defaultsTo("i");
    draft.state("i", "a", Kind::ShallowHistory).defaultsTo("h");
    draft.state("a1", "a");
    RunningChart run(draft.build());
    run.start();
    run.fire("back");
    EXPECT_EQ(run.states(), "a1");
}

TEST(StatechartTest, AChartOfMoreStatesThanAWordHasBitsRuns) {
    DraftWriter draft;
    draft.state("p", "", Kind::Parallel);
    std::string expected;
    for (int region = 0; region < 80; ++region) {
        const std::string id = fmt::format("r{}", region);
        draft.state(id, "p");
        draft.state(id + ".a", id).on("go", id + ".b");
        draft.state(id + ".b", id);
        expected += fmt::format("{}{}.b", region == 0 ? "" : " ", id);
    }
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), expected);
}

TEST(StatechartTest, ConditionsOnActiveStatesNeedNoScript) {
    DraftWriter draft;
    draft.state("p", "", Kind::Parallel);
    draft.state("r", "p");
    draft.state("r1", "r").on("go", "r2").when("In('s2')");
    draft.state("r2", "r");
    draft.state("s", "p");
    draft.state("s1", "s").on("move", "s2");
    draft.state("s2", "s");
    RunningChart run(draft.build());
    run.start();
    const Step& refused = run.fire("go");
    EXPECT_EQ(refused.outcome, Outcome::Rejected);
    ASSERT_EQ(refused.unmet.size(), 1U);
    EXPECT_EQ(refused.unmet.front().description, "In('s2')");
    run.fire("move");
    run.fire("go");
    EXPECT_EQ(run.states(), "r2 s2");
}

TEST(StatechartTest, AConditionThatTheNullDataModelCannotAskIsFalseAndAnError) {
    DraftWriter draft;
    draft.state("a").on("go", "b").when("1 < 2").on("error.execution", "c");
    draft.state("b");
    draft.state("c");
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.fire("go").outcome, Outcome::Transitioned);
    EXPECT_EQ(run.states(), "c");
}

} // namespace
} // namespace signalbox::test
