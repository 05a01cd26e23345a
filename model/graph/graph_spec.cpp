#include "model/graph/graph_spec.h"

#include <QFontMetricsF>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace signalbox::model {
namespace {

// Changes when geometry made from the same spec would differ: part of the key of stored layouts.
constexpr int kLayoutVersion = 1;

constexpr double kStatePadding = 18;
constexpr double kStateMinWidth = 132;
constexpr double kStateMinHeight = 50;
constexpr double kLabelPadding = 4;
constexpr double kMaxNameWidth = 280;
constexpr double kLockWidth = 16;

QFont bold(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

QSizeF stateSize(const StateStructure& state, const GraphFonts& fonts) {
    const QFontMetricsF name(bold(fonts.name));
    const QFontMetricsF small(fonts.small);
    const double text = std::min(name.horizontalAdvance(labelOf(state)), kMaxNameWidth);
    const double width = std::max(kStateMinWidth, text + 2 * kStatePadding);
    const double height = std::max(kStateMinHeight, name.height() + small.height() + 16);
    return {std::ceil(width), std::ceil(height)};
}

// A compound's heading stands beside what it says when the workflow rests in it: "Open   Sue - 4 m".
QSizeF titleSize(const StateStructure& state, const GraphFonts& fonts) {
    const QFontMetricsF name(bold(fonts.name));
    const double text = std::min(name.horizontalAdvance(labelOf(state)), kMaxNameWidth);
    return {std::ceil(std::max(kStateMinWidth, text + 2 * kStatePadding)), std::ceil(name.height() + 14)};
}

QSizeF labelSize(const GraphEdge& edge, const ChartStructure& structure, const GraphFonts& fonts) {
    const QFontMetricsF metrics(bold(fonts.label));
    const TransitionStructure& transition = structure.transitions[edge.transition.value()];
    QString widest = edge.text;
    if (!structure.triggers[transition.trigger.value()].parameters.empty()) widest += u'\u2026';
    const double key = metrics.horizontalAdvance(QStringLiteral("8 "));
    const double lead = transition.guards.empty() ? key : std::max(key, kLockWidth);
    const double text = std::min(metrics.horizontalAdvance(widest), kMaxNameWidth);
    return {std::ceil(text + lead + 2 * kLabelPadding), std::ceil(metrics.height() + 4)};
}

} // namespace

GraphSpec graphSpec(const ChartStructure& structure, const QString& hash, const GraphFonts& fonts) {
    GraphSpec spec{structure, graphEdges(structure), {}, {}, {}};
    for (const StateStructure& state : structure.states)
        spec.states.push_back(state.kind == StateKind::Compound ? titleSize(state, fonts) : stateSize(state, fonts));
    for (const GraphEdge& edge : spec.edges)
        spec.labels.push_back(labelSize(edge, structure, fonts));
    const QStringList parts{QString::number(kLayoutVersion), hash, fonts.name.toString(), fonts.label.toString(),
                            fonts.small.toString()};
    spec.key = parts.join(u'|');
    return spec;
}

} // namespace signalbox::model
