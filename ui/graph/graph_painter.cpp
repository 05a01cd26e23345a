#include "ui/graph/graph_painter.h"

#include <QPainterPath>

#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using model::EdgeKind;
using model::EdgePermission;

namespace {

constexpr double kRadius = 10;
constexpr double kHaloWidth = 3.5;
constexpr double kLabelPadding = 4;
constexpr double kCheckWidth = 16;
constexpr double kMarkRadius = 7.5; // below GraphPainter::kOutset
constexpr double kDisclosureWidth = 26;

QColor faded(QColor color, double opacity) {
    color.setAlphaF(float(color.alphaF() * opacity));
    return color;
}

QPen dashed(const QColor& color, double width) {
    QPen pen(color, width);
    pen.setDashPattern({4 / width, 3 / width});
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QString elided(const QPainter& painter, const QString& text, double width) {
    return QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, width);
}

// Who and how long, then how often: a long name gives way, the count stays.
QString secondLine(const NodePicture& node, const QFontMetricsF& metrics, double width) {
    QString count = node.state.visits > 1 ? QStringLiteral("\u00d7%1").arg(node.state.visits) : QString();
    if (node.state.line.isEmpty()) return count;
    const QString rest = count.isEmpty() ? QString() : QStringLiteral(" \u00b7 ") + count;
    return metrics.elidedText(node.state.line, Qt::ElideRight, width - metrics.horizontalAdvance(rest)) + rest;
}

QStringList linesBelow(const NodePicture& node, const QFontMetricsF& metrics, double width) {
    if (!node.isCollapsed()) {
        const QString line = secondLine(node, metrics, width);
        return line.isEmpty() ? QStringList() : QStringList{line};
    }
    QStringList lines{node.state.held == 1 ? GraphPainter::tr("1 state")
                                           : GraphPainter::tr("%n states", nullptr, int(node.state.held))};
    if (node.state.visits > 1) lines.front() += QStringLiteral(" \u00b7 \u00d7%1").arg(node.state.visits);
    if (!node.state.line.isEmpty()) lines << metrics.elidedText(node.state.line, Qt::ElideRight, width);
    return lines;
}

} // namespace

model::GraphFonts graphFonts(const Theme& theme) {
    QFont label = theme.uiFont();
    label.setPixelSize(12);
    return {theme.boldFont(), label, theme.smallFont()};
}

QColor canvasColor(const Theme& theme) {
    return theme.colors().dark ? theme.colors().bg : theme.colors().raised;
}

QColor compoundColor(const Theme& theme) {
    return theme.colors().panel;
}

QRectF GraphPainter::disclosureRect(const NodePicture& node) {
    const model::NodeGeometry& geometry = node.geometry;
    if (hasSubstates(node.kind)) return {geometry.title.topLeft(), QSizeF(kDisclosureWidth, geometry.title.height())};
    if (!node.isCollapsed()) return {};
    return {geometry.box.topLeft(), QSizeF(kDisclosureWidth, geometry.box.height())};
}

// Points right while there is something to open, down while it is open.
void GraphPainter::paintDisclosure(QPainter& painter, const NodePicture& node) const {
    const QPointF middle = disclosureRect(node).center() + QPointF(1, 0);
    const bool isFilled = node.state.isCurrent && !node.state.ended;
    painter.setPen(QPen(isFilled ? m_theme.colors().onFill : m_theme.colors().muted, 1.8, Qt::SolidLine, Qt::RoundCap,
                        Qt::RoundJoin));
    const double reach = 4;
    const QPointF down[] = {middle + QPointF(-reach, -reach / 2), middle + QPointF(0, reach / 2),
                            middle + QPointF(reach, -reach / 2)};
    const QPointF right[] = {middle + QPointF(-reach / 2, -reach), middle + QPointF(reach / 2, 0),
                             middle + QPointF(-reach / 2, reach)};
    painter.drawPolyline(node.isCollapsed() ? right : down, 3);
}

