#include "model/graph/graph_spec.h"

#include <QFontMetricsF>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

// Changes when geometry made from the same spec would differ: part of the key of stored layouts.
constexpr int kLayoutVersion = 2;

constexpr double kStatePadding = 18;
constexpr double kStateMinWidth = 132;
constexpr double kStateMinHeight = 50;
constexpr double kHistorySize = 32;
constexpr double kLabelPadding = 4;
constexpr double kMaxNameWidth = 280;
constexpr double kLockWidth = 16;
constexpr double kDisclosureWidth = 16; // the mark that collapses and expands

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

// A collapsed compound says on a line of its own how much it holds, and names the state within where it rests.
QSizeF collapsedSize(const CollapsedChart& chart, std::size_t index, const GraphFonts& fonts) {
    const QFontMetricsF small(fonts.small);
    const QSizeF size = stateSize(chart.shown.states[index], fonts);
    double within = 0;
    for (std::size_t i = 0; i < chart.shownStates.size(); ++i) {
        if (chart.shownStates[i].value() != index) continue;
        const QString line = labelOf(chart.whole.states[i]) + u" \u00b7 Somebody \u00b7 59 m"_s;
        within = std::max(within, std::min(small.horizontalAdvance(line), kMaxNameWidth));
    }
    const double width = std::max(size.width(), within + 2 * kStatePadding) + 2 * kDisclosureWidth;
    return {std::ceil(width), size.height() + std::ceil(small.height())};
}

// A compound's heading stands beside what it says when the workflow rests in it: "Open   Sue - 4 m".
QSizeF titleSize(const StateStructure& state, const GraphFonts& fonts) {
    const QFontMetricsF name(bold(fonts.name));
    const double text = std::min(name.horizontalAdvance(labelOf(state)), kMaxNameWidth);
    return {std::ceil(std::max(kStateMinWidth, text + 2 * kStatePadding) + kDisclosureWidth),
            std::ceil(name.height() + 14)};
}

// One arrow may stand for several transitions of a trigger.
bool hasGuards(const CollapsedChart& chart, std::size_t edge) {
    return std::ranges::any_of(chart.wholeOf[edge], [&](std::size_t whole) {
        return !chart.whole.transitions[chart.wholeEdges[whole].transition.value()].guards.empty();
    });
}

bool asksParameters(const ChartStructure& structure, TransitionIndex transition) {
    return std::ranges::any_of(structure.transitions[transition.value()].triggers, [&](TriggerIndex trigger) {
        return !structure.triggers[trigger.value()].parameters.empty();
    });
}

QSizeF labelSize(const CollapsedChart& chart, std::size_t index, const GraphFonts& fonts) {
    const QFontMetricsF metrics(bold(fonts.label));
    const GraphEdge& edge = chart.edges[index];
    QString widest = edge.text;
    if (asksParameters(chart.shown, edge.transition)) widest += u'\u2026';
    const double key = metrics.horizontalAdvance(QStringLiteral("8 "));
    const double lead = hasGuards(chart, index) ? std::max(key, kLockWidth) : key;
    const double text = std::min(metrics.horizontalAdvance(widest), kMaxNameWidth);
    return {std::ceil(text + lead + 2 * kLabelPadding), std::ceil(metrics.height() + 4)};
}

QSizeF sizeOf(const CollapsedChart& chart, std::size_t index, const GraphFonts& fonts) {
    const StateStructure& state = chart.shown.states[index];
    if (chart.heldCounts[index] > 0) return collapsedSize(chart, index, fonts);
    if (isHistory(state.kind)) return {kHistorySize, kHistorySize};
    return hasSubstates(state.kind) ? titleSize(state, fonts) : stateSize(state, fonts);
}

// A font of the same name may measure differently elsewhere, or after an update.
QString fontKey(const QFont& font) {
    const QFontMetricsF metrics(font);
    return QStringLiteral("%1/%2x%3")
        .arg(font.toString())
        .arg(metrics.horizontalAdvance(u"Waiting for 8"_s))
        .arg(metrics.height());
}

} // namespace

QString graphKey(const QString& hash, const GraphFonts& fonts) {
    const QStringList parts{QString::number(kLayoutVersion), hash, fontKey(fonts.name), fontKey(fonts.label),
                            fontKey(fonts.small)};
    return parts.join(u'|');
}

GraphSpec graphSpec(const CollapsedChart& chart, const QString& hash, const GraphFonts& fonts) {
    GraphSpec spec{chart.shown, chart.edges, {}, {}, graphKey(hash, fonts)};
    for (std::size_t i = 0; i < chart.shown.states.size(); ++i)
        spec.states.push_back(sizeOf(chart, i, fonts));
    for (std::size_t i = 0; i < chart.edges.size(); ++i)
        spec.labels.push_back(labelSize(chart, i, fonts));
    for (const StateIndex state : chart.collapsed)
        spec.key += u"|-%1"_s.arg(state.value());
    return spec;
}

GraphSpec graphSpec(const ChartStructure& structure, const QString& hash, const GraphFonts& fonts) {
    return graphSpec(collapsedChart(structure, {}), hash, fonts);
}

} // namespace signalbox::model
