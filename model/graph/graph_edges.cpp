#include "model/graph/graph_edges.h"

namespace signalbox::model {
namespace {

EdgeKind kindOf(const TransitionStructure& transition) {
    switch (transition.scope) {
    case TransitionScope::Local:
        return EdgeKind::Transition;
    case TransitionScope::Reenter:
        return EdgeKind::Reentry;
    case TransitionScope::Targetless:
        return EdgeKind::Internal;
    case TransitionScope::Ignored:
        return EdgeKind::Ignored;
    }
    Q_UNREACHABLE();
}

void appendDynamic(std::vector<GraphEdge>& edges, const GraphEdge& common, const TransitionStructure& transition) {
    for (const CandidateStructure& candidate : transition.candidates) {
        GraphEdge edge = common;
        edge.to = candidate.state;
        edge.kind = EdgeKind::Candidate;
        if (!candidate.criterion.empty())
            edge.text += QStringLiteral(" [%1]").arg(QString::fromStdString(candidate.criterion));
        edges.push_back(std::move(edge));
    }
    if (transition.candidates.empty()) {
        GraphEdge edge = common;
        edge.kind = EdgeKind::Computed;
        edge.text += QStringLiteral(" \u2192 ?");
        edges.push_back(std::move(edge));
    }
}

} // namespace

std::vector<GraphEdge> graphEdges(const ChartStructure& structure) {
    std::vector<GraphEdge> edges;
    for (std::size_t i = 0; i < structure.transitions.size(); ++i) {
        const TransitionStructure& transition = structure.transitions[i];
        const TransitionIndex index(static_cast<std::uint32_t>(i));
        const QString text = labelOf(structure.triggers[transition.trigger.value()]);
        GraphEdge edge{index, transition.source, transition.target.value_or(transition.source), kindOf(transition),
                       text};
        if (transition.isDynamic) {
            appendDynamic(edges, edge, transition);
        } else {
            edges.push_back(std::move(edge));
        }
    }
    return edges;
}

QString labelOf(const StateStructure& state) {
    return QString::fromStdString(state.label.empty() ? state.name : state.label);
}

QString labelOf(const TriggerStructure& trigger) {
    return QString::fromStdString(trigger.label.empty() ? trigger.name : trigger.label);
}

bool isDescendant(const ChartStructure& structure, StateIndex inner, StateIndex outer) {
    std::optional<StateIndex> state = structure.states[inner.value()].parent;
    while (state && *state != outer)
        state = structure.states[state->value()].parent;
    return state.has_value();
}

} // namespace signalbox::model
