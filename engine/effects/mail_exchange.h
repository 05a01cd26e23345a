#pragma once

#include "engine/effects/secret_text.h"
#include "engine/effects/transfer.h"

#include <string>

namespace signalbox {

// An exchange with the mail server of the settings: what all of them have in common.
class MailExchange : public Transfer {
protected:
    // `password`: plain; `mask` knows it. Requires: settings with a mail server.
    MailExchange(ActiveSettingsPtr settings, const std::string& password, SecretMask mask);

    [[nodiscard]] const MailSettings& server() const { return *settings().mail; }
    // "smtp://host:port"
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::string receiver() const override;
    [[nodiscard]] std::string masked(std::string text) const override { return m_mask.masked(std::move(text)); }
    // The server's last line.
    [[nodiscard]] const std::string& answer() const { return m_answer; }

private:
    [[nodiscard]] std::string objection(const IpAddress& address) const override;
    static std::size_t takeAnswer(char* bytes, std::size_t size, std::size_t count, void* self);

    SecretMask m_mask;
    std::string m_answer;
};

} // namespace signalbox
