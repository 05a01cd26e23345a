#pragma once

#include <QPushButton>

#include <functional>

namespace signalbox::ui {

// "Copy as command" of a dialog: puts what the dialog would do, as a call of a command line tool, into the clipboard,
// and says so on itself. Stands at the left of the dialog's other buttons.
class CopyCommandButton : public QPushButton {
    Q_OBJECT
public:
    // `command` is asked when it is pressed; null: there is nothing to copy, and the button is not seen.
    explicit CopyCommandButton(QWidget* parent, std::function<QString()> command = {});

    void setCommand(std::function<QString()> command);

Q_SIGNALS:
    void copied();

private:
    void copy();

    std::function<QString()> m_command;
};

} // namespace signalbox::ui
