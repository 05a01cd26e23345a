#pragma once

#include "engine/effects/mail_exchange.h"

namespace signalbox {

// Signs in at the mail server of the settings and leaves again: no mail is sent.
class MailTrial final : public MailExchange {
public:
    // As MailExchange's.
    MailTrial(ActiveSettingsPtr settings, const std::string& password, SecretMask mask);

private:
    void judge(CURLcode code, SendResult& result) const override;
    [[nodiscard]] Json request() const override { return nullptr; }
};

} // namespace signalbox
