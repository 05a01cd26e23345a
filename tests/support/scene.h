#pragma once

#include <QImage>
#include <QSize>
#include <QString>

class QWidget;

namespace signalbox::ui {

// Shows `widget` at exactly `size`, keeps what it painted as scenes/<name>.png under the working directory (or under
// SIGNALBOX_SCENES), for people to look at, and returns it.
QImage saveScene(QWidget& widget, const QSize& size, const QString& name);

} // namespace signalbox::ui
