#include "model/graph/graph_texts.h"

#include <QStringList>

namespace signalbox::model {
namespace {

class Parts {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::GraphTexts)

public:
    static QStringList node(const ChartStructure& structure, const GraphState& state, StateIndex index) {
        const StateStructure& row = structure.states[index.value()];
        const NodeState& node = state.nodes[index.value()];
        QStringList parts{labelOf(row)};
        if (row.kind == StateKind::Final) parts << tr("final state");
        if (row.kind == StateKind::Compound) parts << tr("holds other states");
        if (row.kind == StateKind::Parallel) parts << tr("holds states that are active together");
        if (row.kind == StateKind::ShallowHistory) parts << tr("leads back to where its state was left");
        if (row.kind == StateKind::DeepHistory) parts << tr("leads back to where its state was left, at any depth");
        if (node.held > 0)
            parts << tr("collapsed") << (node.held == 1 ? tr("one state") : tr("%n states", nullptr, int(node.held)));
        if (row.parent) parts << tr("in %1").arg(labelOf(structure.states[row.parent->value()]));
        if (node.isCurrent && !node.holdsCurrent) parts << tr("current state");
        if (node.holdsCurrent) parts << tr("holds the current state");
        if (node.visits > 0)
            parts << (node.visits == 1 ? tr("visited once") : tr("visited %n times", nullptr, int(node.visits)));
        if (state.isKnown && !node.isReached) parts << tr("not reached");
        if (!node.line.isEmpty()) parts << node.line;
        if (!node.note.isEmpty()) parts << node.note;
        parts << node.remarks;
        return parts;
    }

    static QStringList edge(const ChartStructure& structure, const GraphEdge& edge, const EdgeState& state) {
        QStringList parts{headline(structure, edge)};
        switch (state.permission) {
        case EdgePermission::Permitted:
            parts << tr("permitted");
            break;
        case EdgePermission::Blocked:
            parts << tr("blocked: %1")
                         .arg(QStringList(state.blockers.begin(), state.blockers.end()).join(QStringLiteral(", ")));
            break;
        case EdgePermission::NotPermitted:
            parts << tr("not permitted now");
            break;
        }
        if (state.key) parts << tr("key %1").arg(*state.key);
        if (state.asksParameters) parts << tr("asks for parameters");
        if (state.taken > 0)
            parts << (state.taken == 1 ? tr("taken once") : tr("taken %n times", nullptr, int(state.taken)));
        if (!state.steps.empty()) parts << tr("step %1").arg(steps(state.steps));
        return parts;
    }

private:
    static QString headline(const ChartStructure& structure, const GraphEdge& edge) {
        const QString from = labelOf(structure.states[edge.from.value()]);
        const QString to = labelOf(structure.states[edge.to.value()]);
        const QString text = edge.text.isEmpty() ? tr("Without an event") : edge.text;
        switch (edge.kind) {
        case EdgeKind::Transition:
            return tr("%1 to %2").arg(text, to);
        case EdgeKind::Reentry:
            return tr("%1 enters %2 again").arg(text, from);
        case EdgeKind::Internal:
            return tr("%1 stays in %2").arg(text, from);
        case EdgeKind::Ignored:
            return tr("%1 is ignored in %2").arg(text, from);
        case EdgeKind::Candidate:
            return tr("%1, perhaps to %2").arg(text, to);
        case EdgeKind::Computed:
            return tr("%1 to a computed state").arg(text);
        }
        Q_UNREACHABLE();
    }

    static QString steps(const std::vector<int>& numbers) {
        QStringList parts;
        for (const int number : numbers)
            parts << QString::number(number);
        return parts.join(QStringLiteral(", "));
    }
};

} // namespace

QString GraphTexts::nodeName(const ChartStructure& structure, const GraphState& state, StateIndex index) {
    return Parts::node(structure, state, index).join(QStringLiteral(", "));
}

QString GraphTexts::edgeName(const ChartStructure& structure, const GraphEdge& edge, const EdgeState& state) {
    return Parts::edge(structure, edge, state).join(QStringLiteral(", "));
}

QString GraphTexts::nodeToolTip(const ChartStructure& structure, const GraphState& state, StateIndex index) {
    return Parts::node(structure, state, index).join(u'\n');
}

QString GraphTexts::edgeToolTip(const ChartStructure& structure, const GraphEdge& edge, const EdgeState& state) {
    return Parts::edge(structure, edge, state).join(u'\n');
}

QString GraphTexts::hint(const GraphLayout& layout) {
    if (layout.engine != LayoutEngine::Simple) return {};
    switch (layout.fault) {
    case LayoutFault::None:
        return tr("Simple layout");
    case LayoutFault::NotInstalled:
        return tr("Graphviz is not installed: simple layout");
    case LayoutFault::GaveUp:
        return tr("Graphviz cannot lay out this chart: simple layout");
    case LayoutFault::TimedOut:
        return tr("Graphviz took too long: simple layout");
    }
    Q_UNREACHABLE();
}

} // namespace signalbox::model
