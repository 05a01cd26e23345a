#include "ui/shell/standard_commands.h"

#include <QCoreApplication>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr CommandContexts kListAndGraph = CommandContext::List | CommandContext::Graph;

QString tr(const char* text) {
    return QCoreApplication::translate("signalbox::ui::Commands", text);
}

KeyBinding key(const char* keys, CommandContexts contexts = CommandContext::Global) {
    return {QKeySequence(QString::fromLatin1(keys), QKeySequence::PortableText), contexts};
}

// The platform's own keys come first; `fallback` where it has none.
KeyBinding standard(QKeySequence::StandardKey standardKey, const char* fallback,
                    CommandContexts contexts = CommandContext::Global) {
    const auto bound = QKeySequence::keyBindings(standardKey);
    return bound.isEmpty() ? key(fallback, contexts) : KeyBinding{bound.first(), contexts};
}

QList<Command> fileCommands() {
    return {
        {.id = u"workflow.new"_s,
         .text = tr("New workflow…"),
         .keys = {standard(QKeySequence::New, "Ctrl+N")},
         .menu = CommandMenu::File,
         .iconName = u"list-add"_s},
        {.id = u"definition.deploy"_s,
         .text = tr("Deploy definition…"),
         .keys = {key("Ctrl+Shift+D")},
         .menu = CommandMenu::File,
         .section = 1,
         .iconName = u"document-import"_s},
        {.id = u"definition.show"_s,
         .text = tr("Show definition"),
         .keys = {key("Ctrl+Shift+F")},
         .menu = CommandMenu::File,
         .section = 1},
        {.id = u"definition.export"_s,
         .text = tr("Export definition…"),
         .keys = {key("Ctrl+Shift+E")},
         .menu = CommandMenu::File,
         .section = 1,
         .iconName = u"document-export"_s},
        {.id = u"definition.simulate"_s,
         .text = tr("Simulate definition…"),
         .keys = {key("Ctrl+Shift+M")},
         .menu = CommandMenu::File,
         .section = 1,
         .iconName = u"media-playback-start"_s},
        {.id = u"definition.migrate"_s,
         .text = tr("Migrate workflows…"),
         .keys = {key("Ctrl+Shift+V")},
         .menu = CommandMenu::File,
         .section = 1},
        {.id = u"definition.migrateAll"_s,
         .text = tr("Migrate all on one server…"),
         .menu = CommandMenu::File,
         .section = 1},
        {.id = u"app.preferences"_s,
         .text = tr("Preferences…"),
         .keys = {standard(QKeySequence::Preferences, "Ctrl+,")},
         .menu = CommandMenu::File,
         .section = 8,
         .iconName = u"configure"_s},
        {.id = u"app.quit"_s,
         .text = tr("Quit"),
         .keys = {standard(QKeySequence::Quit, "Ctrl+Q")},
         .menu = CommandMenu::File,
         .section = 9,
         .iconName = u"application-exit"_s},
    };
}

QList<Command> numberedFireCommands() {
    QList<Command> commands;
    for (int number = 1; number <= 9; ++number) {
        const QString digit = QString::number(number);
        commands.append({.id = u"workflow.fire."_s + digit,
                         .text = tr("Fire permitted trigger %1").arg(digit),
                         .keys = {{QKeySequence(digit), kListAndGraph}},
                         .isInPalette = false,
                         .series = tr("Fire permitted trigger")});
    }
    return commands;
}

QList<Command> numberedViewCommands() {
    QList<Command> commands;
    for (int number = 1; number <= 9; ++number) {
        const QString digit = QString::number(number);
        commands.append({.id = u"view.show."_s + digit,
                         .text = tr("Show view %1").arg(digit),
                         .keys = {{QKeySequence(u"Ctrl+"_s + digit), CommandContext::Global}},
                         .menu = CommandMenu::Go,
                         .section = 4});
    }
    return commands;
}

QList<Command> openCommands() {
    return {
        {.id = u"workflow.open"_s,
         .text = tr("Open"),
         .keys = {key("Return", CommandContext::List), key("Enter", CommandContext::List)},
         .menu = CommandMenu::Workflow},
        {.id = u"workflow.openInTab"_s,
         .text = tr("Open in a tab"),
         .keys = {key("Ctrl+Return", kListAndGraph), key("Ctrl+Enter", kListAndGraph)},
         .menu = CommandMenu::Workflow},
        {.id = u"workflow.openInWindow"_s,
         .text = tr("Open in its own window"),
         .keys = {key("Ctrl+Shift+Return", kListAndGraph), key("Ctrl+Shift+Enter", kListAndGraph)},
         .menu = CommandMenu::Workflow,
         .iconName = u"window-new"_s},
        {.id = u"workflow.preview"_s,
         .text = tr("Quick look"),
         .keys = {key("Space", CommandContext::List)},
         .menu = CommandMenu::Workflow},
        {.id = u"workflow.close"_s,
         .text = tr("Close the tab or window"),
         .keys = {key("Ctrl+W")},
         .menu = CommandMenu::Workflow},
    };
}

