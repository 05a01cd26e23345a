#pragma once

#include "engine/base/error.h"
#include "engine/effects/effect_sender.h"
#include "engine/effects/mail_address.h"

#include <string>
#include <vector>

namespace signalbox {

// One mail, as it goes to a server.
struct MailMessage {
    MailAddress from;
    std::vector<MailAddress> to;
    std::string subject;
    std::string id;   // "<KEY@DOMAIN>": the same for every attempt, so that a receiver can tell a repetition
    std::string text; // head and body, every line with CR LF
};

// The mail that an effect asks for. `from`: of the settings; recipients that name no domain are of its domain.
// Errors: InvalidArgument: the payload has no recipients, subject or text that can be sent.
[[nodiscard]] Result<MailMessage> composeMail(const OutgoingEffect& effect, std::string_view from);

} // namespace signalbox
