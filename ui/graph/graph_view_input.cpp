#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextDocument>
#include <QToolTip>
#include <QWheelEvent>

#include "model/graph/graph_texts.h"
#include "ui/graph/graph_controls.h"
#include "ui/graph/graph_view.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {
namespace {

std::optional<Direction> directionOf(int key) {
    switch (key) {
    case Qt::Key_Left:
        return Direction::Left;
    case Qt::Key_Right:
        return Direction::Right;
    case Qt::Key_Up:
        return Direction::Up;
    case Qt::Key_Down:
        return Direction::Down;
    default:
        return std::nullopt;
    }
}

} // namespace

// The state the keyboard is at: the focused one, the one a focused arrow comes from, else the current one.
std::size_t GraphView::focusedNode() const {
    const auto focus = focusTarget();
    if (focus && focus->kind == GraphTarget::Kind::Node) return focus->index;
    if (focus) return m_spec.edges[focus->index].from.value();
    return m_state.current.value_or(m_spec.structure.initial).value();
}

// Tab goes through the arrows out of the focused state, then out of the view; an inherited arrow belongs to the current
// state.
bool GraphView::stepAlongEdges(bool forward) {
    const auto focus = focusTarget();
    if (!m_layout || !focus) return false;
    const bool isOnEdge = focus->kind == GraphTarget::Kind::Edge;
    const std::vector<std::size_t> edges = outgoingEdges(m_spec, m_state, m_tabNode.value_or(focusedNode()));
    const auto at = std::ranges::find(edges, isOnEdge ? focus->index : edges.size() + m_spec.edges.size());
    auto position = at == edges.end() ? std::ptrdiff_t{-1} : at - edges.begin();
    position += forward ? 1 : -1;
    if (position < -1 || position >= std::ptrdiff_t(edges.size())) return false;
    const std::size_t node = m_tabNode.value_or(focusedNode());
    setFocusTarget(position < 0 ? GraphTarget{GraphTarget::Kind::Node, node}
                                : GraphTarget{GraphTarget::Kind::Edge, edges[std::size_t(position)]});
    m_tabNode = node;
    return true;
}

bool GraphView::focusNextPrevChild(bool next) {
    // The items of the scene take no focus of their own, so it has no say.
    // NOLINTNEXTLINE(bugprone-parent-virtual-call)
    return stepAlongEdges(next) || QAbstractScrollArea::focusNextPrevChild(next);
}

void GraphView::keyPressEvent(QKeyEvent* event) {
    const auto direction = directionOf(event->key());
    if (m_layout && direction && event->modifiers().testFlag(Qt::NoModifier)) {
        const std::size_t from = m_tabNode.value_or(focusedNode());
        setFocusTarget({GraphTarget::Kind::Node, neighbour(*m_layout, from, *direction).value_or(from)});
        tellFocused();
    } else if (m_layout && focusTarget() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        activate(*focusTarget());
    } else {
        event->ignore(); // the scene has nothing to say, the window may
    }
}

void GraphView::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    if (!m_layout) return;
    const bool isByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (isByKey || event->reason() == Qt::OtherFocusReason) {
        m_tabNode.reset();
        m_scene.setFocusTarget(std::nullopt);
        setFocusTarget({GraphTarget::Kind::Node, focusedNode()});
    }
}

void GraphView::focusOutEvent(QFocusEvent* event) {
    QGraphicsView::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason) return;
    m_tabNode.reset();
    m_scene.setFocusTarget(std::nullopt);
}

void GraphView::setFocusTarget(const GraphTarget& target) {
    m_tabNode.reset();
    m_scene.setFocusTarget(target);
    refreshCollapseCommands();
    if (target.kind == GraphTarget::Kind::Node) {
        ensureVisible(placeOf(StateIndex(static_cast<std::uint32_t>(target.index))), 24, 24);
    } else {
        ensureVisible(m_layout->edges[target.index].label, 24, 24);
    }
    say(target);
}

void GraphView::selectState(StateIndex wholeState) {
    reveal(wholeState);
    if (m_layout) setFocusTarget({GraphTarget::Kind::Node, m_chart.shownStates[wholeState.value()].value()});
}

