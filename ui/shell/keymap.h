#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include "ui/shell/command.h"

namespace signalbox::ui {

// The keys that a person has given to commands: a value that holds only what differs from the commands' own keys.
class Keymap {
public:
    // Returns: null where the command keeps its own keys; an empty list where it has none any more.
    const QList<KeyBinding>* find(const QString& id) const;
    void set(const QString& id, const QList<KeyBinding>& keys);
    void reset(const QString& id);

    bool isEmpty() const { return m_keys.isEmpty(); }
    // Returns: the commands with other keys than their own, sorted.
    QStringList ids() const { return m_keys.keys(); }

    bool operator==(const Keymap&) const = default;

private:
    QMap<QString, QList<KeyBinding>> m_keys;
};

// Whether `keys` write or move something in a field, so that they must not act everywhere: a letter, Enter, an arrow.
bool isTypingKey(const QKeySequence& keys);

} // namespace signalbox::ui
