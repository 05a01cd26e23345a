#include "ui/widgets/chip_painter.h"

#include <QFontMetrics>
#include <QPainter>

namespace signalbox::ui {

namespace {

constexpr int kChipPadding = 8;
constexpr int kChipExtraHeight = 5;
constexpr qreal kChipRadius = 4;
constexpr int kKeyPadding = 5;
constexpr qreal kDotDiameter = 8;

// Borders lie on pixel centres, else one pixel lines blur over two.
QRectF strokeRect(const QRect& rect) {
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

} // namespace

ChipColors chipColors(const ThemeColors& colors, Tone tone) {
    switch (tone) {
    case Tone::Plain:
        return {colors.panel, colors.line, colors.text};
    case Tone::Muted:
        return {colors.panel, colors.line, colors.muted};
    case Tone::Accent:
        return {colors.accentWash, colors.accentWash, colors.accent};
    case Tone::Go:
        return {colors.goWash, colors.goWash, colors.go};
    case Tone::Warn:
        return {colors.warnWash, colors.warnWash, colors.warn};
    case Tone::Stop:
        return {colors.stopWash, colors.stopWash, colors.stop};
    }
    Q_UNREACHABLE();
}

QColor toneColor(const ThemeColors& colors, Tone tone) {
    return chipColors(colors, tone).text;
}

QSize chipSize(const QFont& font, const QString& text) {
    const QFontMetrics metrics(font);
    return {metrics.horizontalAdvance(text) + 2 * kChipPadding, metrics.height() + kChipExtraHeight};
}

QRect paintChip(QPainter& painter, const QRect& rect, const QString& text, const ChipColors& colors) {
    const QSize wanted = chipSize(painter.font(), text);
    const QSize size(std::min(wanted.width(), rect.width()), std::min(wanted.height(), rect.height()));
    const QRect chip(QPoint(rect.left(), rect.top() + (rect.height() - size.height()) / 2), size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.border);
    painter.setBrush(colors.fill);
    painter.drawRoundedRect(strokeRect(chip), kChipRadius, kChipRadius);
    const QRect inner = chip.adjusted(kChipPadding, 0, -kChipPadding, 0);
    painter.setPen(colors.text);
    // elidedText() counts fractions of pixels that the wanted size leaves out: never elide where the chip has its size.
    const bool isNarrow = size.width() < wanted.width();
    const QString shown =
        isNarrow ? painter.fontMetrics().elidedText(text, Qt::ElideRight, std::max(inner.width(), 0)) : text;
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    painter.restore();
    return chip;
}

void paintDot(QPainter& painter, const QRectF& rect, const QColor& color, bool isFilled) {
    const qreal radius = std::min({kDotDiameter, rect.width(), rect.height()}) / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isFilled ? QPen(Qt::NoPen) : QPen(color, 1.2));
    painter.setBrush(isFilled ? QBrush(color) : QBrush(Qt::NoBrush));
    const qreal drawn = isFilled ? radius : radius - 0.6;
    painter.drawEllipse(rect.center(), drawn, drawn);
    painter.restore();
}

QSize keyHintSize(const QFont& font, const QString& keys) {
    const QFontMetrics metrics(font);
    return {metrics.horizontalAdvance(keys) + 2 * kKeyPadding, metrics.height() + 2};
}

QRect paintKeyHint(QPainter& painter, const QRect& rect, const QString& keys, const ThemeColors& colors) {
    const QSize size = keyHintSize(painter.font(), keys);
    const QRect cap(QPoint(rect.right() + 1 - size.width(), rect.top() + (rect.height() - size.height()) / 2), size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.line);
    painter.setBrush(colors.raised);
    painter.drawRoundedRect(strokeRect(cap), kChipRadius, kChipRadius);
    painter.setPen(colors.muted);
    painter.drawText(cap, Qt::AlignCenter | Qt::TextSingleLine, keys);
    painter.restore();
    return cap;
}

} // namespace signalbox::ui
