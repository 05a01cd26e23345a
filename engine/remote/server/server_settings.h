#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// How a server proves who it is, and whom it believes. PEM texts, not files.
struct ServerCertificate {
    std::string chain; // its own certificate first
    std::string key;
    std::string clientRoots{}; // whoever has a certificate of these is known by its SANs; empty: nobody
    bool requireClientCertificate = false;
};

struct ServerSettings {
    // "127.0.0.1:7411", "[::1]:0", "0.0.0.0:7411", "unix:/run/signalbox/socket". Port 0: a free one.
    std::vector<std::string> listen{"127.0.0.1:7411"};
    // None: plaintext, which is refused unless all of `listen` are loopback or UNIX sockets.
    std::optional<ServerCertificate> certificate;
    std::string version;                             // of the program, for those who connect
    std::size_t messageBytes = std::size_t{8} << 20; // of one message that is received
    std::size_t metadataBytes = std::size_t{16} << 10;
    // At the same time; a new one beyond is closed at once. No more than the system's limit of descriptors leaves room
    // for.
    std::size_t connections = 10'000;
    std::size_t connectionsPerAddress = 5'000; // so that others have room; of IPv6: per /64
    int streamsPerConnection = 256;
    std::size_t memoryBytes = std::size_t{256} << 20; // of gRPC's buffers, all connections together
    std::chrono::milliseconds handshake = std::chrono::seconds{20};
    // A call is answered or ended within this, whatever its own deadline; a watch goes on.
    std::chrono::milliseconds call = std::chrono::seconds{60};
    std::chrono::milliseconds keepalive = std::chrono::seconds{30}; // a ping where nothing else was heard
    std::chrono::milliseconds keepaliveTimeout = std::chrono::seconds{10};
    std::chrono::milliseconds heartbeat = std::chrono::seconds{10}; // of a watch
    std::chrono::milliseconds recheck = std::chrono::seconds{60};   // whether a watcher may still watch
    std::chrono::milliseconds stall = std::chrono::seconds{60};     // a watcher that takes nothing is let go
    // From one message to a watcher until the next begins, unless much waits: what comes meanwhile goes in one. The
    // first one after a quiet time goes at once.
    std::chrono::milliseconds watchPause{10};
    std::size_t watchChanges = 1000; // that wait for one watcher; beyond, it is fed from the store
    std::size_t watchBytes = std::size_t{4} << 20;
};

// Whether an address of `listen` can be reached from this machine only.
[[nodiscard]] bool isLocalAddress(const std::string& listen);

// The first limit that no server can keep: "message_bytes"; empty: there is none.
[[nodiscard]] std::string_view limitOutOfRange(const ServerSettings& settings);

// Errors: InvalidArgument, naming the setting: no address, what is none, a limit that cannot be kept, plaintext that
// others could reach, a client certificate that is required with nobody to believe.
[[nodiscard]] Status validate(const ServerSettings& settings);

} // namespace signalbox
