#include "ui/inspector/action_button.h"

#include <QEvent>
#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

namespace {

constexpr int kHeight = 30;
constexpr int kPadding = 12;
constexpr int kGap = 8;
constexpr int kLongestReason = 220;
constexpr int kShortestReason = 48;
constexpr qreal kRadius = 6;

QFont hintFont(const Theme& theme) {
    QFont font = theme.monoFont();
    font.setPixelSize(theme.smallFont().pixelSize());
    return font;
}

} // namespace

ActionButton::ActionButton(const Theme& theme, Look look, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_look(look) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ActionButton::setHint(const QString& hint) {
    if (hint == m_hint) return;
    m_hint = hint;
    updateGeometry();
    update();
}

int ActionButton::textWidth() const {
    return QFontMetrics(m_theme.boldFont()).horizontalAdvance(text());
}

int ActionButton::hintWidth() const {
    if (m_hint.isEmpty()) return 0;
    const QFont font = hintFont(m_theme);
    if (m_look == Look::Stop && isEnabled()) return keyHintSize(font, m_hint).width();
    return std::min(QFontMetrics(font).horizontalAdvance(m_hint) + 2, kLongestReason);
}

int ActionButton::leastWidth() const {
    return isEnabled() ? sizeHint().width() : textWidth() + 2 * kPadding;
}

QSize ActionButton::sizeHint() const {
    const int gap = m_hint.isEmpty() ? 0 : kGap;
    return {textWidth() + gap + hintWidth() + 2 * kPadding, kHeight};
}

bool ActionButton::event(QEvent* event) {
    if (event->type() == QEvent::EnabledChange) updateGeometry();
    return QAbstractButton::event(event);
}

void ActionButton::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = m_theme.colors();
    const QColor ink = m_look == Look::Go ? colors.go : colors.stop;
    const QColor wash = m_look == Look::Go ? colors.goWash : isDown() || underMouse() ? colors.stopWash : colors.panel;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isLoud = hasFocus() || (isEnabled() && underMouse());
    painter.setPen(QPen(!isEnabled() ? colors.line : isLoud ? colors.text : ink, hasFocus() ? 2 : 1));
    painter.setBrush(isEnabled() ? wash : colors.panel);
    const qreal inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), kRadius, kRadius);

    const QRect inner = rect().adjusted(kPadding, 0, -kPadding, 0);
    painter.setFont(isEnabled() ? m_theme.boldFont() : m_theme.uiFont());
    painter.setPen(isEnabled() ? ink : colors.muted);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text());
    const QFont font = hintFont(m_theme);
    painter.setFont(font);
    if (m_look == Look::Stop && isEnabled()) {
        if (!m_hint.isEmpty()) paintKeyHint(painter, inner, m_hint, colors);
        return;
    }
    const QRect place = inner.adjusted(textWidth() + kGap, 0, 0, 0);
    if (place.width() < std::min(hintWidth(), kShortestReason)) return; // the tooltip has it
    const QString shown = QFontMetrics(font).elidedText(m_hint, Qt::ElideRight, std::max(0, place.width()));
    painter.drawText(place, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, shown);
}

} // namespace signalbox::ui
