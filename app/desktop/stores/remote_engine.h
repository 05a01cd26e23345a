#pragma once

#include "app/desktop/stores/ending_thread.h"
#include "app/desktop/stores/server_source.h"
#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/client/remote_service.h"
#include "engine/remote/client/server_address.h"

#include <memory>
#include <optional>

namespace signalbox {

// Where a server is, after a profile, with the files that it names.
// Errors: InvalidArgument (as validate), Io (a file cannot be read).
[[nodiscard]] Result<ServerAddress> addressOf(const model::ServerProfile& profile, const QString& token);

// The store of a server over the network. It ends at once: what its connection takes to end, it takes elsewhere.
class RemoteEngine final : public ServerSource {
public:
    // As ServerOpener.  Lifetime: both outlive the result, and `clock` outlives `ending`.
    [[nodiscard]] static Result<std::unique_ptr<RemoteEngine>> open(const model::ServerProfile& profile,
                                                                    const std::optional<QString>& token,
                                                                    const Clock& clock, EndingThread& ending,
                                                                    RemoteServiceSettings settings = {});
    ~RemoteEngine() override;

    [[nodiscard]] WorkflowService& service() override { return *m_service; }
    [[nodiscard]] model::ServerLink& link() override { return m_link; }
    [[nodiscard]] const model::ServerLink& link() const override { return m_link; }
    void retryNow() override { m_service->retryNow(); }
    Status reconnect(const model::ServerProfile& profile, const QString& token) override;

private:
    // Whom the service tells how it stands, from its own threads; it may outlive him.
    struct Listener {
        Mutex mutex;
        model::ServerLink* link GUARDED_BY(mutex) = nullptr;
    };

    RemoteEngine(const model::ServerProfile& profile, const Clock& clock, EndingThread& ending);

    EndingThread& m_ending;
    model::ServerLink m_link;
    const std::shared_ptr<Listener> m_listener = std::make_shared<Listener>();
    std::shared_ptr<RemoteService> m_service;
};

} // namespace signalbox
