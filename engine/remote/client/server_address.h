#pragma once

#include "engine/base/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Where a server is, and how it is to prove who it is.
struct ServerAddress {
    enum class Trust {
        Plaintext, // it does not: loopback and UNIX sockets only
        Pinned,    // by the fingerprint of its certificate, whoever signed that
        Roots,     // by a certificate that those of this machine, or `roots`, have signed, for this name
    };

    std::string host; // name or address; "unix:/path" for a socket
    int port = 7411;
    Trust trust = Trust::Roots;
    std::string fingerprint{};  // Pinned: SHA-256 of the certificate, lower-case hexadecimal; empty: none known yet
    std::string roots{};        // PEM; empty: those of this machine
    std::string expectedName{}; // instead of `host` in its certificate
    std::string clientCertificate{}; // PEM, with `clientKey`; empty: none
    std::string clientKey{};
    std::string token{}; // empty: none
};

// "AB:CD:…", as people compare them.
[[nodiscard]] std::string readableFingerprint(std::string_view fingerprint);

// Errors: InvalidArgument, naming the part: no host, a port out of range, plaintext to another machine.
[[nodiscard]] Status validate(const ServerAddress& address);

} // namespace signalbox
