#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/remote/server/server_settings.h"

#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <optional>

namespace signalbox {

// A server's certificate, which may be replaced while it serves: each handshake takes the newest. gRPC has this in C
// only; its C++ classes read files at intervals instead, where key and certificate can be caught half-written.
// Thread-safety: any thread.
class RotatingCertificate {
public:
    // Requires: validated.
    explicit RotatingCertificate(ServerCertificate certificate);

    // Errors: InvalidArgument (it does not parse, or does not belong together): the old one stays.
    [[nodiscard]] Status replace(ServerCertificate certificate);
    [[nodiscard]] ServerCertificate current() const;
    // When that one expires.
    [[nodiscard]] std::optional<Time> until() const;

private:
    mutable Mutex m_mutex;
    ServerCertificate m_certificate GUARDED_BY(m_mutex);
    std::optional<Time> m_until GUARDED_BY(m_mutex);
};

// Errors: InvalidArgument: chain and key do not parse, or do not belong together; client roots that do not parse.
[[nodiscard]] Status checkCertificate(const ServerCertificate& certificate);

// Lifetime: `certificate` outlives the server.
[[nodiscard]] std::shared_ptr<grpc::ServerCredentials> credentialsOf(RotatingCertificate& certificate);

} // namespace signalbox
