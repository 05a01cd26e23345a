#pragma once

#include "engine/base/error.h"
#include "engine/effects/ip_address.h"
#include "engine/effects/web_url.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Whom web requests may be sent to: anybody at a public address by https, and at any address and by http whom the
// operator has allowed. A definition could otherwise have the engine ask what only its machine can reach. Names are
// judged by the addresses that they have at the moment of connecting: what a name stood for a moment ago is worth
// nothing.
class ReceiverRules {
public:
    // Errors: InvalidArgument, naming the entry that is neither a host, a host with a port nor a range.
    [[nodiscard]] static Result<ReceiverRules> parse(const std::vector<std::string>& allowed);

    // Why this address of the url's host must not be asked, in English; empty: it may.
    [[nodiscard]] std::string objection(const WebUrl& url, const IpAddress& address) const;
    // The same before the host's address is known: what can be told by then.
    [[nodiscard]] std::string objection(const WebUrl& url) const;

private:
    struct Receiver {
        std::string host; // lower case; empty: `range`
        std::optional<IpRange> range;
        std::optional<std::uint16_t> port; // none: any
    };
    [[nodiscard]] static std::optional<Receiver> parseReceiver(std::string_view text);
    [[nodiscard]] bool isAllowed(const WebUrl& url, const IpAddress& address) const;
    [[nodiscard]] bool isNamed(const WebUrl& url) const;

    std::vector<Receiver> m_allowed;
};

} // namespace signalbox
