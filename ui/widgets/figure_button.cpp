#include "ui/widgets/figure_button.h"

#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/tabular_text.h"

namespace signalbox::ui {

namespace {

constexpr int kPadding = 4;

} // namespace

FigureButton::FigureButton(const Theme& theme, Tone tone, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_tone(tone) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setFont(theme.uiFont());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize FigureButton::sizeHint() const {
    const QFontMetrics metrics(m_theme.uiFont());
    return {tabularWidth(metrics, text()) + 2 * kPadding, metrics.height() + 2};
}

void FigureButton::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = m_theme.colors();
    QPainter painter(this);
    const QColor ink = toneColor(colors, m_tone);
    painter.setFont(m_theme.uiFont());
    painter.setPen(ink);
    const QRect place = rect().adjusted(kPadding, 0, -kPadding, 0);
    drawTabularText(painter, place, Qt::AlignLeft, text());
    if (underMouse()) painter.drawLine(place.left(), rect().bottom() - 1, place.right(), rect().bottom() - 1);
    if (!hasFocus()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace signalbox::ui
