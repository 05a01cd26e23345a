#include "model/graph/graph_edges.h"

#include <QStringList>

namespace signalbox::model {
namespace {

EdgeKind kindOf(const TransitionStructure& transition, StateIndex target) {
    switch (transition.scope) {
    case TransitionScope::Local:
        return EdgeKind::Transition;
    case TransitionScope::Reenter:
        return EdgeKind::Reentry;
    case TransitionScope::Targetless:
        return EdgeKind::Internal;
    case TransitionScope::Ignored:
        return EdgeKind::Ignored;
    case TransitionScope::External:
    case TransitionScope::Internal:
        if (transition.targets.empty()) return EdgeKind::Internal;
        return target == transition.source ? EdgeKind::Reentry : EdgeKind::Transition;
    }
    Q_UNREACHABLE();
}

QString textOf(const ChartStructure& structure, const TransitionStructure& transition) {
    QStringList parts;
    for (const TriggerIndex trigger : transition.triggers)
        parts << labelOf(structure.triggers[trigger.value()]);
    if (!parts.isEmpty()) return parts.join(QStringLiteral(", "));
    for (const std::string& guard : transition.guards)
        parts << QStringLiteral("[%1]").arg(QString::fromStdString(guard));
    return parts.join(u' ');
}

void appendMoves(std::vector<GraphEdge>& edges, GraphEdge edge, const TransitionStructure& transition) {
    if (transition.targets.empty()) {
        edge.kind = kindOf(transition, transition.source);
        edges.push_back(edge);
    }
    for (const StateIndex target : transition.targets) {
        edge.to = target;
        edge.kind = kindOf(transition, target);
        edges.push_back(edge);
    }
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
        const GraphEdge edge{index, transition.source, transition.source, EdgeKind::Transition,
                             textOf(structure, transition)};
        if (transition.isDynamic)
            appendDynamic(edges, edge, transition);
        else
            appendMoves(edges, edge, transition);
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
