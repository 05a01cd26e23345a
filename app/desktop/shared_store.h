#pragma once

#include "engine/base/clock.h"
#include "engine/remote/access/token_authority.h"
#include "engine/remote/server/remote_server.h"
#include "engine/remote/tls/self_signed.h"
#include "engine/workflow_service.h"
#include "model/connections/store_sharing.h"

#include <memory>
#include <optional>

namespace signalbox {

// Serves the engine of this process over TLS to whoever has the token of the day. The certificate is its own authority
// and kept in a file that only its owner reads, so that a colleague who trusts its fingerprint trusts it tomorrow, too.
class SharedStore final : public model::StoreSharing {
public:
    // `certificateFile`: made when it is not there; empty: a new one each time.  Lifetime: service and clock outlive
    // it.
    SharedStore(WorkflowService& service, const Clock& clock, QString certificateFile);
    ~SharedStore() override;

    Result<model::SharedAccess> start(bool isForNetwork, Role role) override;
    void stop() override;
    [[nodiscard]] const std::optional<model::SharedAccess>& current() const override { return m_current; }

private:
    Result<SelfSigned> certificate() const;

    WorkflowService& m_service;
    const Clock& m_clock;
    QString m_certificateFile;
    std::unique_ptr<TokenAuthority> m_authority;
    std::unique_ptr<RemoteServer> m_server; // after what it asks
    std::optional<model::SharedAccess> m_current;
};

} // namespace signalbox
