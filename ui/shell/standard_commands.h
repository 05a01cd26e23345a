#pragma once

#include <QList>

#include "ui/shell/command.h"

namespace signalbox::ui {

// Returns: the commands of the desktop, in menu order, as design and documentation list them. Handlers come from the
// parts that own the features; nine "workflow.fire.<n>" stand for the numbered triggers.
QList<Command> standardCommands();

} // namespace signalbox::ui
