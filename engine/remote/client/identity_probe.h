#pragma once

#include "engine/remote/client/link_state.h"
#include "engine/remote/client/patience.h"
#include "engine/remote/client/server_address.h"

#include <string>

namespace signalbox {

// What stands in the way of a connection. gRPC tells that a handshake has failed, not why; and before a person has
// decided whether to trust a server, there must be no connection at all.
struct ProbeResult {
    LinkProblem problem = LinkProblem::None;
    std::string message{};     // English
    std::string fingerprint{}; // of the certificate that it shows; empty: none
};

// Connects by itself, shakes hands and looks at the certificate; says nothing more, and no token.  Requires:
// validated.  Thread-safety: any thread, but one that is joined: OpenSSL is at work.
[[nodiscard]] ProbeResult probeIdentity(const ServerAddress& address, const Patience& patience);

} // namespace signalbox
