#include "model/graph/heading.h"

#include <algorithm>

namespace signalbox::model {
namespace {

constexpr double kLoopWidth = 26;
constexpr double kLoopDepth = 26;
constexpr double kGap = 10;

bool isFree(const GraphLayout& layout, const GraphSpec& spec, const QRectF& rect) {
    for (std::size_t i = 0; i < layout.states.size(); ++i) {
        const bool isCompound = hasSubstates(spec.structure.states[i].kind);
        if ((isCompound ? layout.states[i].title : layout.states[i].box).intersects(rect)) return false;
    }
    return std::ranges::none_of(layout.initials,
                                [&](const InitialGeometry& initial) { return rect.contains(initial.dot); });
}

} // namespace

QSizeF headingSize(const GraphSpec& spec, StateIndex compound) {
    QSizeF size = spec.states[compound.value()];
    for (std::size_t i = 0; i < spec.edges.size(); ++i) {
        if (!spec.edges[i].isLoop() || spec.edges[i].from != compound) continue;
        size.rwidth() += kGap + kLoopWidth + 4 + spec.labels[i].width();
        size.setHeight(std::max({size.height(), kLoopDepth + 6, spec.labels[i].height() + 8}));
    }
    return size;
}

void placeHeading(const GraphSpec& spec, StateIndex compound, GraphLayout& layout) {
    NodeGeometry& node = layout.states[compound.value()];
    const QPointF corner = node.box.topLeft();
    node.title = QRectF(corner + QPointF(6, 6), spec.states[compound.value()]);
    double x = node.title.right() + kGap;
    for (std::size_t i = 0; i < spec.edges.size(); ++i) {
        if (!spec.edges[i].isLoop() || spec.edges[i].from != compound) continue;
        const QPointF start(x, corner.y());
        const QPointF end(x + kLoopWidth - 6, corner.y());
        layout.edges[i] =
            arrowAlong({start, start + QPointF(-6, kLoopDepth * 1.3), end + QPointF(6, kLoopDepth * 1.3), end});
        layout.edges[i].label = QRectF(QPointF(x + kLoopWidth + 4, corner.y() + 6), spec.labels[i]);
        x = layout.edges[i].label.right() + kGap;
    }
}

Curve fromTitle(const GraphLayout& layout, const GraphSpec& spec, StateIndex compound, const Curve& inner,
                TitleEnd end) {
    const NodeGeometry& node = layout.states[compound.value()];
    const QPointF anchor = inner.front();
    const QPointF start(node.title.left() + (end == TitleEnd::Leaves ? 20 : 36), node.title.bottom());
    const QPointF border(node.box.left(), anchor.y());
    Curve curve{border, border + (anchor - border) / 3, border + (anchor - border) * 2 / 3};
    const double drop = anchor.y() - start.y();
    const QRectF way = QRectF(start, anchor).adjusted(-3, 3, -2, 3);
    if (drop >= 12 && anchor.x() > start.x() && isFree(layout, spec, way))
        curve = {start, start + QPointF(0, drop * 0.8),
                 QPointF(start.x() + (anchor.x() - start.x()) * 0.1, anchor.y())};
    curve.insert(curve.end(), inner.begin(), inner.end());
    return curve;
}

} // namespace signalbox::model