QList<Command> actCommands() {
    return {
        {.id = u"workflow.fire"_s,
         .text = tr("Fire…"),
         .keys = {key("Ctrl+E"), key("T", kListAndGraph)},
         .menu = CommandMenu::Workflow,
         .section = 1},
        {.id = u"workflow.assign"_s,
         .text = tr("Assign…"),
         .keys = {key("Ctrl+Shift+A"), key("A", kListAndGraph)},
         .menu = CommandMenu::Workflow,
         .section = 1},
        {.id = u"workflow.assignToMe"_s,
         .text = tr("Assign to me"),
         .keys = {key("M", kListAndGraph)},
         .menu = CommandMenu::Workflow,
         .section = 1},
        {.id = u"workflow.copyId"_s,
         .text = tr("Copy id"),
         .keys = {standard(QKeySequence::Copy, "Ctrl+C", kListAndGraph)},
         .menu = CommandMenu::Workflow,
         .section = 2,
         .iconName = u"edit-copy"_s},
        {.id = u"workflow.copyLink"_s,
         .text = tr("Copy link"),
         .keys = {key("Ctrl+Shift+C")},
         .menu = CommandMenu::Workflow,
         .section = 2},
        {.id = u"workflow.copyCommand"_s,
         .text = tr("Copy as command…"),
         .keys = {key("Ctrl+Alt+K")},
         .menu = CommandMenu::Workflow,
         .section = 2},
    };
}

QList<Command> outboxCommands() {
    return {
        {.id = u"timer.set"_s,
         .text = tr("Set reminder…"),
         .keys = {key("Ctrl+Shift+T")},
         .menu = CommandMenu::Workflow,
         .section = 4,
         .iconName = u"appointment-new"_s},
        {.id = u"timer.fire"_s,
         .text = tr("Fire timer now…"),
         .keys = {key("Ctrl+Alt+F")},
         .menu = CommandMenu::Workflow,
         .section = 4},
        {.id = u"timer.postpone"_s,
         .text = tr("Postpone timer…"),
         .keys = {key("Ctrl+Alt+P")},
         .menu = CommandMenu::Workflow,
         .section = 4},
        {.id = u"timer.cancel"_s,
         .text = tr("Cancel timer…"),
         .keys = {key("Ctrl+Alt+C")},
         .menu = CommandMenu::Workflow,
         .section = 4},
        {.id = u"effect.retry"_s,
         .text = tr("Retry failed effects"),
         .keys = {key("Ctrl+Shift+R")},
         .menu = CommandMenu::Workflow,
         .section = 5,
         .iconName = u"view-refresh"_s},
        {.id = u"effect.skip"_s,
         .text = tr("Skip failed effects…"),
         .keys = {key("Ctrl+Alt+S")},
         .menu = CommandMenu::Workflow,
         .section = 5},
    };
}

QList<Command> endCommands() {
    return {
        {.id = u"workflow.cancel"_s,
         .text = tr("Cancel workflow…"),
         .keys = {standard(QKeySequence::Delete, "Del", kListAndGraph)},
         .menu = CommandMenu::Workflow,
         .section = 3,
         .iconName = u"dialog-cancel"_s},
        {.id = u"workflow.terminate"_s,
         .text = tr("Terminate workflow…"),
         .keys = {key("Shift+Del", kListAndGraph)},
         .menu = CommandMenu::Workflow,
         .section = 3,
         .iconName = u"process-stop"_s},
        {.id = u"workflow.delete"_s,
         .text = tr("Delete workflow…"),
         .menu = CommandMenu::Workflow,
         .section = 3,
         .iconName = u"edit-delete"_s},
    };
}

QList<Command> viewCommands() {
    return {
        {.id = u"view.refresh"_s,
         .text = tr("Refresh"),
         .keys = {key("F5"), key("Ctrl+R")},
         .menu = CommandMenu::View,
         .iconName = u"view-refresh"_s},
        {.id = u"view.pauseLive"_s,
         .text = tr("Pause live updates"),
         .keys = {key("Ctrl+Shift+L")},
         .menu = CommandMenu::View,
         .isCheckable = true},
        {.id = u"view.save"_s,
         .text = tr("Save filter as view…"),
         .keys = {standard(QKeySequence::Save, "Ctrl+S")},
         .menu = CommandMenu::View,
         .iconName = u"document-save"_s},
    };
}

