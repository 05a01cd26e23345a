#pragma once

#include "engine/effects/mail_exchange.h"
#include "engine/effects/mail_message.h"

#include <cstddef>
#include <memory>
#include <string>

namespace signalbox {

// One mail on its way to the server of the settings.
class MailTransfer final : public MailExchange {
public:
    // `password`: plain; `mask` knows it. Requires: settings with a mail server.
    MailTransfer(ActiveSettingsPtr settings, MailMessage message, const std::string& password, SecretMask mask);

private:
    void judge(CURLcode code, SendResult& result) const override;
    [[nodiscard]] Json request() const override;

    void setRecipients();
    static std::size_t giveText(char* bytes, std::size_t size, std::size_t count, void* self);

    MailMessage m_message;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> m_recipients{nullptr, &curl_slist_free_all};
    std::size_t m_given = 0; // of the message's text
};

} // namespace signalbox
