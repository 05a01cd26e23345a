#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// How the connection to the mail server is protected.
enum class MailSecurity : std::uint8_t {
    StartTls, // begins in the clear and must change to TLS before anything is said
    Tls,      // from the first byte
    None,     // only to a server of this machine
};

// The server that takes our mail.
struct MailSettings {
    std::string host;
    std::uint16_t port = 587;
    MailSecurity security = MailSecurity::StartTls;
    std::string user{};     // empty: no login
    std::string password{}; // text with secrets: "${secret:mail-password}"
    std::string from;       // "signalbox@example.org" or "Signalbox <signalbox@example.org>"
    bool operator==(const MailSettings&) const = default;
};

// What an operator may set about the sending of mail and web requests.
struct EffectSettings {
    // Receivers that may be asked in the clear (http) and at private, loopback and link-local addresses: a host, a
    // host with a port ("localhost:8080", "[::1]:8080"), or a range of addresses ("10.0.0.0/8", "fd00::/8").
    std::vector<std::string> allowedReceivers{};
    std::string signingSecret = "webhook-signing"; // name; web requests are signed with it if there is one
    std::optional<MailSettings> mail{};            // none: mails wait
    Duration connectTimeout = std::chrono::seconds{5};
    Duration totalTimeout = std::chrono::seconds{15};
    std::size_t responseBytes = std::size_t{64} << 10; // kept of an answer
    std::string certificateFile{};                     // PEM: authorities to trust besides the system's; empty: none
    bool operator==(const EffectSettings&) const = default;
};

// Errors: InvalidArgument, naming the setting: times and sizes must be positive, responseBytes at most 64 KiB,
// totalTimeout not below connectTimeout, each receiver and address readable, and MailSecurity::None is for a loopback
// host.
[[nodiscard]] Status validate(const EffectSettings& settings);

} // namespace signalbox
