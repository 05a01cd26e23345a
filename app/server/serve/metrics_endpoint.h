#pragma once

#include "engine/base/error.h"
#include "engine/remote/server/remote_server.h"
#include "engine/workflow_values.h"

#include <functional>
#include <memory>
#include <string>

namespace prometheus {
class Collectable;
class Exposer;
} // namespace prometheus

namespace signalbox {

// Serves the figures of a server to Prometheus, at /metrics of an address of its own. Whoever reaches it may read them:
// they name definitions, and nothing of a workflow.
class MetricsEndpoint {
public:
    // Where the figures come from; asked on threads of the endpoint, each time that somebody reads.
    struct Sources {
        std::function<Result<Statistics>()> statistics;
        std::function<RemoteServer::Figures()> server;
        std::shared_ptr<prometheus::Collectable> calls;
        std::string version;
    };

    // Errors: Io: the address cannot be listened on.
    [[nodiscard]] static Result<std::unique_ptr<MetricsEndpoint>> open(const std::string& listen, Sources sources);
    // Waits for those who read.
    ~MetricsEndpoint();
    MetricsEndpoint(const MetricsEndpoint&) = delete;
    MetricsEndpoint& operator=(const MetricsEndpoint&) = delete;

    [[nodiscard]] int port() const;

private:
    MetricsEndpoint();

    // The exposer knows them weakly, and ends first.
    std::shared_ptr<prometheus::Collectable> m_figures;
    std::shared_ptr<prometheus::Collectable> m_calls;
    std::unique_ptr<prometheus::Exposer> m_exposer;
};

} // namespace signalbox
