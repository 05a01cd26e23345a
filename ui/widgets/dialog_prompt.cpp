#include "ui/widgets/dialog_prompt.h"

#include "ui/widgets/confirm_dialog.h"

namespace signalbox::ui {

void DialogPrompt::confirm(Confirmation confirmation, std::function<void(ConfirmationAnswer)> answered) {
    auto* dialog = new ConfirmDialog(std::move(confirmation));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QDialog::finished, dialog,
                     [dialog, answered = std::move(answered)] { answered(dialog->answer()); });
    dialog->open();
}

} // namespace signalbox::ui
