#pragma once

#include <QFlags>
#include <QKeySequence>
#include <QList>
#include <QString>

namespace signalbox::ui {

// Where the focus must be for a key to act. Global keys act anywhere in a window.
enum class CommandContext : quint8 {
    Global = 1,
    List = 2,  // the workflow list
    Graph = 4, // the state graph
    Navigator = 8,
};
Q_DECLARE_FLAGS(CommandContexts, CommandContext)
Q_DECLARE_OPERATORS_FOR_FLAGS(CommandContexts)

// The menu that shows a command, in the order of the menu bar; Graph and Theme are inside View. Palette and cheat sheet
// group by it too.
enum class CommandMenu : quint8 { None, File, Workflow, View, Graph, Theme, Go, Server, Help };

struct KeyBinding {
    QKeySequence keys = {};
    CommandContexts contexts = CommandContext::Global;

    bool operator==(const KeyBinding&) const = default;
};

// One thing an operator can ask for: a value, the same for every window. What it does is set by setHandler().
struct Command {
    QString id = {}; // "workflow.fire": stable, never translated; shortcuts are stored by it
    // Translated, imperative, no mnemonic; ends in an ellipsis when it asks something first.
    QString text = {};
    QList<KeyBinding> keys = {}; // the first is the one that menus and tooltips show
    CommandMenu menu = CommandMenu::None;
    int section = 0; // within the menu; a separator stands between sections
    bool isCheckable = false;
    bool isInPalette = true;
    QString iconName = {}; // freedesktop; may be empty
    // Commands that differ by a number only share one row of the cheat sheet under this text.
    QString series = {};
};

// Returns: the translated name of a menu, without mnemonic; empty for None.
QString menuName(CommandMenu menu);

// Returns: keys as a person reads them in a menu: "Ctrl+K", "Del", "Enter" for both keys of that name.
QString keyText(const QKeySequence& keys);
// Returns: keys as a key cap shows them: "Ctrl K".
QString keyCapText(const QKeySequence& keys);

} // namespace signalbox::ui
