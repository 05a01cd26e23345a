#pragma once

#include "ui/widgets/user_prompt.h"

#include <optional>
#include <utility>
#include <vector>

namespace signalbox::ui {

// A UserPrompt that keeps the questions and answers when the test says so.
class ScriptedPrompt final : public UserPrompt {
public:
    void confirm(Confirmation confirmation, std::function<void(ConfirmationAnswer)> answered) override {
        m_questions.push_back(std::move(confirmation));
        m_answered = std::move(answered);
    }

    bool isAsking() const { return m_answered != nullptr; }
    const Confirmation& question() const { return m_questions.back(); }
    const std::vector<Confirmation>& questions() const { return m_questions; }
    // Answers the open question. Requires: isAsking().
    void answer(bool isConfirmed, const QString& reason = {}) {
        std::exchange(m_answered, nullptr)({isConfirmed, reason});
    }

private:
    std::vector<Confirmation> m_questions;
    std::function<void(ConfirmationAnswer)> m_answered;
};

} // namespace signalbox::ui
