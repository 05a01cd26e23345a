#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <string>
#include <vector>

namespace signalbox {

// A certificate that is its own authority, and its key, as PEM: for those who trust it by its fingerprint.
struct SelfSigned {
    std::string chain;
    std::string key;
    std::string fingerprint; // SHA-256, lower-case hexadecimal
};

// A new one on the curve P-256. `names` as OpenSSL writes them: "DNS:localhost", "IP:127.0.0.1".
// Errors: InvalidArgument (a name that is none), Io (no random bits).
[[nodiscard]] Result<SelfSigned> makeSelfSigned(const std::vector<std::string>& names, std::chrono::hours validFor);
// Whether the certificate is for this name: "DNS:localhost", "IP:127.0.0.1". Of what is neither, it is not.
[[nodiscard]] bool isFor(const SelfSigned& certificate, const std::string& name);
// Of a PEM text with the certificate and the key.  Errors: InvalidArgument: they are not there, or do not belong
// together.
[[nodiscard]] Result<SelfSigned> selfSignedFrom(const std::string& pem);

} // namespace signalbox
