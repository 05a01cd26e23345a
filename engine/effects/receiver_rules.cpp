#include "engine/effects/receiver_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kNotSecure = "http is not permitted for {}; only https is";

std::optional<std::uint16_t> parsePort(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

// The colon before a port; none in "::1".
std::size_t portColon(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return colon;
    const bool isInside = text.starts_with('[') ? text[colon - 1] != ']' : text.find(':') != colon;
    return isInside ? std::string_view::npos : colon;
}

} // namespace

std::optional<ReceiverRules::Receiver> ReceiverRules::parseReceiver(std::string_view text) {
    if (text.contains('/')) {
        const auto range = parseIpRange(text);
        if (!range) return std::nullopt;
        return Receiver{.host = {}, .range = range, .port = std::nullopt};
    }
    Receiver receiver;
    const auto colon = portColon(text);
    if (colon != std::string_view::npos) {
        receiver.port = parsePort(text.substr(colon + 1));
        if (!receiver.port) return std::nullopt;
    }
    const std::string_view host = text.substr(0, colon);
    if (const auto address = parseIpAddress(host)) {
        receiver.range = IpRange{.first = *address, .bits = address->isV4 ? 32U : 128U};
        return receiver;
    }
    receiver.host = normalHost(host);
    return isHostName(receiver.host) ? std::optional(std::move(receiver)) : std::nullopt;
}

Result<ReceiverRules> ReceiverRules::parse(const std::vector<std::string>& allowed) {
    ReceiverRules rules;
    for (const std::string& text : allowed) {
        auto receiver = parseReceiver(text);
        if (!receiver)
            return fail(ErrorCode::InvalidArgument, fmt::format("allowed receiver '{}' is no host and no range", text),
                        "write a host, a host with a port, or a range such as 10.0.0.0/8");
        rules.m_allowed.push_back(*std::move(receiver));
    }
    return rules;
}

bool ReceiverRules::isNamed(const WebUrl& url) const {
    return std::ranges::any_of(m_allowed, [&](const Receiver& receiver) {
        return !receiver.host.empty() && receiver.host == url.host && receiver.port.value_or(url.port) == url.port;
    });
}

bool ReceiverRules::isAllowed(const WebUrl& url, const IpAddress& address) const {
    return isNamed(url) || std::ranges::any_of(m_allowed, [&](const Receiver& receiver) {
               return receiver.range && contains(*receiver.range, address) &&
                      receiver.port.value_or(url.port) == url.port;
           });
}

std::string ReceiverRules::objection(const WebUrl& url, const IpAddress& address) const {
    if (isAllowed(url, address)) return {};
    if (!isPublic(address)) {
        const std::string shown = text(address);
        if (parseIpAddress(url.host)) return fmt::format("{} is no public address", shown);
        return fmt::format("{} is at {}, which is no public address", url.host, shown);
    }
    return url.isSecure ? std::string{} : fmt::format(kNotSecure, url.receiver());
}

std::string ReceiverRules::objection(const WebUrl& url) const {
    if (const auto address = parseIpAddress(url.host)) return objection(url, *address);
    if (url.isSecure || isNamed(url)) return {};
    // It may turn out to lie in an allowed range.
    const bool hasRanges =
        std::ranges::any_of(m_allowed, [](const Receiver& receiver) { return receiver.host.empty(); });
    return hasRanges ? std::string{} : fmt::format(kNotSecure, url.receiver());
}

} // namespace signalbox
