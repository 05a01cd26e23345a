#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/remote/access/authority.h"
#include "engine/remote/server/call_observer.h"
#include "engine/remote/server/server_settings.h"
#include "engine/workflow_service.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace signalbox {

// Serves a WorkflowService over gRPC, with the standard health and reflection services.
//
// Nobody calls without a principal; each method has a least role, and a method that has none is denied to all.
// Thread-safety: any thread.
class RemoteServer {
public:
    struct Parts {
        WorkflowService& service;
        Authority& authority;
        const Clock& clock;
        ServerSettings settings;
        CallObserver* observer = nullptr; // null: nobody listens
    };
    struct Figures {
        std::uint64_t activeCalls =
            0; // without watches; with those that the engine still owes an answer that nobody waits for
        std::uint64_t watchers = 0;
        std::uint64_t changesSent = 0; // to all watchers
        std::uint64_t connections = 0;
        std::uint64_t connectionsRefused = 0; // as there were too many, since the start
        // When the certificate that new connections are shown expires; none: there is none.
        std::optional<Time> certificateUntil{};
    };

    // Listens when it returns. Lifetime: the parts outlive it.
    // Errors: InvalidArgument (as validate; a certificate and key that do not belong together), Io (the address).
    [[nodiscard]] static Result<std::unique_ptr<RemoteServer>> start(Parts parts);
    // As drain(no time).
    ~RemoteServer();
    RemoteServer(const RemoteServer&) = delete;
    RemoteServer& operator=(const RemoteServer&) = delete;

    // Of each of `listen`, in its order; 0 for a UNIX socket.
    [[nodiscard]] std::vector<int> ports() const;
    [[nodiscard]] Figures figures() const;

    // New connections get this one; those there are go on. Errors: InvalidArgument (does not parse, or does not belong
    // together): the old one stays.
    [[nodiscard]] Status replaceCertificate(const ServerCertificate& certificate);

    // What health says, of the server and of the protocol's service: SERVING, or that no changes are taken for a while;
    // calls go on as before. Nothing happens once it drains.
    void setServing(bool isServing);

    // Health says NOT_SERVING, no new call is taken, watches end, calls that have begun get `atMost` to end.
    void drain(std::chrono::milliseconds atMost);

private:
    class Core;
    explicit RemoteServer(std::unique_ptr<Core> core);

    std::unique_ptr<Core> m_core;
};

} // namespace signalbox
