#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/remote/access/role.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Whom a server takes a caller for.
struct Principal {
    std::string name; // what the history names: "sue", "intake-service"; empty: whom the caller says
    Role role = Role::Viewer;
    std::vector<std::string> definitions{}; // reaches the workflows of these only; empty: all
    std::optional<Time> expires{};
    bool operator==(const Principal&) const = default;
};

// What a caller shows of himself.
struct Credentials {
    std::string_view token;                        // empty: none
    std::span<const std::string> certificateNames; // names of a client certificate that was verified; SAN only
    std::string_view address;                      // where he calls from, without the port: "10.0.0.7"; "unix"
};

// Knows who may call a server, and as what.  Thread-safety: any thread.
class Authority {
public:
    virtual ~Authority() = default;

    // Errors: Unauthenticated (unknown, expired or revoked; the message does not tell which), Busy with retryAfter (too
    // many failures from this address).
    [[nodiscard]] virtual Result<Principal> principalOf(const Credentials& shown) = 0;
};

} // namespace signalbox
