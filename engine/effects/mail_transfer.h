#pragma once

#include "engine/effects/mail_message.h"
#include "engine/effects/secret_text.h"
#include "engine/effects/transfer.h"

#include <cstddef>
#include <memory>
#include <string>

namespace signalbox {

// One mail on its way to the server of the settings.
class MailTransfer final : public Transfer {
public:
    // `password`: plain; `mask` knows it. Requires: settings with a mail server.
    MailTransfer(ActiveSettingsPtr settings, MailMessage message, const std::string& password, SecretMask mask);

private:
    [[nodiscard]] std::string objection(const IpAddress& address) const override;
    [[nodiscard]] std::string receiver() const override;
    void judge(CURLcode code, SendResult& result) const override;
    [[nodiscard]] Json request() const override;
    [[nodiscard]] std::string masked(std::string text) const override { return m_mask.masked(std::move(text)); }

    [[nodiscard]] const MailSettings& server() const { return *settings().mail; }
    void setServer(const std::string& password);
    void setRecipients();
    static std::size_t takeAnswer(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t giveText(char* bytes, std::size_t size, std::size_t count, void* self);

    MailMessage m_message;
    SecretMask m_mask;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> m_recipients{nullptr, &curl_slist_free_all};
    std::size_t m_given = 0; // of the message's text
    std::string m_answer;    // the server's last line
};

} // namespace signalbox
