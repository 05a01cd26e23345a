#include "ui/shell/command_registry.h"

#include <QAction>
#include <QPointer>
#include <QShortcut>
#include <QWidget>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

struct CommandRegistry::Entry {
    Command command;
    std::unique_ptr<QAction> action;
    QPointer<QObject> context;
    std::function<void()> handler;
    QString reason; // why it is disabled; empty while enabled
    QList<KeyBinding> defaultKeys;
    std::vector<QPointer<QShortcut>> shortcuts;
};

struct CommandRegistry::Place {
    QPointer<QWidget> widget;
    CommandContext context;
};

namespace {

bool overlap(CommandContexts first, CommandContexts second) {
    if ((first | second).testFlag(CommandContext::Global)) return true;
    return bool(first & second);
}

bool clash(const KeyBinding& first, const KeyBinding& second) {
    // Of two sequences the shorter one would swallow the beginning of the longer.
    const bool isSame = first.keys.matches(second.keys) != QKeySequence::NoMatch ||
                        second.keys.matches(first.keys) != QKeySequence::NoMatch;
    return isSame && overlap(first.contexts, second.contexts);
}

// A menu shows what stands after the tab as the shortcut. The action itself has none: keys act through attach(), so
// that a disabled command can say why and a context's keys stay in that context.
QString menuText(const Command& command) {
    QString text = command.text;
    text.replace(u'&', u"&&"_s);
    return command.keys.isEmpty() ? text : text + u'\t' + keyText(command.keys.first().keys);
}

} // namespace

CommandRegistry::CommandRegistry(QObject* parent) : QObject(parent) {}

CommandRegistry::CommandRegistry(QList<Command> commands) {
    add(std::move(commands));
}

// A handler's context may be the registry itself or outlive it; neither may call back into what is going.
CommandRegistry::~CommandRegistry() {
    for (const auto& entry : m_entries) {
        if (entry->context) disconnect(entry->context, nullptr, this, nullptr);
    }
}

void CommandRegistry::add(Command command) {
    Q_ASSERT(!contains(command.id));
    auto entry = std::make_unique<Entry>();
    entry->action = std::make_unique<QAction>();
    entry->action->setObjectName(command.id);
    entry->action->setCheckable(command.isCheckable);
    entry->action->setMenuRole(QAction::NoRole);
    connect(entry->action.get(), &QAction::triggered, this, [this, id = command.id](bool checked) {
        // An action checks itself when it is clicked; what a command's mark says is its handler's business, as with a
        // key.
        if (action(id)->isCheckable()) action(id)->setChecked(!checked);
        trigger(id);
    });
    entry->command = std::move(command);
    entry->defaultKeys = entry->command.keys;
    if (const auto* keys = m_keymap.find(entry->command.id)) entry->command.keys = *keys;
    const QString id = entry->command.id;
    m_byId.insert(id, entry.get());
    m_entries.push_back(std::move(entry));
    update(id);
}

void CommandRegistry::add(QList<Command> commands) {
    for (Command& command : commands) {
        add(std::move(command));
    }
}

QList<Command> CommandRegistry::commands() const {
    QList<Command> all;
    for (const auto& entry : m_entries) {
        all.append(entry->command);
    }
    return all;
}

bool CommandRegistry::contains(const QString& id) const {
    return m_byId.contains(id);
}

const Command& CommandRegistry::command(const QString& id) const {
    return entry(id).command;
}

bool CommandRegistry::isAvailable(const QString& id) const {
    const Entry& found = entry(id);
    return found.handler && found.context;
}

bool CommandRegistry::isEnabled(const QString& id) const {
    return isAvailable(id) && entry(id).reason.isEmpty();
}

QString CommandRegistry::disabledReason(const QString& id) const {
    return entry(id).reason;
}

QString CommandRegistry::toolTip(const QString& id) const {
    const Entry& found = entry(id);
    QString text = found.command.text;
    if (const QString keys = firstKeyText(id); !keys.isEmpty()) text += u"  "_s + keys;
    return found.reason.isEmpty() ? text : text + u'\n' + found.reason;
}

QString CommandRegistry::firstKeyText(const QString& id) const {
    const QList<KeyBinding>& keys = entry(id).command.keys;
    return keys.isEmpty() ? QString() : keyText(keys.first().keys);
}

QList<KeyBinding> CommandRegistry::defaultKeys(const QString& id) const {
    return entry(id).defaultKeys;
}

