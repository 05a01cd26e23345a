#pragma once

#include "app/server/serve/call_metrics.h"
#include "app/server/serve/metrics_endpoint.h"
#include "app/server/serve/served_engine.h"
#include "app/server/serve/server_access.h"
#include "app/server/serve/server_log.h"
#include "app/server/serve/store_health.h"
#include "app/server/settings/loaded_settings.h"
#include "engine/base/clock.h"
#include "engine/remote/server/remote_server.h"

#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace signalbox {

// All that `signalboxd serve` runs: the engine on its store, the server before it, the metrics beside it.
// Requires: a QCoreApplication, for scripts.  Thread-safety: one thread.
class Server {
public:
    struct Parts {
        ServerLog& log;
        const Clock& clock;
        std::string version;
        SecretPlaces::Environment environment;
    };
    // Serves when it returns.  Lifetime: log and clock outlive it.
    // Faults: as ServedEngine::open, ServerAccess::open, readCertificate, RemoteServer::start, MetricsEndpoint::open;
    // those of files that the settings name are blamed on these, the others on none.
    [[nodiscard]] static std::expected<std::unique_ptr<Server>, SettingFault> start(const ServeSettings& settings,
                                                                                    const Parts& parts);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // "127.0.0.1:7411, unix:/run/socket; metrics at http://127.0.0.1:9411/metrics", with the ports that it got.
    [[nodiscard]] std::string addresses() const;

    // Takes over what can be without a new start: certificates, tokens and clients, the log's level, the settings of
    // effects. What cannot be read stays as it was, and the log tells; also of what needs a new start.
    void reload(const ServeSettings& settings);

    // Health says NOT_SERVING, calls and effects that have begun get their time, and everything is closed.
    void drain();

private:
    // Both hear of calls.
    class Observer final : public CallObserver {
    public:
        Observer(ServerLog& log, CallMetrics& metrics) : m_log(log), m_metrics(metrics) {}
        void ended(const Call& call) override;
        void refused(std::string_view address, std::string_view reason) override;
        void full(const Error& reason) override;

    private:
        ServerLog& m_log;
        CallMetrics& m_metrics;
    };

    Server(const ServeSettings& settings, const Parts& parts);
    [[nodiscard]] std::expected<void, SettingFault> open(const Parts& parts);
    [[nodiscard]] Status openEngine(const Parts& parts);
    [[nodiscard]] Status openRemote(const Parts& parts, std::optional<ServerCertificate> certificate);
    [[nodiscard]] Status openMetrics(const Parts& parts);
    void reloadCertificate(const ServeSettings& settings);

    ServeSettings m_settings; // as they hold
    ServerLog& m_log;
    const Clock& m_clock;
    CallMetrics m_callMetrics;
    Observer m_observer;
    StoreHealth m_storeHealth;
    std::unique_ptr<ServerAccess> m_access;
    std::unique_ptr<ServedEngine> m_engine;
    std::unique_ptr<RemoteServer> m_remote;
    std::unique_ptr<MetricsEndpoint> m_metrics; // reads the others
};

} // namespace signalbox
