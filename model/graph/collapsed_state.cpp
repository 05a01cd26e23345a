#include "model/graph/graph_state.h"

#include <algorithm>

namespace signalbox::model {
namespace {

// The strongest first.
int rankOf(EdgePermission permission) {
    switch (permission) {
    case EdgePermission::Permitted:
        return 0;
    case EdgePermission::Blocked:
        return 1;
    case EdgePermission::NotPermitted:
        return 2;
    }
    Q_UNREACHABLE();
}

template <typename T>
void unite(std::vector<T>& all, const std::vector<T>& more) {
    for (const T& each : more) {
        if (std::ranges::find(all, each) == all.end()) all.push_back(each);
    }
}

EdgeState merged(const CollapsedChart& chart, const GraphState& whole, std::size_t edge) {
    const std::vector<std::size_t>& members = chart.wholeOf[edge];
    const auto rank = [&](std::size_t member) { return rankOf(whole.edges[member].permission); };
    EdgeState state = whole.edges[*std::ranges::min_element(members, {}, rank)];
    if (members.size() == 1) return state;
    state.taken = 0;
    std::vector<TransitionIndex> counted; // candidates of one transition tell its count each
    for (const std::size_t member : members) {
        const EdgeState& each = whole.edges[member];
        unite(state.steps, each.steps);
        if (state.permission == EdgePermission::Blocked) unite(state.blockers, each.blockers);
        const TransitionIndex transition = chart.wholeEdges[member].transition;
        if (std::ranges::find(counted, transition) != counted.end()) continue;
        counted.push_back(transition);
        state.taken += each.taken;
    }
    std::ranges::sort(state.steps);
    return state;
}

// Takes over what a hidden state says about the workflow.
void takeOver(NodeState& node, const NodeState& hidden, const QString& name) {
    node.isReached = node.isReached || hidden.isReached;
    node.hasTimer = node.hasTimer || hidden.hasTimer;
    node.hasProblem = node.hasProblem || hidden.hasProblem;
    for (const QString& remark : hidden.remarks)
        node.remarks << QStringLiteral("%1: %2").arg(name, remark);
    if (!hidden.isCurrent) return;
    const QString line = hidden.line.isEmpty() ? name : QStringLiteral("%1 \u00b7 %2").arg(name, hidden.line);
    node.line = node.isCurrent ? QStringLiteral("%1, %2").arg(node.line, line) : line;
    node.isCurrent = true;
    if (hidden.ended) node.ended = hidden.ended;
    if (!hidden.note.isEmpty()) node.note = hidden.note;
}

} // namespace

GraphState collapsedState(const CollapsedChart& chart, const GraphState& whole) {
    if (chart.collapsed.empty()) return whole;
    GraphState state;
    state.isKnown = whole.isKnown;
    if (whole.current) state.current = chart.shownStates[whole.current->value()];
    for (const StateIndex leaf : whole.leaves) {
        const StateIndex shown = chart.shownStates[leaf.value()];
        if (std::ranges::find(state.leaves, shown) == state.leaves.end()) state.leaves.push_back(shown);
    }
    for (std::size_t i = 0; i < chart.wholeStates.size(); ++i) {
        state.nodes.push_back(whole.nodes[chart.wholeStates[i].value()]);
        state.nodes.back().held = chart.heldCounts[i];
    }
    for (std::size_t i = 0; i < chart.shownStates.size(); ++i) {
        const StateIndex shown = chart.shownStates[i];
        if (chart.wholeStates[shown.value()].value() == i) continue;
        takeOver(state.nodes[shown.value()], whole.nodes[i], labelOf(chart.whole.states[i]));
    }
    for (std::size_t i = 0; i < chart.edges.size(); ++i)
        state.edges.push_back(merged(chart, whole, i));
    return state;
}

} // namespace signalbox::model
