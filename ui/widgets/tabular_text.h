#pragma once

#include <QFontMetrics>
#include <QRect>
#include <QString>

class QPainter;

namespace signalbox::ui {

// Text whose digits are equally wide, so numbers stand under each other and a live one does not tremble. Inter's digits
// are proportional and Qt 6.4 cannot ask a font for its tabular ones.
int tabularWidth(const QFontMetrics& metrics, const QString& text);

// Draws `text` on one line in the painter's font and pen; elides nothing.
// Requires: `alignment` is a horizontal one; vertically the text is centred in `rect`.
void drawTabularText(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text);

} // namespace signalbox::ui