void GraphView::tellFocused() {
    const auto focus = focusTarget();
    if (!focus || focus->kind != GraphTarget::Kind::Node) return;
    Q_EMIT stateFocused(QString::fromStdString(m_spec.structure.states[focus->index].name));
}

void GraphView::say(const GraphTarget& target) {
    const std::vector<GraphTarget> all = targets();
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(int(std::ranges::find(all, target) - all.begin()));
    QAccessible::updateAccessibility(&event);
}

void GraphView::activate(const GraphTarget& target) {
    if (target.kind == GraphTarget::Kind::Node) {
        setFocusTarget(target);
        Q_EMIT stateActivated(QString::fromStdString(m_spec.structure.states[target.index].name));
        return;
    }
    const std::optional<TriggerIndex> trigger = m_state.edges[target.index].trigger;
    if (!trigger) {
        setFocusTarget(target);
        return;
    }
    Q_EMIT triggerActivated(QString::fromStdString(m_spec.structure.triggers[trigger->value()].name));
}

std::optional<GraphTarget> GraphView::targetAt(const QPoint& position) const {
    return m_layout ? m_scene.targetAt(mapToScene(position)) : std::nullopt;
}

std::optional<StateIndex> GraphView::disclosureAt(const QPoint& position) const {
    return m_layout ? m_scene.disclosureAt(mapToScene(position)) : std::nullopt;
}

void GraphView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        QGraphicsView::mousePressEvent(event);
        return;
    }
    m_pressed = event->position().toPoint();
    m_dragged = *m_pressed;
    m_isDragging = false;
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    if (!m_pressed) {
        hover(position);
        return;
    }
    if (!m_isDragging && (position - *m_pressed).manhattanLength() < QApplication::startDragDistance()) return;
    if (!m_isDragging) viewport()->setCursor(Qt::ClosedHandCursor);
    m_isDragging = true;
    m_isFitted = false;
    const QPoint by = position - m_dragged;
    m_dragged = position;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed) return;
    const bool isClick = !m_isDragging && event->button() == Qt::LeftButton;
    m_pressed.reset();
    m_isDragging = false;
    const QPoint position = event->position().toPoint();
    hover(position);
    if (!isClick) return;
    if (const auto compound = disclosureAt(position)) return toggleCollapsed(*compound);
    const auto target = targetAt(position);
    if (!target) return;
    if (target->kind == GraphTarget::Kind::Edge) return activate(*target);
    setFocusTarget(*target);
    tellFocused();
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (disclosureAt(event->position().toPoint())) return;
    const auto target = targetAt(event->position().toPoint());
    if (target && target->kind == GraphTarget::Kind::Node) activate(*target);
}

void GraphView::hover(const QPoint& position) {
    const auto target = targetAt(position);
    const bool isOnEdge = target && target->kind == GraphTarget::Kind::Edge;
    m_scene.setHoveredEdge(isOnEdge ? std::optional(target->index) : std::nullopt);
    const bool isOpen = isOnEdge && m_state.edges[target->index].permission == model::EdgePermission::Permitted;
    const bool isPressable = isOpen || disclosureAt(position).has_value();
    viewport()->setCursor(isPressable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void GraphView::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        m_isFitted = false;
        QGraphicsView::wheelEvent(event);
        return;
    }
    zoomBy(std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void GraphView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    if (m_isFitted) fit();
    m_controls->arrange();
}

void GraphView::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    Q_EMIT viewChanged();
}

bool GraphView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) m_scene.setHoveredEdge(std::nullopt);
    if (event->type() != QEvent::ToolTip) return QGraphicsView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto target = targetAt(help->pos());
    if (!target) {
        QToolTip::hideText();
        return true;
    }
    const QString text = target->kind == GraphTarget::Kind::Node
                             ? model::GraphTexts::nodeToolTip(m_spec.structure, m_state,
                                                              StateIndex(static_cast<std::uint32_t>(target->index)))
                             : model::GraphTexts::edgeToolTip(m_spec.structure, m_spec.edges[target->index],
                                                              m_state.edges[target->index]);
    QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(text), viewport());
    return true;
}

void GraphView::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, canvasColor(m_theme));
}

} // namespace signalbox::ui
