#include "engine/effects/mail_exchange.h"

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kGoodbye = "221";

} // namespace

MailExchange::MailExchange(ActiveSettingsPtr settings, const std::string& password, SecretMask mask)
    : Transfer(std::move(settings))
    , m_mask(std::move(mask)) {
    if (!isReady()) return;
    const bool isClear = server().security == MailSecurity::None;
    set(CURLOPT_PROTOCOLS_STR, server().security == MailSecurity::Tls ? "smtps" : "smtp");
    set(CURLOPT_URL, url().c_str());
    set(CURLOPT_USE_SSL, static_cast<long>(isClear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!server().user.empty()) {
        set(CURLOPT_USERNAME, server().user.c_str());
        set(CURLOPT_PASSWORD, password.c_str());
    }
    // Login and protection are of a connection, and settings may change between two mails.
    set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_FORBID_REUSE, 1L);
    // No other timeout holds for the answer to libcurl's QUIT.
    const auto patience = std::chrono::ceil<std::chrono::seconds>(this->settings().totalTimeout);
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(patience.count()));
    // Lines of the server come as headers.
    set(CURLOPT_HEADERFUNCTION, &MailExchange::takeAnswer);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
}

std::string MailExchange::url() const {
    const std::string_view scheme = server().security == MailSecurity::Tls ? "smtps" : "smtp";
    return fmt::format("{}://{}:{}", scheme, server().host, server().port);
}

std::string MailExchange::receiver() const {
    return fmt::format("mail server {}:{}", server().host, server().port);
}

// The operator has named the server, wherever it is; but what is said in the clear stays on this machine.
std::string MailExchange::objection(const IpAddress& address) const {
    if (server().security != MailSecurity::None || isLoopback(address)) return {};
    return fmt::format("{} is at {}, to which nothing is sent in the clear", server().host, text(address));
}

std::size_t MailExchange::takeAnswer(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view line(bytes, size * count);
    // The answer to QUIT says nothing about what was asked before.
    if (!line.starts_with(kGoodbye))
        static_cast<MailExchange*>(self)->m_answer = line.substr(0, line.find_last_not_of("\r\n") + 1);
    return line.size();
}

} // namespace signalbox
