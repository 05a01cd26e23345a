#include "ui/shell/command.h"

#include <QCoreApplication>

namespace signalbox::ui {

QString menuName(CommandMenu menu) {
    const auto name = [](const char* text) { return QCoreApplication::translate("signalbox::ui::Commands", text); };
    switch (menu) {
    case CommandMenu::None:
        return {};
    case CommandMenu::File:
        return name("File");
    case CommandMenu::Workflow:
        return name("Workflow");
    case CommandMenu::View:
        return name("View");
    case CommandMenu::Graph:
        return name("Graph");
    case CommandMenu::Theme:
        return name("Theme");
    case CommandMenu::Go:
        return name("Go");
    case CommandMenu::Help:
        return name("Help");
    }
    Q_UNREACHABLE();
}

QString keyText(const QKeySequence& keys) {
    return keys.toString(QKeySequence::NativeText);
}

} // namespace signalbox::ui
