#pragma once

#include "app/desktop/server_source.h"
#include "engine/base/clock.h"
#include "engine/remote/client/remote_service.h"
#include "engine/remote/client/server_address.h"

#include <memory>

namespace signalbox {

// Where a server is, after a profile, with the files that it names.
// Errors: InvalidArgument (as validate), Io (a file cannot be read).
[[nodiscard]] Result<ServerAddress> addressOf(const model::ServerProfile& profile, const QString& token);

// The store of a server over the network.
class RemoteEngine final : public ServerSource {
public:
    // Lifetime: `clock` outlives the result.
    [[nodiscard]] static Result<std::unique_ptr<RemoteEngine>> open(const model::ServerProfile& profile,
                                                                    const QString& token, const Clock& clock,
                                                                    const RemoteServiceSettings& settings = {});

    [[nodiscard]] WorkflowService& service() override { return *m_service; }
    [[nodiscard]] model::ServerLink& link() override { return m_link; }
    [[nodiscard]] const model::ServerLink& link() const override { return m_link; }
    void retryNow() override { m_service->retryNow(); }
    Status reconnect(const model::ServerProfile& profile, const QString& token) override;

private:
    RemoteEngine(const model::ServerProfile& profile, ServerAddress address, const Clock& clock,
                 const RemoteServiceSettings& settings);

    // In this order: the service tells the link until it is gone.
    model::ServerLink m_link;
    std::unique_ptr<RemoteService> m_service;
};

} // namespace signalbox
