#pragma once

#include <QByteArray>
#include <QString>

#include "ui/shell/keymap.h"

#include <expected>

namespace signalbox::ui {

class CommandRegistry;
struct KeyConflict;

// Keymaps as text, in files and in the settings: a JSON object in UTF-8,
//
//     {"signalboxKeymap": 1, "commands": {"workflow.fire": [{"keys": "Ctrl+E"}, {"keys": "T", "in": ["list",
//     "graph"]}]}}
//
// "signalboxKeymap" is the version of this format. "commands" maps a command's id to all its keys; an empty array takes
// every key away, a command that is not named keeps its own. "keys" is a QKeySequence's portable text. "in" names the
// places where the keys act, "list" and "graph"; without it they act everywhere.
QByteArray keymapText(const Keymap& keymap);

// Returns: the keymap, or what is wrong with the text, as a translated sentence that names the place.
std::expected<Keymap, QString> parseKeymap(const QByteArray& text);

// A keymap from elsewhere as it can be used here.
struct UsableKeymap {
    Keymap keymap;
    QStringList unknownIds; // left out: this program has no such command
};

// Returns: the keymap of a file, or why it cannot be used, which includes two commands on one key.
std::expected<UsableKeymap, QString> usableKeymap(const QByteArray& text, const CommandRegistry& registry);

// Returns: `keymap` without conflicts. What a person has chosen wins over the keys that a newer program came with.
Keymap withoutConflicts(Keymap keymap, const CommandRegistry& registry);

// Returns: "Ctrl+K is both “Jump to anything…” and “Filter workflows”."
QString conflictText(const KeyConflict& conflict, const CommandRegistry& registry);

} // namespace signalbox::ui
