#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>

#include <functional>

namespace signalbox::ui {

// How loudly to ask, after action x environment x count: beside the button, or in a dialog.
enum class PromptStyle { Popover, Dialog };

// A question before something that is not undone easily. All text is plain.
struct Confirmation {
    QString title = {}; // names the action and its object: "Cancel BUG-1042?"
    QString text = {};  // what will happen
    QString verb = {};  // on the button: "Cancel workflow"; never "OK"
    QString keep = {};  // the way out: "Keep it"
    bool isDanger = true;
    PromptStyle style = PromptStyle::Dialog;
    QString typeToConfirm = {}; // when set, the verb is enabled only once the operator has typed this
    bool asksReason = false;    // offers a line for the reason that goes into the history
    bool requiresReason = false;
    // What the verb does as a command for a shell, with the reason; null: there is none to copy.
    std::function<QString(const QString& reason)> command = {};
    QPointer<QWidget> anchor = {}; // a Popover stands beside it; a Dialog belongs to its window
};

struct ConfirmationAnswer {
    bool isConfirmed = false;
    QString reason = {};

    bool operator==(const ConfirmationAnswer&) const = default;
};

// Every question that stops the operator goes through here, so tests can answer. Asking never blocks: there is no
// nested event loop.
class UserPrompt {
public:
    virtual ~UserPrompt() = default;

    // Asks and calls `answered` once, later, on the GUI thread; closing counts as not confirmed. Never called if
    // `anchor` is destroyed first.
    virtual void confirm(Confirmation confirmation, std::function<void(ConfirmationAnswer)> answered) = 0;
};

} // namespace signalbox::ui
