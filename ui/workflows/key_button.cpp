#include "ui/workflows/key_button.h"

#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>

#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

namespace {

constexpr int kGap = 8;
constexpr int kMargin = 8;

} // namespace

KeyButton::KeyButton(const Theme& theme, const QString& text, QWidget* parent)
    : QPushButton(text, parent)
    , m_theme(theme) {}

void KeyButton::setKeys(const QString& keys) {
    m_keys = keys;
    updateGeometry();
    update();
}

QSize KeyButton::sizeHint() const {
    const QSize plain = QPushButton::sizeHint();
    if (m_keys.isEmpty()) return plain;
    return {plain.width() + kGap + keyHintSize(m_theme.smallFont(), m_keys).width(), plain.height()};
}

void KeyButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    painter.drawControl(QStyle::CE_PushButton, option);
    const QRect inner = rect().adjusted(kMargin + 4, 0, -kMargin, 0);
    painter.setFont(font());
    painter.setPen(isEnabled() ? m_theme.colors().text : m_theme.colors().faint);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft, text());
    painter.setFont(m_theme.smallFont());
    if (!m_keys.isEmpty()) paintKeyHint(painter, inner, m_keys, m_theme.colors());
}

} // namespace signalbox::ui