QList<Command> savedViewCommands() {
    return {
        {.id = u"view.rename"_s,
         .text = tr("Rename view…"),
         .keys = {key("F2", CommandContext::Navigator)},
         .menu = CommandMenu::View},
        {.id = u"view.delete"_s,
         .text = tr("Delete view…"),
         .keys = {standard(QKeySequence::Delete, "Del", CommandContext::Navigator)},
         .menu = CommandMenu::View,
         .iconName = u"edit-delete"_s},
        {.id = u"view.moveUp"_s,
         .text = tr("Move view up"),
         .keys = {key("Ctrl+Shift+Up", CommandContext::Navigator)},
         .menu = CommandMenu::View},
        {.id = u"view.moveDown"_s,
         .text = tr("Move view down"),
         .keys = {key("Ctrl+Shift+Down", CommandContext::Navigator)},
         .menu = CommandMenu::View},
    };
}

QList<Command> paneCommands() {
    return {
        {.id = u"view.export"_s,
         .text = tr("Export…"),
         .keys = {standard(QKeySequence::SaveAs, "Ctrl+Shift+S")},
         .menu = CommandMenu::View,
         .iconName = u"document-export"_s},
        {.id = u"view.navigator"_s,
         .text = tr("Navigator"),
         .keys = {key("Ctrl+B")},
         .menu = CommandMenu::View,
         .section = 1,
         .isCheckable = true},
        {.id = u"view.inspector"_s,
         .text = tr("Inspector"),
         .keys = {key("Ctrl+I")},
         .menu = CommandMenu::View,
         .section = 1,
         .isCheckable = true},
    };
}

QList<Command> timeAndThemeCommands() {
    return {
        {.id = u"time.relative"_s,
         .text = tr("Times as ages"),
         .menu = CommandMenu::View,
         .section = 2,
         .isCheckable = true},
        {.id = u"time.local"_s,
         .text = tr("Times in local time"),
         .menu = CommandMenu::View,
         .section = 2,
         .isCheckable = true},
        {.id = u"time.utc"_s, .text = tr("Times in UTC"), .menu = CommandMenu::View, .section = 2, .isCheckable = true},
        {.id = u"theme.light"_s, .text = tr("Light"), .menu = CommandMenu::Theme, .isCheckable = true},
        {.id = u"theme.dark"_s, .text = tr("Dark"), .menu = CommandMenu::Theme, .isCheckable = true},
        {.id = u"theme.system"_s, .text = tr("As the system"), .menu = CommandMenu::Theme, .isCheckable = true},
    };
}

QList<Command> graphCommands() {
    const auto graph = [](const char* id, const QString& text, const QList<KeyBinding>& keys) {
        return Command{.id = QString::fromLatin1(id), .text = text, .keys = keys, .menu = CommandMenu::Graph};
    };
    Command follow = graph("graph.follow", tr("Follow the current state"), {key(".", CommandContext::Graph)});
    follow.isCheckable = true;
    Command labels = graph("graph.labels", tr("Show edge labels"), {key("L", CommandContext::Graph)});
    labels.isCheckable = true;
    Command minimap = graph("graph.minimap", tr("Show the map of a large graph"), {key("N", CommandContext::Graph)});
    minimap.isCheckable = true;
    return {
        graph("graph.zoomIn", tr("Zoom in"),
              {key("Ctrl+="), key("Ctrl++"), key("=", CommandContext::Graph), key("+", CommandContext::Graph)}),
        graph("graph.zoomOut", tr("Zoom out"), {key("Ctrl+-"), key("-", CommandContext::Graph)}),
        graph("graph.actualSize", tr("Actual size"), {key("Ctrl+0")}),
        graph("graph.fit", tr("Fit"), {key("F", CommandContext::Graph), key("0", CommandContext::Graph)}),
        graph("graph.center", tr("Centre the current state"), {key("C", CommandContext::Graph)}),
        follow,
        labels,
        minimap,
        graph("graph.collapse", tr("Collapse or expand the state"), {key("X", CommandContext::Graph)}),
        graph("graph.expandAll", tr("Expand all states"), {key("Shift+X", CommandContext::Graph)}),
    };
}

