#include "model/graph/graph_state.h"
#include "model/graph/graph_texts.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/graph_charts.h"

#include <gtest/gtest.h>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using namespace signalbox::tests;

class GraphStateOfBug : public testing::Test {
protected:
    GraphState state(const Workflow& workflow, const Explanation* why, const Change* ending = nullptr,
                     std::vector<TransitionIndex> path = {}) {
        return graphState(chart, edges, {&workflow, why, ending, std::move(path), graphNow()});
    }

    ChartStructure chart = bugDefinition().structure;
    std::vector<GraphEdge> edges = graphEdges(chart);
    Workflow assigned = assignedBug();
    Explanation explanation = assignedBugExplanation();
};

TEST_F(GraphStateOfBug, CurrentStateSaysWhoAndSinceWhen) {
    const GraphState shown = state(assigned, &explanation);
    EXPECT_EQ(shown.current, StateIndex{1});
    EXPECT_TRUE(shown.nodes[1].isCurrent);
    EXPECT_EQ(shown.nodes[1].line, u"Sue \u00b7 4 m"_s);
    EXPECT_TRUE(shown.nodes[0].holdsCurrent);
    EXPECT_FALSE(shown.nodes[0].isCurrent);
}

TEST_F(GraphStateOfBug, EveryLeafOfAParallelStateIsCurrent) {
    const ChartStructure regions = regionsChart();
    const std::vector<std::string> leaves{"Draft", "Review"};
    Workflow workflow;
    workflow.row.state = leaves.front();
    for (const std::string& leaf : leaves)
        for (const StateIndex state : pathToRoot(regions, *findState(regions, leaf)))
            workflow.activeStates.push_back(regions.states[state.value()].name);
    const GraphState shown = graphState(regions, graphEdges(regions), {&workflow, nullptr, nullptr, {}, graphNow()});
    ASSERT_EQ(shown.leaves.size(), 2U);
    for (const StateIndex leaf : shown.leaves) {
        EXPECT_TRUE(shown.nodes[leaf.value()].isCurrent);
        EXPECT_FALSE(shown.nodes[leaf.value()].holdsCurrent);
        EXPECT_TRUE(shown.nodes[regions.states[leaf.value()].parent->value()].holdsCurrent);
    }
}

TEST_F(GraphStateOfBug, TellsReachedFromNotReached) {
    const GraphState shown = state(assigned, &explanation);
    EXPECT_TRUE(shown.nodes[2].isReached);
    EXPECT_FALSE(shown.nodes[3].isReached);
    assigned.stateVisits.clear();
    EXPECT_TRUE(state(assigned, &explanation).nodes[3].isReached) << "a history too long to count claims nothing";
}

TEST_F(GraphStateOfBug, PermittedArrowsHaveTheirKeys) {
    const GraphState shown = state(assigned, &explanation);
    EXPECT_EQ(shown.edges[1].label, u"1 Assign\u2026"_s);
    EXPECT_EQ(shown.edges[2].label, u"2 Close"_s);
    EXPECT_EQ(shown.edges[3].label, u"3 Defer"_s);
    EXPECT_EQ(shown.edges[0].permission, EdgePermission::NotPermitted);
    EXPECT_EQ(shown.edges[0].label, u"Assign"_s);
}

TEST_F(GraphStateOfBug, AnExplanationOfAnotherRevisionIsNotShown) {
    explanation.revision = Revision{2};
    for (const EdgeState& edge : state(assigned, &explanation).edges)
        EXPECT_EQ(edge.permission, EdgePermission::NotPermitted);
}

TEST_F(GraphStateOfBug, BlockedArrowNamesItsGuard) {
    explanation.triggers[1].permission = Permission::Blocked;
    explanation.triggers[1].transition.reset();
    explanation.triggers[1].open.clear();
    explanation.triggers[1].unmet = {{StateIndex{1}, TransitionIndex{3}, "somebody is on duty"}};
    const GraphState shown = state(assigned, &explanation);
    EXPECT_EQ(shown.edges[3].permission, EdgePermission::Blocked);
    EXPECT_TRUE(GraphTexts::edgeName(chart, edges[3], shown.edges[3]).contains(u"somebody is on duty"_s));
}

TEST_F(GraphStateOfBug, PathNumbersItsArrows) {
    const GraphState shown =
        state(assigned, nullptr, nullptr, {TransitionIndex{0}, TransitionIndex{3}, TransitionIndex{4}});
    EXPECT_EQ(shown.edges[3].steps, std::vector<int>{2});
    EXPECT_TRUE(shown.edges[1].steps.empty());
}

TEST_F(GraphStateOfBug, AForcedEndSaysWhoWhenAndWhy) {
    const Workflow ended = bugIn("Deferred", WorkflowStatus::Terminated);
    Change ending;
    ending.caller = {"operator sue", "filed twice", ""};
    ending.at = graphNow();
    const GraphState shown = state(ended, nullptr, &ending);
    EXPECT_EQ(shown.nodes[2].ended, WorkflowStatus::Terminated);
    EXPECT_TRUE(shown.nodes[2].note.contains(u"operator sue"_s));
    EXPECT_TRUE(shown.nodes[2].note.contains(u"filed twice"_s));
}

