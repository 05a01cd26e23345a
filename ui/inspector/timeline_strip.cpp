#include "ui/inspector/timeline_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include "model/history/change_text.h"
#include "model/history/history_model.h"
#include "model/inspector/inspector_model.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kHeight = 40;
constexpr int kMargin = 16;
constexpr int kLine = 27;         // of the marks, from the top
constexpr int kText = 13;         // the middle of the states' names
constexpr double kMark = 4.5;     // half of a mark
constexpr double kLeastGap = 14;  // between two marks
constexpr double kWidestGap = 96; // a short history does not stretch over a wide window
constexpr double kLeastText = 24; // a name with less room says nothing

bool isEnd(const Change& change) {
    return hasEnded(change.status);
}

QColor inkOf(const Change& change, const ThemeColors& colors) {
    if (model::isFailure(change)) return colors.stop;
    if (isEnd(change)) return colors.muted;
    return colors.accent;
}

void drawTriangle(QPainter& painter, const QPointF& at) {
    const double half = kMark + 1;
    painter.drawPolygon(
        QPolygonF{{at.x(), at.y() - half}, {at.x() + half, at.y() + half}, {at.x() - half, at.y() + half}});
}

// Shape first: a triangle failed, a square ended, a ring left no state, a disc is any other turn.
void drawMark(QPainter& painter, const Change& change, const QPointF& at, const ThemeColors& colors) {
    const QColor ink = inkOf(change, colors);
    const bool isQuiet = change.kind == ChangeKind::Fired && change.from == change.to;
    painter.setPen(QPen(ink, 1.5));
    painter.setBrush(isQuiet ? colors.panel : ink);
    if (model::isFailure(change))
        drawTriangle(painter, at);
    else if (isEnd(change))
        painter.drawRect(QRectF(at.x() - kMark, at.y() - kMark, 2 * kMark, 2 * kMark));
    else
        painter.drawEllipse(at, kMark, kMark);
}

} // namespace

TimelineStrip::TimelineStrip(const Theme& theme, model::InspectorModel& inspector, const model::HistoryModel& history,
                             QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_inspector(inspector)
    , m_history(history) {
    setObjectName(u"timeline"_s);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

QSize TimelineStrip::sizeHint() const {
    return {200, kHeight};
}

void TimelineStrip::refresh() {
    setAccessibleName(tr("Timeline, %n change(s)", nullptr, static_cast<int>(m_history.total())));
    setAccessibleDescription(
        tr("Revision %1 is shown; the arrow keys go to its neighbours").arg(m_inspector.shownRevision().value()));
    setVisible(m_history.total() > 1);
    m_hovered = -1;
    update();
}

int TimelineStrip::shownCount() const {
    const int room = std::max(1, static_cast<int>((width() - 2 * kMargin) / kLeastGap));
    return std::min(room, static_cast<int>(m_history.changes().size()));
}

double TimelineStrip::spacing() const {
    const int count = std::max(1, shownCount());
    return std::clamp(double(width() - 2 * kMargin) / count, kLeastGap, kWidestGap);
}

const Change& TimelineStrip::change(int number) const {
    return m_history.changes()[static_cast<std::size_t>(shownCount() - 1 - number)];
}

double TimelineStrip::positionOf(int number) const {
    return kMargin + number * spacing();
}

int TimelineStrip::numberAt(const QPoint& place) const {
    if (shownCount() == 0) return -1;
    const int nearest =
        std::clamp(static_cast<int>(std::lround((place.x() - kMargin) / spacing())), 0, shownCount() - 1);
    return std::abs(place.x() - positionOf(nearest)) <= std::min(spacing() / 2, 12.0) ? nearest : -1;
}

std::optional<QPoint> TimelineStrip::markOf(Revision revision) const {
    for (int number = 0; number < shownCount(); ++number)
        if (change(number).revision == revision) return QPoint(static_cast<int>(positionOf(number)), kLine);
    return std::nullopt;
}

void TimelineStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& colors = m_theme.colors();
    painter.fillRect(rect(), colors.panel);
    painter.setPen(colors.line);
    painter.drawLine(QPointF(0, height() - 0.5), QPointF(width(), height() - 0.5));
    if (shownCount() == 0) return;
    paintStates(painter);
    for (int number = 0; number < shownCount(); ++number)
        paintMark(painter, number);
    if (!hasFocus()) return;
    painter.setPen(QPen(colors.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -2.5), 4, 4);
}

// One line per rest, its name over it; the last one is where the workflow is now.
void TimelineStrip::paintStates(QPainter& painter) const {
    const ThemeColors& colors = m_theme.colors();
    painter.setFont(m_theme.smallFont());
    const bool isWhole = !m_history.hasMore() && shownCount() == static_cast<int>(m_history.changes().size());
    if (!isWhole) {
        painter.setPen(QPen(colors.line, 2, Qt::DotLine));
        painter.drawLine(QPointF(0, kLine), QPointF(kMargin, kLine));
    }
    for (int first = 0; first < shownCount();) {
        int next = first + 1;
        while (next < shownCount() && change(next).to == change(first).to)
            ++next;
        const double left = positionOf(first);
        const double right = next < shownCount() ? positionOf(next) : std::min(left + kWidestGap, width() - 4.0);
        const double end = std::max(right, positionOf(next - 1));
        const bool isPast = change(first).revision > m_inspector.shownRevision();
        painter.setPen(QPen(isPast ? colors.line : colors.muted, 2));
        painter.drawLine(QPointF(left, kLine), QPointF(end, kLine));
        painter.setPen(colors.muted);
        const QRectF place(left - kMark, 4, end - left - 4, 2 * (kText - 4));
        const QString name = QString::fromStdString(change(first).to);
        if (place.width() >= kLeastText)
            painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft,
                             painter.fontMetrics().elidedText(name, Qt::ElideRight, static_cast<int>(place.width())));
        first = next;
    }
}

