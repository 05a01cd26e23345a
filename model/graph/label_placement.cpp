#include "model/graph/label_placement.h"

#include "model/graph/rect_index.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace signalbox::model {
namespace {

constexpr double kClearance = 3; // around states and other labels
constexpr double kMargin = 20;
constexpr double kFarLabel = 14; // a label further than this from its arrow could be another's

QRectF around(const QPointF& center, const QSizeF& size) {
    return {center - QPointF(size.width() / 2, size.height() / 2), size};
}

bool isCompound(const GraphSpec& spec, std::size_t state) {
    return hasSubstates(spec.structure.states[state].kind);
}

// The four borders of a compound: a label may be inside or outside, not across.
std::array<QRectF, 4> borders(const QRectF& box) {
    return {QRectF(box.left() - 1, box.top(), 2, box.height()), QRectF(box.right() - 1, box.top(), 2, box.height()),
            QRectF(box.left(), box.top() - 1, box.width(), 2), QRectF(box.left(), box.bottom() - 1, box.width(), 2)};
}

bool isNear(const EdgeGeometry& edge) {
    const QRectF reach = edge.label.adjusted(-kFarLabel, -kFarLabel, kFarLabel, kFarLabel);
    constexpr int kSamples = 40;
    for (int i = 0; i <= kSamples; ++i) {
        if (reach.contains(edge.path.pointAtPercent(double(i) / kSamples))) return true;
    }
    return false;
}

RectIndex obstacles(const GraphSpec& spec, const GraphLayout& layout) {
    RectIndex index;
    for (std::size_t i = 0; i < layout.states.size(); ++i) {
        const NodeGeometry& node = layout.states[i];
        if (isCompound(spec, i)) {
            index.add(node.title);
            for (const QRectF& border : borders(node.box))
                index.add(border);
        } else {
            index.add(node.box.adjusted(-kClearance, -kClearance, kClearance, kClearance));
        }
    }
    for (const InitialGeometry& initial : layout.initials)
        index.add(around(initial.dot, QSizeF(3, 3) * kInitialDotRadius));
    return index;
}

class Placer {
public:
    Placer(const RectIndex& obstacles, const QSizeF& size) : m_obstacles(obstacles), m_size(size) {}

    QRectF place(const QPainterPath& path) const {
        if (path.isEmpty()) return away({});
        for (const double part : {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9}) {
            const QRectF rect = beside(path.pointAtPercent(part));
            if (!rect.isNull()) return rect;
        }
        return away(path.pointAtPercent(0.5));
    }

private:
    QRectF beside(const QPointF& point) const {
        const double step = m_size.height() / 2 + 2;
        for (const double shift : {-step, 0.0, step}) {
            const QRectF rect = around(point + QPointF(0, shift), m_size);
            if (isFree(rect)) return rect;
        }
        for (const double side : {1.0, -1.0}) {
            const QRectF rect = around(point + QPointF(side * (m_size.width() / 2 + 4), 0), m_size);
            if (isFree(rect)) return rect;
        }
        return {};
    }

    // Rings around the point that grow until one has room: obstacles are finite, so one has.
    QRectF away(const QPointF& point) const {
        constexpr int kDirections = 16;
        for (double radius = m_size.height();; radius += 6) {
            for (int i = 0; i < kDirections; ++i) {
                const double angle = 2 * std::numbers::pi * i / kDirections;
                const QRectF rect = around(point + QPointF(std::cos(angle), std::sin(angle)) * radius, m_size);
                if (isFree(rect)) return rect;
            }
        }
    }

    bool isFree(const QRectF& rect) const { return !m_obstacles.overlaps(rect); }

    const RectIndex& m_obstacles;
    QSizeF m_size;
};

QRectF extent(const GraphLayout& layout) {
    QRectF all;
    for (const NodeGeometry& node : layout.states)
        all |= node.box;
    for (const EdgeGeometry& edge : layout.edges)
        all |= edge.path.boundingRect() | edge.label;
    for (const InitialGeometry& initial : layout.initials)
        all |= around(initial.dot, QSizeF(2, 2) * kInitialDotRadius) | initial.arrow.path.boundingRect();
    return all;
}

void translate(EdgeGeometry& edge, const QPointF& by) {
    edge.path.translate(by);
    edge.tip += by;
    edge.label.translate(by);
}

} // namespace

std::vector<std::size_t> misplacedLabels(const GraphSpec& spec, const GraphLayout& layout) {
    std::vector<std::size_t> which;
    RectIndex index = obstacles(spec, layout);
    const auto isHeadingLoop = [&](std::size_t i) {
        return spec.edges[i].isLoop() && isCompound(spec, spec.edges[i].from.value());
    };
    for (std::size_t i = 0; i < layout.edges.size(); ++i) {
        if (isHeadingLoop(i)) index.add(layout.edges[i].label);
    }
    for (std::size_t i = 0; i < layout.edges.size(); ++i) {
        if (isHeadingLoop(i)) continue;
        const EdgeGeometry& edge = layout.edges[i];
        if (edge.label.isEmpty() || !isNear(edge) || index.overlaps(edge.label)) {
            which.push_back(i);
        } else {
            index.add(edge.label);
        }
    }
    return which;
}

void placeLabels(const GraphSpec& spec, const std::vector<std::size_t>& which, GraphLayout& layout) {
    RectIndex index = obstacles(spec, layout);
    std::vector<bool> isOpen(spec.edges.size(), false);
    for (const std::size_t edge : which)
        isOpen[edge] = true;
    for (std::size_t i = 0; i < layout.edges.size(); ++i) {
        if (!isOpen[i]) index.add(layout.edges[i].label);
    }
    for (const std::size_t edge : which) {
        layout.edges[edge].label = Placer(index, spec.labels[edge]).place(layout.edges[edge].path);
        index.add(layout.edges[edge].label);
    }
}

void normalize(GraphLayout& layout) {
    const QRectF all = extent(layout).adjusted(-kMargin, -kMargin, kMargin, kMargin);
    const QPointF by = -all.topLeft();
    for (NodeGeometry& node : layout.states) {
        node.box.translate(by);
        node.title.translate(by);
    }
    for (EdgeGeometry& edge : layout.edges)
        translate(edge, by);
    for (InitialGeometry& initial : layout.initials) {
        initial.dot += by;
        translate(initial.arrow, by);
    }
    layout.bounds = QRectF(QPointF(), all.size());
}

} // namespace signalbox::model
