#include "model/graph/curve.h"

#include <QLineF>

#include <algorithm>
#include <array>
#include <cmath>

namespace signalbox::model {
namespace {

using Segment = std::array<QPointF, 4>;

Segment segmentOf(const Curve& curve, std::size_t index) {
    const std::size_t first = 3 * index;
    return {curve[first], curve[first + 1], curve[first + 2], curve[first + 3]};
}

QPointF between(const QPointF& a, const QPointF& b, double t) {
    return a + (b - a) * t;
}

struct Halves {
    Segment before;
    Segment after;
};

// Source: de Casteljau's construction.
Halves split(const Segment& s, double t) {
    const QPointF a = between(s[0], s[1], t);
    const QPointF b = between(s[1], s[2], t);
    const QPointF c = between(s[2], s[3], t);
    const QPointF ab = between(a, b, t);
    const QPointF bc = between(b, c, t);
    const QPointF middle = between(ab, bc, t);
    return {{s[0], a, ab, middle}, {middle, bc, c, s[3]}};
}

double distance(const QPointF& a, const QPointF& b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

constexpr int kStepsPerSegment = 24;

// The place where the curve is in the box for the last time: segment and parameter.
struct Place {
    std::size_t segment = 0;
    double t = 0;
    bool isFound = false;
};

bool isInside(const QRectF& box, const QPointF& point) {
    return point.x() > box.left() && point.x() < box.right() && point.y() > box.top() && point.y() < box.bottom();
}

Place lastInside(const Curve& curve, const QRectF& box) {
    for (std::size_t i = segmentCount(curve); i-- > 0;) {
        for (int step = kStepsPerSegment; step >= 0; --step) {
            const double t = double(step) / kStepsPerSegment;
            if (isInside(box, pointAt(curve, i, t))) return {i, t, true};
        }
    }
    return {};
}

// Narrows the crossing of the border that follows `place` within its segment.
double crossingAfter(const Curve& curve, const QRectF& box, const Place& place) {
    double inside = place.t;
    double outside = std::min(1.0, place.t + 1.0 / kStepsPerSegment);
    for (int i = 0; i < 24; ++i) {
        const double middle = (inside + outside) / 2;
        (isInside(box, pointAt(curve, place.segment, middle)) ? inside : outside) = middle;
    }
    return outside;
}

// The parameter at which the segment is `length` away from its end, seen from the end.
double parameterBeforeEnd(const Segment& segment, double length) {
    double near = 1;
    double far = 0;
    for (int i = 0; i < 32; ++i) {
        const double middle = (near + far) / 2;
        (distance(split(segment, middle).before[3], segment[3]) < length ? near : far) = middle;
    }
    return far;
}

QPainterPath toPath(const Curve& curve) {
    QPainterPath path;
    if (curve.empty()) return path;
    path.moveTo(curve.front());
    for (std::size_t i = 0; i < segmentCount(curve); ++i)
        path.cubicTo(curve[3 * i + 1], curve[3 * i + 2], curve[3 * i + 3]);
    return path;
}

Curve shortened(Curve curve, double length) {
    while (segmentCount(curve) > 1 && distance(curve[curve.size() - 4], curve.back()) <= length) {
        const double rest = length - distance(curve[curve.size() - 4], curve.back());
        curve.resize(curve.size() - 3);
        if (rest < 0.5) return curve;
        length = rest;
    }
    const Segment last = segmentOf(curve, segmentCount(curve) - 1);
    const double reach = std::min(length, 0.8 * distance(last[0], last[3]));
    const Segment kept = split(last, parameterBeforeEnd(last, reach)).before;
    std::copy(kept.begin(), kept.end(), curve.end() - 4);
    return curve;
}

} // namespace

Curve smoothCurve(const std::vector<QPointF>& points) {
    Curve curve;
    if (points.empty()) return curve;
    curve.push_back(points.front());
    for (std::size_t i = 1; i < points.size(); ++i) {
        const QPointF& from = points[i - 1];
        const QPointF& to = points[i];
        const double reach = (to.x() - from.x()) / 2;
        curve.push_back(from + QPointF(reach, 0));
        curve.push_back(to - QPointF(reach, 0));
        curve.push_back(to);
    }
    return curve;
}

QPointF pointAt(const Curve& curve, std::size_t segment, double t) {
    const Segment s = segmentOf(curve, segment);
    const double u = 1 - t;
    return s[0] * (u * u * u) + s[1] * (3 * u * u * t) + s[2] * (3 * u * t * t) + s[3] * (t * t * t);
}

std::size_t segmentCount(const Curve& curve) {
    return curve.empty() ? 0 : (curve.size() - 1) / 3;
}

std::vector<QPointF> samples(const Curve& curve, double step) {
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < segmentCount(curve); ++i) {
        const Segment s = segmentOf(curve, i);
        const double length = distance(s[0], s[1]) + distance(s[1], s[2]) + distance(s[2], s[3]);
        const int count = std::clamp(int(length / step), 2, 200);
        for (int k = points.empty() ? 0 : 1; k <= count; ++k)
            points.push_back(pointAt(curve, i, double(k) / count));
    }
    return points;
}

Curve afterLeaving(const Curve& curve, const QRectF& box) {
    const Place place = lastInside(curve, box);
    if (!place.isFound || (place.segment + 1 == segmentCount(curve) && place.t >= 1)) return curve;
    const Segment kept = split(segmentOf(curve, place.segment), crossingAfter(curve, box, place)).after;
    Curve rest(kept.begin(), kept.end());
    rest.insert(rest.end(), curve.begin() + std::ptrdiff_t(3 * (place.segment + 1) + 1), curve.end());
    return rest;
}

Curve reversed(Curve curve) {
    std::ranges::reverse(curve);
    return curve;
}

EdgeGeometry arrowAlong(const Curve& curve) {
    if (segmentCount(curve) == 0) return {};
    return {toPath(shortened(curve, kArrowLength)), curve.back(), {}};
}

} // namespace signalbox::model
