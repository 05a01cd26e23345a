#pragma once

#include <QFont>
#include <QRect>
#include <QString>

#include "ui/theme/theme_colors.h"

class QPainter;

namespace signalbox::ui {

// What a small mark says; the word beside it always says it too.
enum class Tone { Plain, Muted, Accent, Go, Warn, Stop };

// The colours of a chip of `tone`; Plain and Muted are outlined, the others washed.
struct ChipColors {
    QColor fill;
    QColor border;
    QColor text;
};

ChipColors chipColors(const ThemeColors& colors, Tone tone);

// Returns: the ink of `tone` on a panel.
QColor toneColor(const ThemeColors& colors, Tone tone);

// Returns: the size of a chip that shows all of `text`. Units: device-independent pixels.
QSize chipSize(const QFont& font, const QString& text);

// Paints a state chip at the left of `rect`, vertically centred, its text elided where `rect` is narrower than
// chipSize(). For item delegates: allocates nothing that outlives the call. Returns: the rectangle the chip took.
QRect paintChip(QPainter& painter, const QRect& rect, const QString& text, const ChipColors& colors);

// Paints a round mark in the middle of `rect`: filled, or a ring when `isFilled` is false (idle, on disk).
void paintDot(QPainter& painter, const QRectF& rect, const QColor& color, bool isFilled);

// Paints a key cap ("Ctrl K") at the right of `rect`, vertically centred. Returns: the rectangle it took.
QRect paintKeyHint(QPainter& painter, const QRect& rect, const QString& keys, const ThemeColors& colors);
// Returns: the size of that key cap in `font`.
QSize keyHintSize(const QFont& font, const QString& keys);

} // namespace signalbox::ui