QList<Command> goCommands() {
    const auto go = [](const char* id, const QString& text, const QList<KeyBinding>& keys, int section) {
        return Command{
            .id = QString::fromLatin1(id), .text = text, .keys = keys, .menu = CommandMenu::Go, .section = section};
    };
    QList<Command> commands{
        go("go.palette", tr("Jump to anything…"), {key("Ctrl+K")}, 0),
        go("go.commands", tr("Run a command…"), {key("Ctrl+Shift+P")}, 0),
        go("go.workflow", tr("Go to workflow…"), {key("Ctrl+Shift+O")}, 0),
        go("go.filter", tr("Filter workflows"), {key("Ctrl+L"), key("/", kListAndGraph)}, 0),
        go("find.open", tr("Find in this pane…"), {standard(QKeySequence::Find, "Ctrl+F")}, 0),
        go("find.next", tr("Find next"), {standard(QKeySequence::FindNext, "F3")}, 0),
        go("find.previous", tr("Find previous"), {standard(QKeySequence::FindPrevious, "Shift+F3")}, 0),
        go("go.back", tr("Back"), {key("Alt+Left")}, 1),
        go("go.forward", tr("Forward"), {key("Alt+Right")}, 1),
        go("go.nextPane", tr("Next pane"), {key("F6")}, 2),
        go("go.previousPane", tr("Previous pane"), {key("Shift+F6")}, 2),
        go("go.nextTab", tr("Next tab"), {key("Ctrl+Tab"), key("Ctrl+PgDown")}, 2),
        go("go.previousTab", tr("Previous tab"), {key("Ctrl+Shift+Tab"), key("Ctrl+PgUp")}, 2),
        go("go.nextProblem", tr("Next problem"), {key("F8")}, 2),
        go("go.previousProblem", tr("Previous problem"), {key("Shift+F8")}, 2),
        go("go.problems", tr("Problems…"), {key("F9")}, 2),
        go("history.previous", tr("Previous revision"), {key("[", kListAndGraph)}, 3),
        go("history.next", tr("Next revision"), {key("]", kListAndGraph)}, 3),
        go("history.first", tr("First revision"), {key("Home", CommandContext::Graph)}, 3),
        go("history.live", tr("Back to live"), {key("End", CommandContext::Graph)}, 3),
        go("history.compare", tr("Compare revisions…"), {key("D", CommandContext::Graph)}, 3),
    };
    for (Command& command : commands) {
        if (command.id == u"go.palette"_s || command.id == u"go.commands"_s) command.isInPalette = false;
    }
    return commands;
}

QList<Command> serverCommands() {
    const auto server = [](const char* id, const QString& text, const QList<KeyBinding>& keys, int section) {
        return Command{
            .id = QString::fromLatin1(id), .text = text, .keys = keys, .menu = CommandMenu::Server, .section = section};
    };
    return {
        server("server.connections", tr("Connections…"), {key("Ctrl+Shift+N")}, 0),
        server("server.all", tr("Show all servers in one list"), {key("Ctrl+Alt+A")}, 0),
        server("server.lock", tr("Unlock changes…"), {key("Ctrl+Alt+U")}, 1),
        server("server.retry", tr("Retry now"), {key("Ctrl+Alt+R")}, 1),
        server("server.token", tr("Enter token…"), {}, 1),
        server("server.disconnect", tr("Disconnect"), {key("Ctrl+Alt+D")}, 1),
        server("server.share", tr("Share this store…"), {}, 2),
    };
}

QList<Command> helpCommands() {
    return {
        {.id = u"help.contents"_s,
         .text = tr("Signalbox help"),
         .keys = {standard(QKeySequence::HelpContents, "F1")},
         .menu = CommandMenu::Help,
         .iconName = u"help-contents"_s},
        {.id = u"help.shortcuts"_s,
         .text = tr("Keyboard shortcuts"),
         .keys = {key("Ctrl+/"), key("?", kListAndGraph)},
         .menu = CommandMenu::Help,
         .iconName = u"input-keyboard"_s},
        {.id = u"help.editShortcuts"_s,
         .text = tr("Change keyboard shortcuts…"),
         .menu = CommandMenu::Help,
         .iconName = u"configure-shortcuts"_s},
        {.id = u"help.about"_s,
         .text = tr("About Signalbox"),
         .menu = CommandMenu::Help,
         .section = 1,
         .iconName = u"help-about"_s},
    };
}

} // namespace

QList<Command> standardCommands() {
    return fileCommands() + openCommands() + actCommands() + endCommands() + outboxCommands() + numberedFireCommands() +
           viewCommands() + savedViewCommands() + paneCommands() + timeAndThemeCommands() + numberedViewCommands() +
           graphCommands() + goCommands() + serverCommands() + helpCommands();
}

} // namespace signalbox::ui