// The edges of cards that lie below: there is more in here.
void GraphPainter::paintStack(QPainter& painter, const NodePicture& node) const {
    const QRectF box = node.geometry.box;
    QPen pen = borderOf(node);
    pen.setCapStyle(Qt::RoundCap);
    for (const int depth : {1, 2}) {
        pen.setColor(faded(pen.color(), 0.75));
        painter.setPen(pen);
        const double inset = 6 + 5 * depth;
        const double y = box.bottom() + 3.2 * depth;
        painter.drawLine(QPointF(box.left() + inset, y), QPointF(box.right() - inset, y));
    }
}

void GraphPainter::paintNode(QPainter& painter, const NodePicture& node) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isCompound = hasSubstates(node.kind);
    if (isCompound)
        paintCompound(painter, node);
    else if (isHistory(node.kind))
        paintHistory(painter, node);
    else
        paintLeaf(painter, node);
    paintHighlight(painter, isCompound ? node.geometry.title : node.geometry.box.adjusted(-5, -5, 5, 5),
                   node.highlight);
    paintMarks(painter, node);
    if (node.isFocused) paintFocus(painter, node.geometry.box);
}

// On the upper right corner, within what a state may paint beyond its box: what is to come and what is wrong.
void GraphPainter::paintMarks(QPainter& painter, const NodePicture& node) const {
    QPointF middle = node.geometry.box.topRight() + QPointF(-kMarkRadius - 3, 0);
    if (node.state.hasProblem) {
        paintProblem(painter, middle);
        middle -= QPointF(2 * kMarkRadius + 3, 0);
    }
    if (node.state.hasTimer) paintClock(painter, middle);
}

