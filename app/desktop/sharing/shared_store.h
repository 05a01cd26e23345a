#pragma once

#include "app/desktop/sharing/machine_names.h"
#include "app/desktop/stores/ending_thread.h"
#include "engine/base/clock.h"
#include "engine/remote/access/token_authority.h"
#include "engine/remote/server/remote_server.h"
#include "engine/remote/tls/self_signed.h"
#include "engine/workflow_service.h"
#include "model/connections/store_sharing.h"

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <vector>

namespace signalbox {

// Serves the engine of this process over TLS to whoever has the token of the day. The certificate is its own authority
// and kept in a file that only its owner reads, so that a colleague who trusts its fingerprint trusts it tomorrow, too.
// It names this computer as it was reached when it was made, and stays in another network: a new one would be a changed
// identity to everybody who trusts it. Only the host's new name makes a new one.
// When it stops nobody is let in any more at once; the connections that there are end a little later, elsewhere.
class SharedStore final : public model::StoreSharing {
public:
    struct Machine {
        QString certificateFile; // made when it is not there; empty: a new one each time
        std::function<MachineNames()> names = namesOfThisMachine;
    };
    // Lifetime: service and clock outlive it, and `ending`, too.
    SharedStore(WorkflowService& service, const Clock& clock, EndingThread& ending, Machine machine);
    // Waits until all that it has served have ended: the service may go then.
    ~SharedStore() override;

    Result<model::SharedAccess> start(bool isForNetwork, Role role) override;
    void stop() override;
    [[nodiscard]] const std::optional<model::SharedAccess>& current() const override { return m_current; }

private:
    // In this order: the server asks the authority.
    struct Serving {
        std::unique_ptr<TokenAuthority> authority;
        std::unique_ptr<RemoteServer> server;
    };

    Result<SelfSigned> certificate(const MachineNames& names) const;
    Result<std::unique_ptr<RemoteServer>> serveAt(std::vector<std::string> listen, const SelfSigned& own,
                                                  TokenAuthority& authority) const;
    Result<std::unique_ptr<RemoteServer>> serve(const SelfSigned& own, TokenAuthority& authority, bool isForNetwork,
                                                bool hasIpv6) const;

    WorkflowService& m_service;
    const Clock& m_clock;
    EndingThread& m_ending;
    Machine m_machine;
    std::shared_ptr<Serving> m_serving; // null: nobody is served
    std::vector<std::future<void>> m_ended;
    std::optional<model::SharedAccess> m_current;
};

} // namespace signalbox
