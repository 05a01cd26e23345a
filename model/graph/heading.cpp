#include "model/graph/heading.h"

#include "model/graph/curve.h"

#include <algorithm>

namespace signalbox::model {
namespace {

constexpr double kLoopWidth = 26;
constexpr double kLoopDepth = 26;
constexpr double kGap = 10;

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

} // namespace signalbox::model