void GraphPainter::paintClock(QPainter& painter, const QPointF& middle) const {
    const ThemeColors& colors = m_theme.colors();
    painter.setPen(QPen(colors.warn, 1.6));
    painter.setBrush(colors.panel);
    painter.drawEllipse(middle, kMarkRadius, kMarkRadius);
    painter.setPen(QPen(colors.warn, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF hands[] = {middle + QPointF(0, -4.6), middle, middle + QPointF(3.2, 1.8)};
    painter.drawPolyline(hands, 3);
}

void GraphPainter::paintProblem(QPainter& painter, const QPointF& middle) const {
    const ThemeColors& colors = m_theme.colors();
    painter.setPen(QPen(colors.panel, 1.4));
    painter.setBrush(colors.stop);
    painter.drawEllipse(middle, kMarkRadius, kMarkRadius);
    painter.setPen(QPen(colors.onFill, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(middle + QPointF(0, -4), middle + QPointF(0, 0.8));
    painter.drawPoint(middle + QPointF(0, 4));
}

QColor GraphPainter::textOf(const NodePicture& node) const {
    const ThemeColors& colors = m_theme.colors();
    if (node.state.isCurrent && !node.state.ended) return colors.onFill;
    return node.state.isReached || node.isReachable ? colors.text : colors.muted;
}

QPen GraphPainter::borderOf(const NodePicture& node) const {
    const ThemeColors& colors = m_theme.colors();
    if (node.state.ended) return {colors.stop, 2};
    if (node.state.isCurrent) return {colors.accent, 2};
    if (node.state.holdsCurrent) return {colors.accent, 1.6};
    if (node.isReachable) return {colors.go, 1.8};
    if (!node.isKnown) return {colors.muted, 1.3};
    if (!node.state.isReached) return dashed(colors.muted, 1.2);
    return {colors.muted, 2};
}

void GraphPainter::paintCompound(QPainter& painter, const NodePicture& node) const {
    const ThemeColors& colors = m_theme.colors();
    if (node.state.isCurrent) {
        painter.setPen(QPen(faded(node.state.ended ? colors.stop : colors.accent, 0.35), kHaloWidth));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(node.geometry.box.adjusted(-2.5, -2.5, 2.5, 2.5), kRadius + 2, kRadius + 2);
    }
    painter.setPen(node.isKnown || node.state.isCurrent ? borderOf(node) : QPen(colors.faint, 1.3));
    if (node.isKnown && node.state.isReached && !node.state.isCurrent && !node.state.holdsCurrent && !node.isReachable)
        painter.setPen(QPen(colors.faint, 1.6));
    if (node.isRegion) painter.setPen(dashed(painter.pen().color(), painter.pen().widthF()));
    painter.setBrush(compoundColor(m_theme));
    painter.drawRoundedRect(node.geometry.box, kRadius, kRadius);
    paintTitle(painter, node);
}

// A workflow may rest in a compound state: its title then is what a current state's box is.
void GraphPainter::paintTitle(QPainter& painter, const NodePicture& node) const {
    const ThemeColors& colors = m_theme.colors();
    const QRectF title = node.geometry.title;
    painter.setFont(m_theme.boldFont());
    const double nameWidth = QFontMetricsF(painter.font()).horizontalAdvance(node.name);
    QRectF text = title.adjusted(kDisclosureWidth + 2, 0, -12, 0);
    if (node.state.isCurrent) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(node.state.ended ? colors.stop : colors.accent);
        painter.drawRoundedRect(title, kRadius - 4, kRadius - 4);
    }
    paintDisclosure(painter, node);
    painter.setPen(node.state.isCurrent ? colors.onFill : textOf(node));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, elided(painter, node.name, text.width()));
    text.setLeft(text.left() + nameWidth + 10);
    painter.setFont(m_theme.smallFont());
    const QString rest = secondLine(node, QFontMetricsF(painter.font()), text.width());
    if (text.width() < 20 || rest.isEmpty()) return;
    painter.setPen(node.state.isCurrent ? colors.onFill : colors.muted);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, rest);
}

void GraphPainter::paintLeaf(QPainter& painter, const NodePicture& node) const {
    const ThemeColors& colors = m_theme.colors();
    const QRectF box = node.geometry.box.adjusted(1, 1, -1, -1);
    const bool isFilled = node.state.isCurrent && !node.state.ended;
    if (node.state.isCurrent) {
        painter.setPen(QPen(faded(node.state.ended ? colors.stop : colors.accent, 0.35), kHaloWidth));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), kRadius + 3, kRadius + 3);
    }
    if (node.isCollapsed()) paintStack(painter, node);
    painter.setPen(borderOf(node));
    painter.setBrush(isFilled ? colors.accent : colors.dark ? colors.raised : colors.panel);
    painter.drawRoundedRect(box, kRadius, kRadius);
    if (node.state.ended) paintHatch(painter, node);
    if (node.kind == StateKind::Final) {
        const QPen inner = isFilled ? QPen(faded(colors.onFill, 0.85), 1) : QPen(faded(borderOf(node).color(), 0.8), 1);
        painter.setPen(inner);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), kRadius - 3.5, kRadius - 3.5);
    }
    paintTexts(painter, box, node);
    if (node.isCollapsed()) paintDisclosure(painter, node);
}

void GraphPainter::paintHistory(QPainter& painter, const NodePicture& node) const {
    const ThemeColors& colors = m_theme.colors();
    const QRectF circle = node.geometry.box.adjusted(1, 1, -1, -1);
    painter.setPen(borderOf(node));
    painter.setBrush(colors.dark ? colors.raised : colors.panel);
    painter.drawEllipse(circle);
    painter.setFont(m_theme.boldFont());
    painter.setPen(textOf(node));
    const bool isDeep = node.kind == StateKind::DeepHistory;
    painter.drawText(circle, Qt::AlignCenter, isDeep ? QStringLiteral("H*") : QStringLiteral("H"));
}

void GraphPainter::paintHatch(QPainter& painter, const NodePicture& node) const {
    const QRectF box = node.geometry.box.adjusted(1, 1, -1, -1);
    QPainterPath inside;
    inside.addRoundedRect(box, kRadius, kRadius);
    painter.save();
    painter.setClipPath(inside, Qt::IntersectClip);
    painter.setPen(QPen(faded(m_theme.colors().stop, 0.28), 1.4));
    for (double x = box.left() - box.height(); x < box.right(); x += 8)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()));
    painter.restore();
}

