#pragma once

#include "engine/base/clock.h"
#include "engine/remote/client/remote_service.h"
#include "engine/remote/server/remote_server.h"
#include "tests/support/certificates.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace signalbox::bench {

// A service behind a server on the loopback address, with TLS and a token, and clients of it, all in this process: both
// ends share the cores.
class TlsServer {
public:
    // Ends the program where it cannot.
    TlsServer(WorkflowService& service, const Clock& clock);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    // As many connections; returns when all are there.  Lifetime: of the results, this.
    [[nodiscard]] std::vector<WorkflowService*> connect(std::size_t count);
    void waitForWatchers(std::size_t count) const;

private:
    class OneToken;

    const Clock& m_clock;
    CertificateAuthority m_roots;
    std::unique_ptr<OneToken> m_authority;
    std::unique_ptr<RemoteServer> m_server;
    std::vector<std::unique_ptr<RemoteService>> m_clients;
};

} // namespace signalbox::bench
