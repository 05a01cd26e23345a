#include "ui/widgets/count_chip.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/tabular_text.h"

namespace signalbox::ui {

namespace {

constexpr int kHeight = 25;
constexpr int kPadding = 11;
constexpr int kGap = 4;

} // namespace

CountChip::CountChip(const Theme& theme, const QString& text, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme) {
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    describe();
}

void CountChip::setCount(std::optional<qint64> count) {
    if (count == m_count) return;
    m_count = count;
    describe();
    updateGeometry();
    update();
}

QSize CountChip::sizeHint() const {
    int width = QFontMetrics(m_theme.uiFont()).horizontalAdvance(text()) + 2 * kPadding;
    if (m_count) width += kGap + tabularWidth(QFontMetrics(m_theme.boldFont()), countText());
    return {width, kHeight};
}

void CountChip::paintEvent(QPaintEvent* /*event*/) {
    const ThemeColors& colors = m_theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isLit = isChecked() || underMouse();
    const qreal width = hasFocus() ? 2 : 1;
    painter.setPen(QPen(isChecked() || hasFocus() ? colors.accent : (isLit ? colors.faint : colors.line), width));
    painter.setBrush(isChecked() ? colors.accentWash : colors.panel);
    const QRectF outline = QRectF(rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2);
    painter.drawRoundedRect(outline, outline.height() / 2, outline.height() / 2);

    const QRect inner = rect().adjusted(kPadding, 0, -kPadding, 0);
    painter.setFont(m_theme.uiFont());
    painter.setPen(isChecked() ? colors.accent : colors.muted);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text());
    if (!m_count) return;
    painter.setFont(m_theme.boldFont());
    painter.setPen(isChecked() ? colors.accent : colors.text);
    drawTabularText(painter, inner, Qt::AlignRight, countText());
}

bool CountChip::event(QEvent* event) {
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) update();
    return QAbstractButton::event(event);
}

QString CountChip::countText() const {
    return QLocale().toString(m_count.value_or(0));
}

void CountChip::describe() {
    setAccessibleName(m_count ? tr("%1, %n workflow(s)", nullptr, int(std::min<qint64>(*m_count, INT_MAX))).arg(text())
                              : text());
}

} // namespace signalbox::ui
