#pragma once

#include <QString>

#include "ui/theme/theme_colors.h"

namespace signalbox::ui {

// Returns: resources/themes/signalbox.qss with its @tokens replaced by `colors`.
//
// What the sheet offers by dynamic property: role = primary | go | stop | stopFilled | flat | link on buttons,
// tone = muted | faint | accent | go | warn | stop | brand | heading on labels, surface = panel | raised | bg | popover
// on frames, rule = true for a one pixel line, invalid = true on line edits.
QString styleSheet(const ThemeColors& colors);

// Replaces the @tokens of `source`. Requires: each token is the name of a colour of ThemeColors.
QString filledStyleSheet(const QString& source, const ThemeColors& colors);

} // namespace signalbox::ui
