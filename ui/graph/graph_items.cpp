#include "ui/graph/graph_items.h"

#include <QPainterPathStroker>

#include <utility>

namespace signalbox::ui {
namespace {

constexpr double kHitWidth = 16;
constexpr double kEdgeOutset = 8;
constexpr double kHoverRoom = 60; // a hovered label grows by its step

} // namespace

NodeItem::NodeItem(const GraphPainter& painter, StateIndex index, NodePicture picture)
    : m_painter(painter)
    , m_index(index)
    , m_picture(std::move(picture)) {}

QRectF NodeItem::boundingRect() const {
    constexpr double kOutset = GraphPainter::kOutset;
    return m_picture.geometry.box.adjusted(-kOutset, -kOutset, kOutset, kOutset);
}

QPainterPath NodeItem::shape() const {
    QPainterPath path;
    path.addRect(m_picture.geometry.box);
    return path;
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    m_painter.paintNode(*painter, m_picture);
}

void NodeItem::restyle(const NodePicture& picture) {
    if (picture == m_picture) return;
    m_picture = picture;
    update();
}

EdgeItem::EdgeItem(const GraphPainter& painter, std::size_t index, EdgePicture picture)
    : m_painter(painter)
    , m_index(index)
    , m_picture(std::move(picture)) {
    QPainterPath line = m_picture.geometry.path;
    line.lineTo(m_picture.geometry.tip);
    QPainterPathStroker stroker;
    stroker.setWidth(kHitWidth);
    m_shape = stroker.createStroke(line);
}

QRectF EdgeItem::boundingRect() const {
    return m_shape.boundingRect().adjusted(-kEdgeOutset, -kEdgeOutset, kEdgeOutset, kEdgeOutset);
}

QPainterPath EdgeItem::shape() const {
    return m_shape;
}

void EdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    m_painter.paintEdge(*painter, m_picture);
}

void EdgeItem::restyle(const EdgePicture& picture) {
    if (picture == m_picture) return;
    m_picture = picture;
    update();
    if (m_label) m_label->update();
}

EdgeLabelItem::EdgeLabelItem(const GraphPainter& painter, EdgeItem& edge) : m_painter(painter), m_edge(edge) {
    edge.setLabel(this);
}

QRectF EdgeLabelItem::boundingRect() const {
    return m_edge.picture().geometry.label.adjusted(-kHoverRoom, -4, kHoverRoom, 4);
}

QPainterPath EdgeLabelItem::shape() const {
    QPainterPath path;
    path.addRect(m_edge.picture().geometry.label);
    return path;
}

void EdgeLabelItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    m_painter.paintLabel(*painter, m_edge.picture());
}

InitialItem::InitialItem(const GraphPainter& painter, model::InitialGeometry geometry)
    : m_painter(painter)
    , m_geometry(std::move(geometry)) {}

QRectF InitialItem::boundingRect() const {
    constexpr double kRadius = model::kInitialDotRadius + 1;
    const QRectF dot(m_geometry.dot - QPointF(kRadius, kRadius), QSizeF(2, 2) * kRadius);
    const QPointF tip = m_geometry.arrow.tip;
    return dot.united(m_geometry.arrow.path.boundingRect())
        .united(QRectF(tip - QPointF(8, 8), QSizeF(16, 16)))
        .adjusted(-6, -6, 6, 6);
}

void InitialItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    m_painter.paintInitial(*painter, m_geometry);
}

} // namespace signalbox::ui