void GraphPainter::paintTexts(QPainter& painter, const QRectF& box, const NodePicture& node) const {
    const bool hasCheck = node.kind == StateKind::Final;
    painter.setFont(m_theme.boldFont());
    const QFontMetricsF metrics(painter.font());
    const double lead = hasCheck ? kCheckWidth : node.isCollapsed() ? kDisclosureWidth : 0;
    const QString name = elided(painter, node.name, box.width() - 20 - lead);
    const QFontMetricsF small(m_theme.smallFont());
    const QStringList lines = linesBelow(node, small, box.width() - 16 - (node.isCollapsed() ? kDisclosureWidth : 0));
    const double height = metrics.height() + (lines.isEmpty() ? 0 : small.height() * double(lines.size()) + 2);
    const QRectF nameRect(box.left() + lead / 2, box.center().y() - height / 2, box.width(), metrics.height());
    painter.setPen(textOf(node));
    painter.drawText(nameRect, Qt::AlignCenter, name);
    if (hasCheck) {
        const double left = nameRect.center().x() - metrics.horizontalAdvance(name) / 2 - kCheckWidth;
        paintCheck(painter, {left, nameRect.center().y()}, textOf(node));
    }
    const double shift = node.isCollapsed() ? lead / 2 : 0;
    paintLines(painter, QRectF(box.left() + shift, nameRect.bottom() + 2, box.width(), small.height()), node, lines);
}

void GraphPainter::paintLines(QPainter& painter, QRectF row, const NodePicture& node, const QStringList& lines) const {
    const ThemeColors& colors = m_theme.colors();
    painter.setFont(m_theme.smallFont());
    painter.setPen(node.state.ended ? colors.stop : node.state.isCurrent ? faded(colors.onFill, 0.92) : colors.muted);
    for (const QString& line : lines) {
        painter.drawText(row, Qt::AlignCenter, line);
        row.translate(0, row.height());
    }
}

