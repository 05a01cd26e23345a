#include "model/graph/collapsed_chart.h"
#include "model/graph/graph_state.h"
#include "model/graph/graph_texts.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/graph_charts.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using namespace signalbox::tests;

StateIndex stateOf(const ChartStructure& chart, const char* name) {
    return *findState(chart, name);
}

// "from -Trigger-> to", in order of appearance.
std::vector<std::string> arrowsAt(const CollapsedChart& chart, const char* state) {
    std::vector<std::string> all;
    const auto name = [&](StateIndex index) { return chart.shown.states[index.value()].name; };
    for (const GraphEdge& edge : chart.edges) {
        if (name(edge.from) != state && name(edge.to) != state) continue;
        all.push_back(name(edge.from) + " -" + edge.text.toStdString() + "-> " + name(edge.to));
    }
    return all;
}

class CollapsedOrder : public testing::Test {
protected:
    CollapsedChart collapse(std::initializer_list<const char*> names) const {
        CollapsedStates states;
        for (const char* name : names)
            states.insert(stateOf(whole, name));
        return collapsedChart(whole, states);
    }

    ChartStructure whole = orderChart();
};

TEST_F(CollapsedOrder, NothingCollapsedIsTheWhole) {
    const CollapsedChart chart = collapse({});
    EXPECT_EQ(chart.shown, whole);
    EXPECT_EQ(chart.edges, graphEdges(whole));
}

TEST_F(CollapsedOrder, IsOneStateInPlaceOfAllItHolds) {
    const CollapsedChart chart = collapse({"Payment"});
    const StateIndex payment = stateOf(chart.shown, "Payment");
    EXPECT_EQ(chart.heldCounts[payment.value()], 6u);
    EXPECT_EQ(chart.shown.states.size(), whole.states.size() - 6);
    EXPECT_EQ(chart.shown.states[payment.value()].kind, StateKind::Atomic);
    EXPECT_EQ(chart.shown.states[payment.value()].initial, std::nullopt);
    EXPECT_FALSE(findState(chart.shown, "InReview"));
    EXPECT_EQ(chart.shownStates[stateOf(whole, "InReview").value()], payment);
}

TEST_F(CollapsedOrder, ArrowsOfWhatItHoldsEndAtItAndInnerOnesAreGone) {
    EXPECT_EQ(arrowsAt(collapse({"Payment"}), "Payment"),
              (std::vector<std::string>{"Created -Submit-> Payment", "Payment -Approve-> Manufacturing",
                                        "Payment -Cancel-> Cancelled", "Payment -Remind-> Payment"}));
}

TEST_F(CollapsedOrder, AnInnerOneOfACollapsedOneMakesNoDifference) {
    EXPECT_EQ(collapse({"Payment", "FraudReview"}).shown, collapse({"Payment"}).shown);
    EXPECT_EQ(collapse({"Payment", "FraudReview"}).collapsed, collapse({"Payment"}).collapsed);
}

TEST_F(CollapsedOrder, ArrowsOfOneTriggerWithTheSameEndsAreOne) {
    ChartStructure chart = whole;
    TransitionStructure another = chart.transitions.front();
    for (const TransitionStructure& each : chart.transitions) {
        if (chart.triggers[each.triggers.front().value()].name == "Approve") another = each;
    }
    another.source = stateOf(chart, "InReview");
    chart.transitions.push_back(another);
    const CollapsedChart shown = collapsedChart(chart, {stateOf(chart, "Payment")});
    const auto approve = std::ranges::find(shown.edges, u"Approve"_s, &GraphEdge::text);
    ASSERT_NE(approve, shown.edges.end());
    EXPECT_EQ(shown.wholeOf[std::size_t(approve - shown.edges.begin())].size(), 2u);
    EXPECT_EQ(std::ranges::count(shown.edges, u"Approve"_s, &GraphEdge::text), 1);
}

class CollapsedBug : public testing::Test {
protected:
    GraphState state() const {
        return collapsedState(chart,
                              graphState(chart.whole, chart.wholeEdges, {&assigned, &why, nullptr, {}, graphNow()}));
    }

    Workflow assigned = assignedBug();
    Explanation why = assignedBugExplanation();
    ChartStructure whole = bugDefinition().structure;
    CollapsedChart chart = collapsedChart(whole, {stateOf(whole, "Open")});
};

TEST_F(CollapsedBug, IsCurrentAndReachedAsWhatItHolds) {
    const GraphState shown = state();
    EXPECT_EQ(shown.current, StateIndex{0});
    EXPECT_TRUE(shown.nodes[0].isCurrent);
    EXPECT_EQ(shown.nodes[0].line, u"Assigned \u00b7 Sue \u00b7 4 m"_s);
    EXPECT_EQ(shown.nodes[0].held, 1u);
    EXPECT_EQ(shown.nodes.size(), 4u);
}

TEST_F(CollapsedBug, KeepsWhatMayBeFiredOutOfIt) {
    const GraphState shown = state();
    const auto defer = std::ranges::find(chart.edges, u"Defer"_s, &GraphEdge::text);
    ASSERT_NE(defer, chart.edges.end());
    EXPECT_EQ(shown.edges[std::size_t(defer - chart.edges.begin())].permission, EdgePermission::Permitted);
    EXPECT_EQ(shown.edges[std::size_t(defer - chart.edges.begin())].label, u"3 Defer"_s);
}

TEST_F(CollapsedBug, SaysThatItIsCollapsedAndHoldsTheCurrentState) {
    EXPECT_EQ(
        GraphTexts::nodeName(chart.shown, state(), StateIndex{0}),
        u"Open, collapsed, one state, holds the current state, visited 2 times, Assigned \u00b7 Sue \u00b7 4 m"_s);
}

TEST(CollapsedState, AMergedArrowIsPermittedWhenOneOfItsOwnIsAndCountsEachTransitionOnce) {
    CollapsedChart chart = collapsedChart(orderChart(), {stateOf(orderChart(), "Payment")});
    const auto approve =
        std::size_t(std::ranges::find(chart.edges, u"Approve"_s, &GraphEdge::text) - chart.edges.begin());
    GraphState whole = graphState(chart.whole, chart.wholeEdges);
    chart.wholeOf[approve] = {0, 1, 1};
    whole.edges[0].taken = 2;
    whole.edges[0].steps = {3};
    whole.edges[1].permission = EdgePermission::Permitted;
    whole.edges[1].label = u"1 Approve"_s;
    whole.edges[1].steps = {1};
    whole.edges[1].taken = 1;
    const EdgeState merged = collapsedState(chart, whole).edges[approve];
    EXPECT_EQ(merged.permission, EdgePermission::Permitted);
    EXPECT_EQ(merged.label, u"1 Approve"_s);
    EXPECT_EQ(merged.taken, 3u);
    EXPECT_EQ(merged.steps, (std::vector<int>{1, 3}));
}

} // namespace
} // namespace signalbox::model
