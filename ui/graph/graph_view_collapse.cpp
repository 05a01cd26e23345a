#include <QAccessible>
#include <QScrollBar>

#include "ui/graph/graph_controls.h"
#include "ui/graph/graph_view.h"
#include "ui/shell/command_registry.h"

#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

void GraphView::setUpCollapseCommands() {
    if (m_commands.contains(u"graph.collapse"_s))
        m_commands.setHandler(u"graph.collapse"_s, this, [this] { toggleCollapsed(*focusedCompound()); });
    if (m_commands.contains(u"graph.expandAll"_s))
        m_commands.setHandler(u"graph.expandAll"_s, this, [this] { expandAll(); });
    refreshCollapseCommands();
}

void GraphView::refreshCollapseCommands() {
    const auto allow = [this](const QString& id, bool isPossible, const QString& reason) {
        if (m_commands.contains(id)) m_commands.setDisabled(id, isPossible ? QString() : reason);
    };
    allow(u"graph.collapse"_s, focusedCompound().has_value(),
          tr("No state that holds others is focused in the graph."));
    allow(u"graph.expandAll"_s, !m_chart.collapsed.empty(), tr("No state is collapsed."));
}

bool GraphView::canCollapse(StateIndex state) const {
    return m_chart.isCollapsed(state) || hasSubstates(m_chart.shown.states[state.value()].kind);
}

std::optional<StateIndex> GraphView::focusedCompound() const {
    if (m_chart.shown.states.empty()) return std::nullopt;
    std::optional<StateIndex> state(static_cast<std::uint32_t>(focusedNode()));
    while (state && !canCollapse(*state))
        state = m_chart.shown.states[state->value()].parent;
    return state;
}

void GraphView::toggleCollapsed(StateIndex state) {
    Q_ASSERT(canCollapse(state));
    const StateIndex whole = m_chart.wholeStates[state.value()];
    model::CollapsedStates& collapsed = m_collapsed[m_hash];
    if (!collapsed.insert(whole).second) collapsed.erase(whole);
    reshape(whole);
}

void GraphView::expandAll() {
    if (m_chart.shown.states.empty()) return;
    m_collapsed.remove(m_hash);
    reshape(m_chart.wholeStates[focusedNode()]);
}

void GraphView::reveal(StateIndex wholeState) {
    if (!model::isHidden(m_chart.whole, m_collapsed.value(m_hash), wholeState)) return;
    for (const StateIndex each : pathToRoot(m_chart.whole, wholeState)) {
        if (each != wholeState) m_collapsed[m_hash].erase(each);
    }
    reshape(wholeState);
}

void GraphView::reshape(StateIndex kept) {
    model::CollapsedChart chart = model::collapsedChart(m_chart.whole, m_collapsed.value(m_hash));
    model::GraphSpec spec = model::graphSpec(chart, m_hash, graphFonts(m_theme));
    const QString key = spec.key;
    m_next = Shape{std::move(chart), std::move(spec), kept};
    if (const model::GraphLayoutPtr known = m_layouter.find(key)) return applyShape(known);
    m_layouter.request(m_next->spec, this, [this, key](const model::GraphLayoutPtr& layout) {
        if (m_next && m_next->spec.key == key) applyShape(layout);
    });
}

void GraphView::applyShape(const model::GraphLayoutPtr& layout) {
    const StateIndex kept = m_next->kept;
    const bool wasLaidOut = m_layout != nullptr;
    const StateIndex before = m_chart.shownStates[kept.value()];
    const QPoint position = wasLaidOut ? mapFromScene(placeOf(before).topLeft()) : QPoint();
    m_chart = std::move(m_next->chart);
    m_spec = std::move(m_next->spec);
    m_next.reset();
    m_tabNode.reset();
    m_state = model::collapsedState(m_chart, m_wholeState);
    m_layout = layout;
    showScene();
    if (!wasLaidOut) {
        showFirstView();
    } else if (m_isFitted) {
        fit();
    } else {
        keepInPlace(m_chart.shownStates[kept.value()], position);
    }
    if (hasFocus()) setFocusTarget({GraphTarget::Kind::Node, m_chart.shownStates[kept.value()].value()});
    refreshCollapseCommands();
    QAccessibleEvent event(this, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
    Q_EMIT laidOut();
}

void GraphView::keepInPlace(StateIndex shown, const QPoint& position) {
    const QPoint by = mapFromScene(placeOf(shown).topLeft()) - position;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + by.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + by.y());
    Q_EMIT viewChanged();
}

} // namespace signalbox::ui
