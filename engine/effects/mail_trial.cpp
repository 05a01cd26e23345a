#include "engine/effects/mail_trial.h"

#include <fmt/format.h>

#include <utility>

namespace signalbox {

MailTrial::MailTrial(ActiveSettingsPtr settings, const std::string& password, SecretMask mask)
    : MailExchange(std::move(settings), password, std::move(mask)) {
    if (!isReady()) return;
    set(CURLOPT_CUSTOMREQUEST, "NOOP");
    set(CURLOPT_NOBODY, 1L);
}

void MailTrial::judge(CURLcode code, SendResult& result) const {
    if (code == CURLE_OK) {
        result.verdict = SendResult::Verdict::Sent;
        return;
    }
    if (result.status >= 400 && !answer().empty() && code != CURLE_LOGIN_DENIED)
        result.error = fmt::format("{}: answered {}", receiver(), answer());
}

} // namespace signalbox
