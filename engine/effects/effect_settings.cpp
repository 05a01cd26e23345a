#include "engine/effects/effect_settings.h"

#include "engine/effects/ip_address.h"
#include "engine/effects/mail_address.h"
#include "engine/effects/receiver_rules.h"
#include "engine/effects/web_url.h"

#include <fmt/format.h>

#include <string_view>

namespace signalbox {
namespace {

constexpr std::size_t kMostResponseBytes = std::size_t{64} << 10; // SendResult::response

std::unexpected<Error> wrong(std::string_view setting, std::string_view reason, std::string_view advice = {}) {
    return fail(ErrorCode::InvalidArgument, fmt::format("setting {} {}", setting, reason), std::string(advice));
}

bool isLoopbackHost(std::string_view host) {
    const auto address = parseIpAddress(host);
    return address ? isLoopback(*address) : normalHost(host) == "localhost";
}

// It becomes part of a url.
bool isHost(std::string_view host) {
    if (host.contains(':')) return host.starts_with('[') && parseIpAddress(host);
    return isHostName(normalHost(host));
}

Status validate(const MailSettings& mail) {
    if (!isHost(mail.host))
        return wrong("mail host", fmt::format("'{}' is no host", mail.host),
                     "write a name or an address, without port");
    if (mail.port == 0) return wrong("mail port", "must be above 0");
    if (mail.security == MailSecurity::None && !isLoopbackHost(mail.host))
        return wrong("mail security", fmt::format("must not be none: {} is another machine", mail.host),
                     "use starttls or tls");
    if (breaksLines(mail.user) || breaksLines(mail.password)) return wrong("mail user", "has a line break");
    if (const auto from = parseMailAddress(mail.from); !from)
        return wrong("mail from", fmt::format("cannot be used: {}", from.error().message));
    return {};
}

} // namespace

Status validate(const EffectSettings& settings) {
    if (settings.connectTimeout <= Duration::zero()) return wrong("connect_timeout", "must be above 0");
    if (settings.totalTimeout < settings.connectTimeout)
        return wrong("total_timeout", "must not be below connect_timeout");
    if (settings.responseBytes == 0 || settings.responseBytes > kMostResponseBytes)
        return wrong("response_bytes", fmt::format("must be from 1 to {}", kMostResponseBytes));
    if (settings.signingSecret.empty()) return wrong("signing_secret", "must name a secret");
    if (const auto rules = ReceiverRules::parse(settings.allowedReceivers); !rules)
        return std::unexpected(rules.error());
    return settings.mail ? validate(*settings.mail) : Status{};
}

} // namespace signalbox
