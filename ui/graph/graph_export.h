#pragma once

#include <QByteArray>
#include <QGraphicsScene>
#include <QString>

#include "engine/base/error.h"

namespace signalbox::ui {

// Writes `part` of the scene to a file, as its suffix says: svg, png (twice as fine as a screen) or pdf (one page of
// its size). Errors: InvalidArgument for another suffix, Io when the file cannot be written.
Status exportScene(QGraphicsScene& scene, const QRectF& part, const QColor& background, const QString& path);

// Replaces the file whole or not at all. Errors: Io.
Status writeFile(const QString& path, const QByteArray& bytes);

} // namespace signalbox::ui
