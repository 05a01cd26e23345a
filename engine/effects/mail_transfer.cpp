#include "engine/effects/mail_transfer.h"

#include "engine/effects/response_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kLoginNeeded = 530;
constexpr std::string_view kGoodbye = "221";

std::string urlOf(const MailSettings& server) {
    return fmt::format("{}://{}:{}", server.security == MailSecurity::Tls ? "smtps" : "smtp", server.host, server.port);
}

} // namespace

MailTransfer::MailTransfer(ActiveSettingsPtr settings, MailMessage message, const std::string& password,
                           SecretMask mask)
    : Transfer(std::move(settings))
    , m_message(std::move(message))
    , m_mask(std::move(mask)) {
    if (!isReady()) return;
    setServer(password);
    setRecipients();
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(m_message.text.size()));
    set(CURLOPT_READFUNCTION, &MailTransfer::giveText);
    set(CURLOPT_READDATA, static_cast<void*>(this));
    // Lines of the server come as headers.
    set(CURLOPT_HEADERFUNCTION, &MailTransfer::takeAnswer);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
}

void MailTransfer::setServer(const std::string& password) {
    const bool isClear = server().security == MailSecurity::None;
    set(CURLOPT_PROTOCOLS_STR, server().security == MailSecurity::Tls ? "smtps" : "smtp");
    set(CURLOPT_URL, urlOf(server()).c_str());
    set(CURLOPT_USE_SSL, static_cast<long>(isClear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!server().user.empty()) {
        set(CURLOPT_USERNAME, server().user.c_str());
        set(CURLOPT_PASSWORD, password.c_str());
    }
    // Login and protection are of a connection, and settings may change between two mails.
    set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_FORBID_REUSE, 1L);
    // No other timeout holds for the answer to libcurl's QUIT.
    const auto patience = std::chrono::ceil<std::chrono::seconds>(settings().totalTimeout);
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(patience.count()));
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

std::size_t MailTransfer::takeAnswer(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view line(bytes, size * count);
    // The answer to QUIT says nothing about the mail.
    if (!line.starts_with(kGoodbye))
        static_cast<MailTransfer*>(self)->m_answer = line.substr(0, line.find_last_not_of("\r\n") + 1);
    return line.size();
}

std::size_t MailTransfer::giveText(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<MailTransfer*>(self);
    const std::string_view left = std::string_view(transfer.m_message.text).substr(transfer.m_given);
    const std::size_t given = std::min(left.size(), size * count);
    std::memcpy(bytes, left.data(), given);
    transfer.m_given += given;
    return given;
}

// The operator has named the server, wherever it is; but what is said in the clear stays on this machine.
std::string MailTransfer::objection(const IpAddress& address) const {
    if (server().security != MailSecurity::None || isLoopback(address)) return {};
    return fmt::format("{} is at {}, to which nothing is sent in the clear", server().host, text(address));
}

std::string MailTransfer::receiver() const {
    return fmt::format("mail server {}:{}", server().host, server().port);
}

Json MailTransfer::request() const {
    Json::array_t to;
    for (const MailAddress& recipient : m_message.to)
        to.emplace_back(recipient.address());
    Json::object_t told;
    told.emplace("server", urlOf(server()));
    told.emplace("from", m_message.from.address());
    told.emplace("to", std::move(to));
    told.emplace("subject", printable(m_mask.masked(m_message.subject)));
    told.emplace("messageId", m_message.id);
    return told;
}

// A 5xx is for good only if it is about this mail: one to the greeting or the login is the operator's to mend.
void MailTransfer::judge(CURLcode code, SendResult& result) const {
    result.response = wholeCharacters(validUtf8(m_mask.masked(m_answer)), settings().responseBytes);
    if (code == CURLE_OK) {
        result.verdict = SendResult::Verdict::Sent;
        return;
    }
    const bool isAnswer = code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY;
    if (!hasLeft() || !isAnswer || result.status < 400) return;
    result.error = fmt::format("{}: answered {}", receiver(), m_answer);
    const bool isForGood = result.status >= 500 && result.status != kLoginNeeded;
    if (isForGood) result.verdict = SendResult::Verdict::Refused;
}

} // namespace signalbox
