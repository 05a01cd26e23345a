#pragma once

#include "engine/remote/client/patience.h"

#include <netdb.h>

#include <memory>
#include <optional>
#include <string>

namespace signalbox {

// What a name stands for.
struct ResolvedName {
    int error = 0;                               // of getaddrinfo(); 0: none
    std::shared_ptr<const addrinfo> addresses{}; // those of streams, in the order in which to try them
};

// Asks the system.  Returns: none when patience is over first.  The system cannot be told to stop: it is asked on a
// thread that is left to itself then, and that uses nothing but the C library, so that the process may end beneath it.
[[nodiscard]] std::optional<ResolvedName> resolveName(const std::string& host, int port, const Patience& patience);

} // namespace signalbox
