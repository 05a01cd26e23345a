#include "ui/shell/keymap.h"

namespace signalbox::ui {

const QList<KeyBinding>* Keymap::find(const QString& id) const {
    const auto found = m_keys.constFind(id);
    return found == m_keys.constEnd() ? nullptr : &*found;
}

void Keymap::set(const QString& id, const QList<KeyBinding>& keys) {
    m_keys.insert(id, keys);
}

void Keymap::reset(const QString& id) {
    m_keys.remove(id);
}

bool isTypingKey(const QKeySequence& keys) {
    if (keys.isEmpty()) return false;
    const QKeyCombination first = keys[0];
    const bool isChord = first.keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    const bool isFunctionKey = first.key() >= Qt::Key_F1 && first.key() <= Qt::Key_F35;
    return !isChord && !isFunctionKey;
}

} // namespace signalbox::ui
