#pragma once

#include <QGraphicsItem>

#include "ui/graph/graph_painter.h"

namespace signalbox::ui {

// A state in the scene. Its geometry never changes; restyle() repaints it.
class NodeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };
    NodeItem(const GraphPainter& painter, StateIndex index, NodePicture picture);

    int type() const override { return Type; }
    QRectF boundingRect() const override;
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    StateIndex index() const { return m_index; }
    const NodePicture& picture() const { return m_picture; }
    void restyle(const NodePicture& picture);

private:
    const GraphPainter& m_painter;
    StateIndex m_index;
    NodePicture m_picture;
};

// The label of an arrow: an item of its own, so that no other arrow is painted across it.
class EdgeLabelItem;

// An arrow in the scene with a generous hit area.
class EdgeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };
    EdgeItem(const GraphPainter& painter, std::size_t index, EdgePicture picture);

    int type() const override { return Type; }
    QRectF boundingRect() const override;
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    std::size_t index() const { return m_index; } // in the spec's edges
    const EdgePicture& picture() const { return m_picture; }
    void restyle(const EdgePicture& picture);
    void setLabel(EdgeLabelItem* label) { m_label = label; }
    EdgeLabelItem* label() const { return m_label; }

private:
    const GraphPainter& m_painter;
    std::size_t m_index;
    EdgePicture m_picture;
    QPainterPath m_shape;
    EdgeLabelItem* m_label = nullptr;
};

class EdgeLabelItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 3 };
    EdgeLabelItem(const GraphPainter& painter, EdgeItem& edge);

    int type() const override { return Type; }
    QRectF boundingRect() const override;
    QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    EdgeItem& edge() const { return m_edge; }

private:
    const GraphPainter& m_painter;
    EdgeItem& m_edge;
};

class InitialItem final : public QGraphicsItem {
public:
    InitialItem(const GraphPainter& painter, model::InitialGeometry geometry);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    const GraphPainter& m_painter;
    model::InitialGeometry m_geometry;
};

} // namespace signalbox::ui