void GraphPainter::paintCheck(QPainter& painter, const QPointF& at, const QColor& color) const {
    painter.setPen(QPen(color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF points[] = {at + QPointF(0, 0.5), at + QPointF(3.5, 4), at + QPointF(10, -4)};
    painter.drawPolyline(points, 3);
}

void GraphPainter::paintFocus(QPainter& painter, const QRectF& box) const {
    painter.setPen(QPen(m_theme.colors().text, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(-6.5, -6.5, 6.5, 6.5), kRadius + 6, kRadius + 6);
}

// A ring apart from the border: what a workflow makes of a state stays to be seen.
void GraphPainter::paintHighlight(QPainter& painter, const QRectF& box, Highlight highlight) const {
    if (highlight == Highlight::None) return;
    painter.setPen(QPen(m_theme.colors().warn, highlight == Highlight::At ? 3.5 : 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box, kRadius, kRadius);
}

QColor GraphPainter::inkOf(const EdgePicture& edge) const {
    const ThemeColors& colors = m_theme.colors();
    switch (edge.state.permission) {
    case EdgePermission::Permitted:
        return colors.go;
    case EdgePermission::Blocked:
        return colors.warn;
    case EdgePermission::NotPermitted:
        break;
    }
    return edge.state.taken > 0 ? colors.muted : colors.faint;
}

QPen GraphPainter::penOf(const EdgePicture& edge) const {
    const QColor ink = inkOf(edge);
    const bool isOpen = edge.state.permission == EdgePermission::Permitted;
    double width = isOpen || edge.state.taken > 0 ? 2 : 1.2;
    if (edge.isHovered && isOpen) width = 3;
    const bool isLoose = edge.kind == EdgeKind::Candidate || edge.kind == EdgeKind::Computed ||
                         edge.kind == EdgeKind::Ignored || edge.state.permission == EdgePermission::Blocked;
    QPen pen = isLoose ? dashed(ink, width) : QPen(ink, width);
    pen.setJoinStyle(Qt::RoundJoin);
    return pen;
}

void GraphPainter::paintEdge(QPainter& painter, const EdgePicture& edge) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (edge.flash > 0) {
        painter.setPen(QPen(faded(m_theme.colors().accent, 0.6 * edge.flash), 9, Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(edge.geometry.path);
    }
    painter.setPen(penOf(edge));
    painter.drawPath(edge.geometry.path);
    paintHead(painter, edge.geometry, inkOf(edge));
}

void GraphPainter::paintHead(QPainter& painter, const model::EdgeGeometry& edge, const QColor& color) const {
    if (edge.path.isEmpty()) return;
    const QPointF base = edge.path.currentPosition();
    const QPointF along = edge.tip - base;
    const double length = std::hypot(along.x(), along.y());
    if (length < 0.1) return;
    const QPointF unit = along / length;
    const QPointF across(-unit.y() * 5.2, unit.x() * 5.2);
    const QPointF back = base - unit * 0.6;
    const QPointF points[] = {edge.tip, back + across, back - across};
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(points, 3);
}

void GraphPainter::paintLabel(QPainter& painter, const EdgePicture& edge) const {
    const ThemeColors& colors = m_theme.colors();
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = graphFonts(m_theme).label;
    const bool isOpen = edge.state.permission == EdgePermission::Permitted;
    const bool isBlocked = edge.state.permission == EdgePermission::Blocked;
    if (isOpen) font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    QString text = edge.state.label;
    if (text.isEmpty() && !isBlocked && !edge.isFocused) return;
    if (edge.isHovered && !edge.state.steps.empty()) text.prepend(QStringLiteral("#%1 ").arg(edge.state.steps.back()));
    const QRectF room = edge.geometry.label.adjusted(kLabelPadding, 0, -kLabelPadding, 0);
    const double lock = isBlocked ? 14 : 0;
    text = elided(painter, text, std::max(room.width() - lock, edge.isHovered ? 400.0 : 0.0));
    const QFontMetricsF metrics(font);
    const double left = room.center().x() - (metrics.horizontalAdvance(text) + lock) / 2;
    const double baseline = room.center().y() + (metrics.ascent() - metrics.descent()) / 2;

    // Opaque behind the words only: an arrow that passes right under them is not cut.
    const QRectF words(left - 3, baseline - metrics.capHeight() - 3, metrics.horizontalAdvance(text) + lock + 6,
                       metrics.capHeight() + 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(edge.isInside ? compoundColor(m_theme) : canvasColor(m_theme));
    painter.drawRoundedRect(words, 4, 4);
    painter.setPen(isOpen ? colors.go : isBlocked ? colors.warn : colors.muted);
    painter.drawText(QPointF(left + lock, baseline), text);
    if (isBlocked) {
        const QRectF body(left + 1, room.center().y() - 1.5, 9, 6.5);
        painter.setBrush(colors.warn);
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(body, 1.5, 1.5);
        painter.setPen(QPen(colors.warn, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawArc(QRectF(body.left() + 1.8, body.top() - 4.2, 5.4, 8), 0, 180 * 16);
    }
    paintHighlight(painter, edge.geometry.label, edge.highlight);
    if (edge.isFocused) {
        painter.setPen(QPen(colors.text, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(edge.geometry.label.adjusted(-1, -1, 1, 1), 5, 5);
    }
}

void GraphPainter::paintInitial(QPainter& painter, const model::InitialGeometry& initial) const {
    const ThemeColors& colors = m_theme.colors();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.muted, 1.8));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(initial.arrow.path);
    paintHead(painter, initial.arrow, colors.muted);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.text);
    painter.drawEllipse(initial.dot, model::kInitialDotRadius, model::kInitialDotRadius);
}

} // namespace signalbox::ui
