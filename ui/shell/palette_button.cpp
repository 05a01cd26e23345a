#include "ui/shell/palette_button.h"

#include <QIcon>
#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/chip_painter.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

PaletteButton::PaletteButton(const Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
    setObjectName(u"paletteButton"_s);
    setText(tr("Jump to a workflow, run a command…"));
    setAccessibleName(text());
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    // Tab reaches the panes; the palette has a key of its own.
    setFocusPolicy(Qt::NoFocus);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PaletteButton::setKeys(const QString& keys) {
    m_keys = keys;
    update();
}

void PaletteButton::paintEvent(QPaintEvent* /*event*/) {
    const ThemeColors& colors = m_theme.colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(underMouse() ? colors.faint : colors.line);
    painter.setBrush(colors.bg);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    if (width() < kLeastTextWidth) return paintIcon(painter);
    painter.setFont(m_theme.monoFont());
    const QRect inner = rect().adjusted(10, 0, -6, 0);
    const QRect cap = m_keys.isEmpty() ? QRect() : paintKeyHint(painter, inner, m_keys, colors);
    painter.setFont(m_theme.uiFont());
    painter.setPen(colors.muted);
    const int width = (cap.isNull() ? inner.right() : cap.left() - 8) - inner.left();
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, width));
}

void PaletteButton::paintIcon(QPainter& painter) const {
    const QColor ink = m_theme.colors().muted;
    const QIcon icon = m_theme.icon(u"edit-find"_s, ink);
    if (!icon.isNull()) return icon.paint(&painter, rect());
    painter.setPen(ink);
    painter.drawText(rect(), Qt::AlignCenter, u"…"_s);
}

} // namespace signalbox::ui
