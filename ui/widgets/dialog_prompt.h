#pragma once

#include "ui/widgets/user_prompt.h"

namespace signalbox::ui {

// Asks with real dialogs and popovers that are modal to the anchor's window.
class DialogPrompt : public UserPrompt {
public:
    void confirm(Confirmation confirmation, std::function<void(ConfirmationAnswer)> answered) override;
};

} // namespace signalbox::ui
