#include "ui/preferences/shortcut_keys.h"

#include <QCoreApplication>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::ShortcutEditor)
};

QList<KeyBinding> keysOf(const Keymap& keymap, const QString& id, const CommandRegistry& registry) {
    const auto* given = keymap.find(id);
    return given ? *given : registry.defaultKeys(id);
}

void setKeys(Keymap& keymap, const QString& id, const QList<KeyBinding>& keys, const CommandRegistry& registry) {
    if (keys == registry.defaultKeys(id))
        keymap.reset(id);
    else
        keymap.set(id, keys);
}

CommandContexts contextsFor(const QKeySequence& keys, const QList<KeyBinding>& own) {
    CommandContexts contexts;
    for (const KeyBinding& each : own)
        contexts |= each.contexts;
    const bool isGlobal = !contexts || contexts.testFlag(CommandContext::Global);
    if (isGlobal && !isTypingKey(keys)) return CommandContext::Global;
    contexts.setFlag(CommandContext::Global, false);
    return contexts ? contexts : CommandContext::List | CommandContext::Graph;
}

} // namespace

Keymap withKey(Keymap keymap, const QString& id, const QKeySequence& keys, const CommandRegistry& registry) {
    QList<KeyBinding> all = keysOf(keymap, id, registry);
    all.removeIf([&keys](const KeyBinding& each) { return each.keys == keys; });
    all.append({keys, contextsFor(keys, registry.defaultKeys(id))});
    setKeys(keymap, id, all, registry);
    return keymap;
}

Keymap withoutKey(Keymap keymap, const QString& id, const QKeySequence& keys, const CommandRegistry& registry) {
    QList<KeyBinding> left = keysOf(keymap, id, registry);
    left.removeIf([&keys](const KeyBinding& each) { return each.keys == keys; });
    setKeys(keymap, id, left, registry);
    return keymap;
}

Keymap withOwnKeys(Keymap keymap, const QString& id) {
    keymap.reset(id);
    return keymap;
}

Keymap withKeysTaken(Keymap keymap, const QString& winner, const CommandRegistry& registry) {
    for (const KeyConflict& conflict : registry.conflictsUnder(keymap)) {
        const bool concerns = conflict.firstId == winner || conflict.secondId == winner;
        const QString& loser = conflict.firstId == winner ? conflict.secondId : conflict.firstId;
        if (!concerns) continue;
        // One of two sequences may be the beginning of the other; both spellings go.
        for (const KeyBinding& each : keysOf(keymap, loser, registry)) {
            const bool isMeant = each.keys.matches(conflict.keys) != QKeySequence::NoMatch ||
                                 conflict.keys.matches(each.keys) != QKeySequence::NoMatch;
            if (isMeant) keymap = withoutKey(keymap, loser, each.keys, registry);
        }
    }
    return keymap;
}

QString placeText(CommandContexts contexts) {
    if (contexts.testFlag(CommandContext::Global)) return {};
    if (contexts == CommandContexts(CommandContext::List)) return Text::tr("list");
    if (contexts == CommandContexts(CommandContext::Graph)) return Text::tr("graph");
    return Text::tr("list, graph");
}

} // namespace signalbox::ui
