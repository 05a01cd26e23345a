#pragma once

#include "ui/shell/command_registry.h"

namespace signalbox::ui {

// One change to a keymap each: pure, judged by nobody. A command that comes back to its own keys is left out again.

// `id` has `keys` too: everywhere if it acts everywhere by itself and they write nothing, else in list and graph where
// it acts by itself.
Keymap withKey(Keymap keymap, const QString& id, const QKeySequence& keys, const CommandRegistry& registry);
Keymap withoutKey(Keymap keymap, const QString& id, const QKeySequence& keys, const CommandRegistry& registry);
Keymap withOwnKeys(Keymap keymap, const QString& id);
// Every other command gives up the keys that `winner` wants.
Keymap withKeysTaken(Keymap keymap, const QString& winner, const CommandRegistry& registry);

// Returns: where keys act: empty for everywhere, "list", "graph", "list, graph".
QString placeText(CommandContexts contexts);

} // namespace signalbox::ui
