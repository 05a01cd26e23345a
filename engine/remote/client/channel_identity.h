#pragma once

#include "engine/base/error.h"
#include "engine/remote/client/remote_service_settings.h"
#include "engine/remote/client/server_address.h"

#include <grpcpp/channel.h>

#include <memory>
#include <string>

namespace signalbox {

// A channel that connects to nobody but the server that `address` means.  Requires: validated.
[[nodiscard]] std::shared_ptr<grpc::Channel> makeChannel(const ServerAddress& address,
                                                         const RemoteServiceSettings& settings);

// "host:port", "[::1]:port", "unix:/path".
[[nodiscard]] std::string targetOf(const ServerAddress& address);

// The certificates that this machine trusts, as PEM; empty: none found.
[[nodiscard]] std::string systemRoots();

// SHA-256 of the first certificate of a PEM text, lower-case hexadecimal; empty: it is none.
[[nodiscard]] std::string fingerprintOf(const std::string& pem);

} // namespace signalbox
