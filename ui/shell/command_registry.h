#pragma once

#include <QHash>
#include <QObject>

#include "ui/shell/command.h"

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
class CommandRegistry : public QObject {
    Q_OBJECT
public:
    explicit CommandRegistry(QObject* parent = nullptr);
    ~CommandRegistry() override;

    // Requires: its id is new; conflicts() stays empty.
    void add(Command command);
    void add(QList<Command> commands);

    // Returns: every command, in the order they were added; absent ones too.
    QList<Command> commands() const;
    bool contains(const QString& id) const;
    // These require contains(id).
    const Command& command(const QString& id) const;
    bool isAvailable(const QString& id) const; // has a handler
    bool isEnabled(const QString& id) const;
    QString disabledReason(const QString& id) const;
    // Returns: "Fire…  Ctrl+E", and the reason on a second line while disabled.
    QString toolTip(const QString& id) const;
    // Returns: the action that menus and buttons show. Lifetime: as the registry's.
    QAction* action(const QString& id) const;

    // Makes `id` do `handler` until `context` is destroyed, enabled. Replaces an earlier handler.
    void setHandler(const QString& id, QObject* context, std::function<void()> handler);
    void setEnabled(const QString& id);
    // `reason` is a translated sentence an operator can act on.
    void setDisabled(const QString& id, const QString& reason);
    // The check mark changes only here: a toggle's handler calls it.
    void setChecked(const QString& id, bool checked);

    // Makes the keys of `context` act while `widget` (a window, for Global) or a child of it has the focus.
    void attach(QWidget& widget, CommandContext context);

    // Runs the command or emits refused(). Returns: whether it ran.
    bool trigger(const QString& id);

    // Returns: the pairs that share a key in a context, or with Global.
    QList<KeyConflict> conflicts() const;

Q_SIGNALS:
    // Its handler, enabled state, reason or check mark is new.
    void commandChanged(const QString& id);
    void triggered(const QString& id);
    void refused(const QString& id, const QString& reason);

private:
    struct Entry;
    Entry& entry(const QString& id) const;
    void update(const QString& id);
    void bind(QWidget& widget, CommandContext context, const Command& command);

    std::vector<std::unique_ptr<Entry>> m_entries;
    QHash<QString, Entry*> m_byId;
};

} // namespace signalbox::ui