void TimelineStrip::paintMark(QPainter& painter, int number) const {
    const ThemeColors& colors = m_theme.colors();
    const QPointF at(positionOf(number), kLine);
    const Change& shown = change(number);
    if (shown.revision == m_inspector.shownRevision()) {
        painter.setPen(QPen(colors.accent, 1.5));
        painter.setBrush(colors.accentWash);
        painter.drawEllipse(at, kMark + 4, kMark + 4);
    } else if (number == m_hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.line);
        painter.drawEllipse(at, kMark + 4, kMark + 4);
    }
    drawMark(painter, shown, at, colors);
}

void TimelineStrip::setHovered(int number) {
    if (number == m_hovered) return;
    m_hovered = number;
    setCursor(number < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void TimelineStrip::mousePressEvent(QMouseEvent* event) {
    const int number = numberAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && number >= 0) m_inspector.showRevision(change(number).revision);
}

void TimelineStrip::mouseMoveEvent(QMouseEvent* event) {
    setHovered(numberAt(event->position().toPoint()));
}

void TimelineStrip::leaveEvent(QEvent*) {
    setHovered(-1);
}

void TimelineStrip::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return m_inspector.showPrevious();
    case Qt::Key_Right:
        return m_inspector.showNext();
    case Qt::Key_Home:
        return m_inspector.showFirst();
    case Qt::Key_End:
        return m_inspector.showLive();
    default:
        QWidget::keyPressEvent(event);
    }
}

bool TimelineStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int number = numberAt(help->pos());
    if (number < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), toolTipOf(change(number)), this);
    return true;
}

// Qt takes a tool tip for rich text when it looks like it: what comes from workflows is escaped.
QString TimelineStrip::toolTipOf(const Change& change) const {
    QStringList lines{tr("Revision %1: %2").arg(change.revision.value()).arg(model::changeTitle(change)),
                      model::transitionText(change)};
    if (!change.caller.principal.empty()) lines << tr("by %1").arg(QString::fromStdString(change.caller.principal));
    lines << model::timeToolTip(change.at);
    return u"<p style='white-space:pre'>"_s + lines.join(u'\n').toHtmlEscaped() + u"</p>"_s;
}

} // namespace signalbox::ui
