#pragma once

#include "engine/remote/client/link_state.h"
#include "engine/remote/client/server_address.h"

#include <chrono>
#include <string>

namespace signalbox {

// What stands in the way of a connection. gRPC tells that a handshake has failed, not why; and before a person has
// decided whether to trust a server, there must be no connection at all.
struct ProbeResult {
    LinkProblem problem = LinkProblem::None;
    std::string message{};     // English
    std::string fingerprint{}; // of the certificate that it shows; empty: none
};

// Connects by itself, shakes hands and looks at the certificate; says nothing more, and no token.  Waits at most about
// `timeout`, and for the resolver of names.  Requires: validated.  Thread-safety: any thread.
[[nodiscard]] ProbeResult probeIdentity(const ServerAddress& address, std::chrono::milliseconds timeout);

} // namespace signalbox
