#pragma once

#include <QString>

#include "engine/base/error.h"

class QWidget;

namespace signalbox {

class StoreWindow;

// Waits, running the event loop, until nothing is loading, laid out or moving any more.
// Returns: false when that takes longer than a few seconds.
[[nodiscard]] bool waitUntilSettled(StoreWindow& store);

// Renders the window as it stands into a PNG file, dialogs over it included.
// Errors: Io when the file cannot be written.
[[nodiscard]] Status takePicture(QWidget& window, const QString& path);

// Errors: Busy when the window does not settle; as takePicture.
[[nodiscard]] Status takeSettledPicture(StoreWindow& store, const QString& path);

} // namespace signalbox