TEST_F(GraphStateOfBug, NamesSayStatePermissionAndCount) {
    const GraphState shown = state(assigned, &explanation);
    EXPECT_EQ(GraphTexts::nodeName(chart, shown, StateIndex{1}),
              u"Assigned, in Open, current state, visited 2 times, Sue \u00b7 4 m"_s);
    EXPECT_EQ(GraphTexts::edgeName(chart, edges[3], shown.edges[3]),
              u"Defer to Deferred, permitted, key 3, taken once"_s);
    EXPECT_EQ(GraphTexts::edgeName(chart, edges[1], shown.edges[1]),
              u"Assign enters Assigned again, permitted, key 1, asks for parameters"_s);
}

TEST_F(GraphStateOfBug, TimersMarkTheStateThatTheyWillLeave) {
    TimerEntry timeout;
    timeout.name = "after:Deferred:0";
    timeout.state = "Deferred";
    timeout.due = graphNow();
    TimerEntry reminder;
    reminder.name = "call";
    reminder.trigger = "Close"; // leads out of Assigned
    reminder.due = graphNow();
    TimerEntry other;
    other.name = "other";
    other.trigger = "nothing of that name";
    const GraphState shown =
        graphState(chart, edges, {&assigned, &explanation, nullptr, {}, graphNow(), {timeout, reminder, other}, {}});
    const auto deferred = findState(chart, "Deferred")->value();
    EXPECT_TRUE(shown.nodes[deferred].hasTimer);
    EXPECT_TRUE(shown.nodes[1].hasTimer);
    EXPECT_EQ(shown.nodes[1].remarks.size(), 1);
    EXPECT_TRUE(shown.nodes[1].remarks.front().startsWith(u"timer due "_s));
    EXPECT_TRUE(shown.nodes[1].remarks.front().endsWith(u": Close"_s));
    EXPECT_FALSE(shown.nodes[1].hasProblem);
    EXPECT_TRUE(GraphTexts::nodeName(chart, shown, StateIndex{1}).contains(u"timer due"_s));
}

TEST_F(GraphStateOfBug, FailedEffectsAndAPassedLimitMarkTheirStates) {
    assigned.row.overdueSince = graphNow();
    const GraphState shown =
        graphState(chart, edges, {&assigned, &explanation, nullptr, {}, graphNow(), {}, {"Deferred", "Deferred"}});
    const auto deferred = findState(chart, "Deferred")->value();
    EXPECT_TRUE(shown.nodes[deferred].hasProblem);
    EXPECT_EQ(shown.nodes[deferred].remarks, QStringList{u"2 effects asked for here have failed"_s});
    EXPECT_TRUE(shown.nodes[1].hasProblem);
    EXPECT_TRUE(shown.nodes[1].remarks.front().startsWith(u"over its limit since"_s));
    assigned.isPast = true;
    EXPECT_FALSE(
        graphState(chart, edges, {&assigned, &explanation, nullptr, {}, graphNow(), {}, {}}).nodes[1].hasProblem);
}

TEST(GraphEdges, DynamicTransitionFansOutToItsCandidates) {
    const ChartStructure chart = orderChart();
    int candidates = 0;
    for (const GraphEdge& edge : graphEdges(chart)) {
        if (edge.kind != EdgeKind::Candidate) continue;
        ++candidates;
        EXPECT_TRUE(edge.text == u"Return [damaged]"_s || edge.text == u"Return [too late]"_s)
            << edge.text.toStdString();
    }
    EXPECT_EQ(candidates, 2);
}

TEST(GraphEdges, InheritedTransitionIsDrawnOnceFromItsCompound) {
    const ChartStructure chart = orderChart();
    EXPECT_EQ(graphEdges(chart).size(), chart.transitions.size() + 1) << "one dynamic transition has two candidates";
}

TEST(GraphEdges, EachTargetHasAnArrowAndAllTriggersAreNamed) {
    QStringList arrows;
    const ChartStructure chart = regionsChart();
    for (const GraphEdge& edge : graphEdges(chart))
        arrows << u"%1 -%2-> %3"_s.arg(labelOf(chart.states[edge.from.value()]), edge.text,
                                       labelOf(chart.states[edge.to.value()]));
    EXPECT_EQ(arrows, (QStringList{u"Open -Start-> Draft"_s, u"Open -Start-> Review"_s, u"Open -Resume-> last"_s,
                                   u"Draft -Approve, Skip-> Ready"_s, u"Work -Stop-> Open"_s, u"last --> Draft"_s}));
}

TEST(GraphEdges, AnEventlessTransitionIsKnownByItsGuards) {
    ChartStructure chart = regionsChart();
    chart.transitions.back().guards = {"total > 5"};
    EXPECT_EQ(graphEdges(chart).back().text, u"[total > 5]"_s);
}

TEST(GraphStateOf, AnArrowOfSeveralTriggersIsFiredByTheOneThatIsPermitted) {
    const ChartStructure chart = regionsChart();
    const TriggerIndex skip = *findTrigger(chart, "Skip");
    Workflow workflow;
    workflow.row.state = "Draft";
    Explanation explanation;
    for (std::uint32_t i = 0; i < chart.triggers.size(); ++i)
        explanation.triggers.push_back({TriggerIndex{i}, Permission::NotFromHere, {}, {}, {}, {}});
    explanation.triggers[skip.value()].permission = Permission::Permitted;
    explanation.triggers[skip.value()].open = {TransitionIndex{2}};
    GraphSubject subject;
    subject.workflow = &workflow;
    subject.explanation = &explanation;
    const GraphState state = graphState(chart, graphEdges(chart), subject);
    EXPECT_EQ(state.edges[3].permission, EdgePermission::Permitted);
    EXPECT_EQ(state.edges[3].trigger, skip);
    EXPECT_EQ(state.edges[0].trigger, std::nullopt);
}

} // namespace
} // namespace signalbox::model
