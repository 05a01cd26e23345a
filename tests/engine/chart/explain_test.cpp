#include "engine/chart/explain.h"
#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace signalbox::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Guard needs(int wanted) {
    return when("n is " + std::to_string(wanted),
                [wanted](const GuardContext& context) { return context.argument("n") == wanted; });
}

TEST(Explain, OpenAndTargetsListEverythingThatArgumentsMayDecide) {
    auto chart = machine("A>B C D E", "B");
    chart.state("B").permitIf("X", "C", needs(1)).permitIf("X", "D", needs(2)).permitIf("X", "E", never("shut"));
    chart.state("A").permit("X", "E");
    const TriggerExplanation row = given(chart).explained("X");
    EXPECT_EQ(row.permission, Permission::NeedsArguments);
    EXPECT_EQ(row.transition, std::nullopt);
    EXPECT_THAT(row.open, ElementsAre(TransitionIndex{0}, TransitionIndex{1}, TransitionIndex{3}));
    EXPECT_THAT(row.targets, ElementsAre(StateIndex{2}, StateIndex{3}, StateIndex{4}));
    EXPECT_THAT(row.unmet, IsEmpty());
}

TEST(Explain, ACertainTransitionHidesTheAncestors) {
    auto chart = machine("A>B C D", "B");
    chart.state("B").permit("X", "C");
    chart.state("A").permit("X", "D");
    const TriggerExplanation row = given(chart).explained("X");
    EXPECT_EQ(row.transition, TransitionIndex{0});
    EXPECT_THAT(row.open, ElementsAre(TransitionIndex{0}));
}

TEST(Explain, TargetsFollowInitialStates) {
    auto chart = machine("A B>C");
    chart.state("B").initial("C");
    chart.state("A")
        .permit("X", "B")
        .internal("Stay", telling("A"))
        .permitDynamic(
            "Pick",
            {.description = "", .code = [](const GuardContext&) { return "B"; }, .candidates = {{"B", ""}, {"A", ""}}});
    const Scenario scenario = given(chart);
    EXPECT_THAT(scenario.explained("X").targets, ElementsAre(StateIndex{2}));
    EXPECT_THAT(scenario.explained("Stay").targets, ElementsAre(StateIndex{0}));
    EXPECT_THAT(scenario.explained("Pick").targets, ElementsAre(StateIndex{1}, StateIndex{0}));
}

TEST(Explain, BlockedTellsGuardsOfEveryLevelInnermostFirst) {
    auto chart = machine("A>B C", "B");
    chart.state("A").permitIf("X", "C", never("outer"));
    chart.state("B").permitIf("X", "C", never("inner"));
    const auto unmet = given(chart).explained("X").unmet;
    ASSERT_EQ(unmet.size(), 2U);
    EXPECT_EQ(unmet[0].description, "inner");
    EXPECT_EQ(unmet[0].level, StateIndex{1});
    EXPECT_EQ(unmet[1].description, "outer");
}

TEST(Explain, AmbiguityBlocksAndSaysSo) {
    auto chart = machine("A B C");
    chart.state("A").permit("X", "B").permit("X", "C");
    const Scenario scenario = given(chart);
    EXPECT_EQ(scenario.explained("X").permission, Permission::Blocked);
    EXPECT_THAT(scenario.explained("X").unmet.front().description, ::testing::StartsWith("ambiguous"));
}

TEST(Explain, BadArgumentsBlockAndSayWhyWithoutAskingAGuard) {
    int asked = 0;
    auto chart = machine("A B");
    chart.trigger("X").parameters({parameter<int>("n")});
    chart.state("A").permitIf("X", "B", always("g", &asked));
    const TriggerExplanation row = given(chart).explained("X", {{"n", "one"}});
    EXPECT_EQ(row.permission, Permission::Blocked);
    EXPECT_EQ(row.unmet.front().description, "trigger 'X': argument 1 'n' (integer) cannot be a string");
    EXPECT_EQ(asked, 0);
}

TEST(Explain, AGuardThatThrowsIsNotMetForThatReason) {
    auto chart = machine("A B");
    chart.state("A").permitIf("X", "B", when("g", [](const DataContext&) -> bool { throw std::runtime_error("no"); }));
    EXPECT_EQ(given(chart).explained("X").unmet.front().description, "g (failed: no)");
}

TEST(Explain, ArgumentsAreTriedOnTheirOwnTriggerOnly) {
    auto chart = machine("A B");
    chart.state("A").permitIf("X", "B", needs(1)).permitIf("Y", "B", needs(1));
    const Scenario scenario = given(chart);
    const Event event = makeEvent(scenario.chart().structure(), "X", {{"n", 1}}).value();
    const auto rows = explain(scenario.chart(), scenario.snapshot(), scenario.context(), &event);
    EXPECT_EQ(rows[0].permission, Permission::Permitted);
    EXPECT_EQ(rows[1].permission, Permission::NeedsArguments);
}

TEST(Explain, AGuardIsAskedOnce) {
    int asked = 0;
    auto chart = machine("A B");
    chart.state("A").permitIf("X", "B", always("g", &asked));
    EXPECT_EQ(given(chart).explained("X").permission, Permission::Permitted);
    EXPECT_EQ(asked, 1);
}

TEST(Explain, AFinalStatePermitsNothingNotEvenItsParents) {
    auto chart = machine("A>End B", "End");
    chart.state("End").final();
    chart.state("A").permit("X", "B");
    given(chart).expectPermitted({}).expectPermission("X", Permission::NotFromHere).fire("X").expectRejected();
}

} // namespace
} // namespace signalbox::test
