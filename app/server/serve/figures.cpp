#include "app/server/serve/figures.h"

#include <chrono>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

using Labels = std::vector<prometheus::ClientMetric::Label>;

class Families {
public:
    void gauge(std::string name, std::string help, double value, Labels labels = {}) {
        prometheus::ClientMetric metric;
        metric.gauge.value = value;
        add(std::move(name), std::move(help), prometheus::MetricType::Gauge, std::move(metric), std::move(labels));
    }
    void gauge(std::string name, std::string help, std::uint64_t value, Labels labels = {}) {
        gauge(std::move(name), std::move(help), static_cast<double>(value), std::move(labels));
    }
    void counter(std::string name, std::string help, std::uint64_t value) {
        prometheus::ClientMetric metric;
        metric.counter.value = static_cast<double>(value);
        add(std::move(name), std::move(help), prometheus::MetricType::Counter, std::move(metric), {});
    }
    std::vector<prometheus::MetricFamily> take() { return std::move(m_families); }

private:
    // Metrics of one name follow each other.
    void add(std::string name, std::string help, prometheus::MetricType type, prometheus::ClientMetric metric,
             Labels labels) {
        metric.label = std::move(labels);
        if (m_families.empty() || m_families.back().name != name)
            m_families.push_back({.name = std::move(name), .help = std::move(help), .type = type, .metric = {}});
        m_families.back().metric.push_back(std::move(metric));
    }

    std::vector<prometheus::MetricFamily> m_families;
};

void addWorkflows(Families& families, const Statistics& statistics) {
    for (const auto& [definition, count] : statistics.workflowsByDefinition)
        families.gauge("signalbox_workflows", "Workflows, by definition", count,
                       {{"definition", definition.name}, {"version", std::to_string(definition.version)}});
    families.gauge("signalbox_workflows_resident", "Workflows in memory", statistics.residentCount);
    families.counter("signalbox_turns_total", "Turns since the start", statistics.firesTotal);
    families.gauge("signalbox_turns_per_second", "Turns, over the last 10 s", statistics.firesPerSecond);
    families.gauge("signalbox_turns_queued", "Requests that wait for their turn", statistics.queuedTurns);
    families.counter("signalbox_changes_total", "Changes of the store's log, since the store was made",
                     statistics.lastSeq.value());
    families.gauge("signalbox_timers", "Timers that are set", statistics.timerCount);
}

void addEffects(Families& families, const Statistics& statistics) {
    for (const auto& [state, count] :
         {std::pair<const char*, std::uint64_t>{"pending", statistics.pendingEffects - statistics.heldEffects},
          {"failed", statistics.failedEffects},
          {"held", statistics.heldEffects}})
        families.gauge("signalbox_effects", "Effects that are not sent, by state; held ones wait for an operator",
                       count, {{"state", state}});
}

void addServer(Families& families, const RemoteServer::Figures& server) {
    families.gauge("signalbox_calls_active", "Calls under way, without watches", server.activeCalls);
    families.gauge("signalbox_watchers", "Watches under way", server.watchers);
    families.gauge("signalbox_connections", "Connections that are there", server.connections);
    families.counter("signalbox_connections_refused_total", "Closed at once, as too many were there",
                     server.connectionsRefused);
    families.counter("signalbox_watch_changes_total", "Changes that were sent to watchers", server.changesSent);
    if (server.certificateUntil)
        families.gauge("signalbox_certificate_expiry_seconds",
                       "When the server's own certificate expires, in Unix time",
                       std::chrono::duration<double>(server.certificateUntil->time_since_epoch()).count());
}

} // namespace

std::vector<prometheus::MetricFamily> figuresOf(const std::optional<Statistics>& statistics,
                                                const RemoteServer::Figures& server, const StoreSizes& sizes,
                                                const std::string& version) {
    Families families;
    families.gauge("signalbox_build_info", "The version that runs", 1.0, {{"version", version}});
    families.gauge("signalbox_up", "Whether the engine answers", statistics ? 1.0 : 0.0);
    addServer(families, server);
    if (!statistics) return families.take();
    addWorkflows(families, *statistics);
    addEffects(families, *statistics);
    families.gauge("signalbox_store_read_only", "Whether the store takes no writes",
                   statistics->isReadOnly ? 1.0 : 0.0);
    families.gauge("signalbox_store_bytes", "Size of the store's file", sizes.store);
    families.gauge("signalbox_store_wal_bytes", "Size of its write-ahead log", sizes.log);
    return families.take();
}

} // namespace signalbox