QAction* CommandRegistry::action(const QString& id) const {
    return entry(id).action.get();
}

void CommandRegistry::setHandler(const QString& id, QObject* context, std::function<void()> handler) {
    Q_ASSERT(context && handler);
    Entry& found = entry(id);
    found.context = context;
    found.handler = std::move(handler);
    found.reason.clear();
    connect(context, &QObject::destroyed, this, [this, id] { update(id); });
    update(id);
}

void CommandRegistry::setEnabled(const QString& id) {
    setDisabled(id, QString());
}

void CommandRegistry::setDisabled(const QString& id, const QString& reason) {
    Entry& found = entry(id);
    if (found.reason == reason) return;
    found.reason = reason;
    update(id);
}

void CommandRegistry::setText(const QString& id, const QString& text) {
    Entry& found = entry(id);
    if (found.command.text == text) return;
    found.command.text = text;
    found.action->setText(menuText(found.command));
    update(id);
}

void CommandRegistry::setChecked(const QString& id, bool checked) {
    entry(id).action->setChecked(checked);
    Q_EMIT commandChanged(id);
}

void CommandRegistry::attach(QWidget& widget, CommandContext context) {
    std::erase_if(m_places, [](const Place& place) { return place.widget.isNull(); });
    m_places.push_back({&widget, context});
    for (const auto& entry : m_entries) {
        bind(widget, context, *entry);
    }
}

void CommandRegistry::setKeymap(const Keymap& keymap) {
    m_keymap = keymap;
    for (const auto& entry : m_entries) {
        const auto* keys = m_keymap.find(entry->command.id);
        useKeys(*entry, keys ? *keys : entry->defaultKeys);
    }
}

bool CommandRegistry::trigger(const QString& id) {
    if (!isAvailable(id)) return false;
    const Entry& found = entry(id);
    if (!found.reason.isEmpty()) {
        Q_EMIT refused(id, found.reason);
        return false;
    }
    // A copy: the handler may replace itself.
    const auto handler = found.handler;
    handler();
    Q_EMIT triggered(id);
    return true;
}

QList<KeyConflict> CommandRegistry::conflictsUnder(const Keymap& keymap) const {
    QList<KeyConflict> found;
    std::vector<std::pair<QString, KeyBinding>> bindings;
    for (const auto& entry : m_entries) {
        const QString& id = entry->command.id;
        const auto* given = keymap.find(id);
        for (const KeyBinding& binding : given ? *given : entry->defaultKeys) {
            for (const auto& [other, otherBinding] : bindings) {
                if (clash(binding, otherBinding)) found.append({binding.keys, other, id});
            }
            bindings.emplace_back(id, binding);
        }
    }
    return found;
}

CommandRegistry::Entry& CommandRegistry::entry(const QString& id) const {
    Entry* found = m_byId.value(id);
    Q_ASSERT(found);
    return *found;
}

void CommandRegistry::update(const QString& id) {
    const Entry& found = entry(id);
    found.action->setText(menuText(found.command));
    found.action->setVisible(isAvailable(id));
    found.action->setEnabled(isEnabled(id));
    found.action->setToolTip(toolTip(id));
    Q_EMIT commandChanged(id);
}

void CommandRegistry::useKeys(Entry& entry, const QList<KeyBinding>& keys) {
    if (entry.command.keys == keys) return;
    entry.command.keys = keys;
    for (const QPointer<QShortcut>& shortcut : entry.shortcuts) {
        if (!shortcut) continue;
        // Later: it may be the one whose key is being handled.
        shortcut->setEnabled(false);
        shortcut->deleteLater();
    }
    entry.shortcuts.clear();
    for (const Place& place : m_places) {
        if (place.widget) bind(*place.widget, place.context, entry);
    }
    update(entry.command.id);
}

void CommandRegistry::bind(QWidget& widget, CommandContext context, Entry& entry) {
    const auto reach = context == CommandContext::Global ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut;
    for (const KeyBinding& binding : entry.command.keys) {
        if (!binding.contexts.testFlag(context)) continue;
        auto* shortcut = new QShortcut(binding.keys, &widget);
        shortcut->setContext(reach);
        connect(shortcut, &QShortcut::activated, this, [this, id = entry.command.id] { trigger(id); });
        entry.shortcuts.emplace_back(shortcut);
    }
}

} // namespace signalbox::ui
