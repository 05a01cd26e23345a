#pragma once

#include <QHash>
#include <QObject>

#include "ui/shell/command.h"
#include "ui/shell/keymap.h"

#include <functional>
#include <memory>
#include <vector>

class QAction;
class QWidget;

namespace signalbox::ui {

// Two commands that one key would reach.
struct KeyConflict {
    QKeySequence keys;
    QString firstId;
    QString secondId;
};

// All commands of the program; menus, tooltips, palette, cheat sheet and the documentation are made from it.
//
// A command without a handler is absent: it shows nowhere and its keys do nothing, so a part that is not built leaves
// no dead entry. A command with a handler is enabled or disabled with a reason; asking for a disabled one, by key or
// otherwise, emits refused() with that reason instead of doing nothing in silence.
//
// Its keys are its own or those of the keymap; whoever shows them reads them anew at commandChanged().
class CommandRegistry : public QObject {
    Q_OBJECT
public:
    explicit CommandRegistry(QObject* parent = nullptr);
    explicit CommandRegistry(QList<Command> commands);
    ~CommandRegistry() override;

    // Requires: its id is new; conflicts() stays empty.
    void add(Command command);
    void add(QList<Command> commands);

    // Returns: every command with its present keys, in the order they were added; absent ones too.
    QList<Command> commands() const;
    bool contains(const QString& id) const;
    // These require contains(id).
    const Command& command(const QString& id) const;
    bool isAvailable(const QString& id) const; // has a handler
    bool isEnabled(const QString& id) const;
    QString disabledReason(const QString& id) const;
    // Returns: "Fire…  Ctrl+E", and the reason on a second line while disabled.
    QString toolTip(const QString& id) const;
    // Returns: the key that menus show, as text: "Ctrl+E"; empty without one.
    QString firstKeyText(const QString& id) const;
    // Returns: the keys that the command came with.
    QList<KeyBinding> defaultKeys(const QString& id) const;
    // Returns: the action that menus and buttons show. Lifetime: as the registry's.
    QAction* action(const QString& id) const;

    // Makes `id` do `handler` until `context` is destroyed, enabled. Replaces an earlier handler.
    void setHandler(const QString& id, QObject* context, std::function<void()> handler);
    void setEnabled(const QString& id);
    // `reason` is a translated sentence an operator can act on.
    void setDisabled(const QString& id, const QString& reason);
    // Names a command whose text depends on what it leads to: "Show Assigned to me".
    void setText(const QString& id, const QString& text);
    // The check mark changes only here: a toggle's handler calls it.
    void setChecked(const QString& id, bool checked);

    // Makes the keys of `context` act while `widget` (a window, for Global) or a child of it has the focus.
    void attach(QWidget& widget, CommandContext context);

    // Runs the command or emits refused(). Returns: whether it ran.
    bool trigger(const QString& id);

    // Gives commands the keys of `keymap`, the others their own; shortcuts, menus and tooltips follow at once. Ids that
    // are not here are ignored. Requires: conflictsUnder(keymap) is empty, else the keys in question do nothing.
    void setKeymap(const Keymap& keymap);
    const Keymap& keymap() const { return m_keymap; }

    // Returns: the pairs that share a key in a context, or with Global.
    QList<KeyConflict> conflicts() const { return conflictsUnder(m_keymap); }
    // Returns: what conflicts() would be with `keymap`.
    QList<KeyConflict> conflictsUnder(const Keymap& keymap) const;

Q_SIGNALS:
    // Its handler, enabled state, reason, check mark or keys are new.
    void commandChanged(const QString& id);
    void triggered(const QString& id);
    void refused(const QString& id, const QString& reason);

private:
    struct Entry;
    Entry& entry(const QString& id) const;
    void update(const QString& id);
    void useKeys(Entry& entry, const QList<KeyBinding>& keys);
    void bind(QWidget& widget, CommandContext context, Entry& entry);

    struct Place; // complete where vectors of it are used
    std::vector<std::unique_ptr<Entry>> m_entries;
    QHash<QString, Entry*> m_byId;
    std::vector<Place> m_places; // where attach() made keys act
    Keymap m_keymap;
};

} // namespace signalbox::ui
