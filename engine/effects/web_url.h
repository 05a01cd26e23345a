#pragma once

#include "engine/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// The address of a web request, read as libcurl reads it: what is judged is what is asked.
struct WebUrl {
    std::string text; // in its normal form: "https://10.0.0.1/" of "https://0x0a000001"
    bool isSecure = false;
    std::string host; // lower case, without a dot at its end; IPv6 with its brackets
    std::uint16_t port = 0;

    // "https://host:port".
    [[nodiscard]] std::string receiver() const;
    bool operator==(const WebUrl&) const = default;
};

// Errors: InvalidArgument: no url, a scheme other than http and https, a user or password, or a place for a secret.
[[nodiscard]] Result<WebUrl> parseWebUrl(std::string_view text);

// Whether `text` is a host's name, or an IPv4 address, in lower case.
[[nodiscard]] bool isHostName(std::string_view text);
// A host as it is compared.
[[nodiscard]] std::string normalHost(std::string_view host);

} // namespace signalbox
