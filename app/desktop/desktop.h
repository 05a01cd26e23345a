#pragma once

#include "app/desktop/options.h"

class QApplication;

namespace signalbox {

// Opens the store that `options` name and shows its window, or what keeps it from being opened; runs until the last
// window is closed. Unattended (a picture, the tour) it uses settings of its own and ends by itself. Returns: the exit
// status: 0 when everything that was asked for was done.
int runDesktop(QApplication& application, const DesktopOptions& options);

} // namespace signalbox
