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
    case CommandMenu::Server:
        return name("Server");
    case CommandMenu::Help:
        return name("Help");
    }
    Q_UNREACHABLE();
}

QString keyText(const QKeySequence& keys) {
    QString text = keys.toString(QKeySequence::NativeText);
    return text.replace(QKeySequence(Qt::Key_Return).toString(QKeySequence::NativeText),
                        QKeySequence(Qt::Key_Enter).toString(QKeySequence::NativeText));
}

QString keyCapText(const QKeySequence& keys) {
    QString text = keyText(keys);
    // The last character may be the key + itself.
    for (qsizetype at = 1; at + 1 < text.size(); ++at) {
        if (text.at(at) == u'+') text[at] = u' ';
    }
    return text;
}

} // namespace signalbox::ui
