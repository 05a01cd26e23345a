#pragma once

class QMenuBar;

namespace signalbox::ui {

class CommandRegistry;
class Theme;

// Fills `bar` with the menus of `registry`, and keeps their icons and their visibility right: a menu none of whose
// commands is available is hidden. Call it once all commands are added. Lifetime: theme and registry outlive the bar.
void fillMenuBar(QMenuBar& bar, CommandRegistry& registry, const Theme& theme);

} // namespace signalbox::ui
