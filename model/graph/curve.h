#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QRectF>

#include "model/graph/graph_layout.h"

#include <vector>

namespace signalbox::model {

// Cubic curves end to end: the start, then two control points and an end for each. A straight line has its control
// points on it.
using Curve = std::vector<QPointF>;

// The smooth curve through `points` that leaves and arrives horizontally where it moves on in x.
Curve smoothCurve(const std::vector<QPointF>& points);

// Returns: the point at `t` of segment `segment`, 0 <= t <= 1.
QPointF pointAt(const Curve& curve, std::size_t segment, double t);
std::size_t segmentCount(const Curve& curve);

// Points along the curve, in order, about `step` apart; the first and the last are the curve's ends.
std::vector<QPointF> samples(const Curve& curve, double step);

// What is left of a curve that starts inside `box`, from where it leaves the box for good; unchanged if it never leaves
// it.
Curve afterLeaving(const Curve& curve, const QRectF& box);
Curve reversed(Curve curve);

// The curve as an arrow: its last kArrowLength make the head.
EdgeGeometry arrowAlong(const Curve& curve);

} // namespace signalbox::model
