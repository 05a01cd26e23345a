#include "engine/effects/mail_transfer.h"

#include "engine/effects/response_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kLoginNeeded = 530;

} // namespace

MailTransfer::MailTransfer(ActiveSettingsPtr settings, MailMessage message, const std::string& password,
                           SecretMask mask)
    : MailExchange(std::move(settings), password, std::move(mask))
    , m_message(std::move(message)) {
    if (!isReady()) return;
    setRecipients();
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(m_message.text.size()));
    set(CURLOPT_READFUNCTION, &MailTransfer::giveText);
    set(CURLOPT_READDATA, static_cast<void*>(this));
}

void MailTransfer::setRecipients() {
    set(CURLOPT_MAIL_FROM, fmt::format("<{}>", m_message.from.address()).c_str());
    for (const MailAddress& recipient : m_message.to) {
        curl_slist* const longer =
            curl_slist_append(m_recipients.get(), fmt::format("<{}>", recipient.address()).c_str());
        if (longer == nullptr) continue;
        static_cast<void>(m_recipients.release());
        m_recipients.reset(longer);
    }
    set(CURLOPT_MAIL_RCPT, m_recipients.get());
}

std::size_t MailTransfer::giveText(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<MailTransfer*>(self);
    const std::string_view left = std::string_view(transfer.m_message.text).substr(transfer.m_given);
    const std::size_t given = std::min(left.size(), size * count);
    std::memcpy(bytes, left.data(), given);
    transfer.m_given += given;
    return given;
}

Json MailTransfer::request() const {
    Json::array_t to;
    for (const MailAddress& recipient : m_message.to)
        to.emplace_back(recipient.address());
    Json::object_t told;
    told.emplace("server", url());
    told.emplace("from", m_message.from.address());
    told.emplace("to", std::move(to));
    told.emplace("subject", printable(masked(m_message.subject)));
    told.emplace("messageId", m_message.id);
    return told;
}

// A 5xx is for good only if it is about this mail: one to the greeting or the login is the operator's to mend.
void MailTransfer::judge(CURLcode code, SendResult& result) const {
    result.response = wholeCharacters(validUtf8(masked(answer())), settings().responseBytes);
    if (code == CURLE_OK) {
        result.verdict = SendResult::Verdict::Sent;
        return;
    }
    const bool isAnswer = code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY;
    if (!isAnswer || result.status < 400) return;
    result.error = fmt::format("{}: answered {}", receiver(), answer());
    const bool isForGood = hasLeft() && result.status >= 500 && result.status != kLoginNeeded;
    if (isForGood) result.verdict = SendResult::Verdict::Refused;
}

} // namespace signalbox
