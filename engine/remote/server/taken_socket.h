#pragma once

#include <string>

namespace signalbox {

// Whether somebody listens on the UNIX socket of an address of `listen`; no for other addresses. gRPC does not ask: it
// would remove the socket, and leave the other server without callers.
// Thread-safety: any thread.
[[nodiscard]] bool isTakenSocket(const std::string& listen);

} // namespace signalbox
