#include "app/server/serve/metrics_endpoint.h"

#include "app/server/serve/figures.h"

#include <fmt/format.h>
#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {
namespace {

// A connection that says nothing keeps a thread for as long as the patience lasts, and the next reader waiting.
constexpr const char* kThreads = "4";
constexpr const char* kPatience = "2000"; // ms

// file_size() of what stat() can see; never opened, which would cost SQLite its locks.
std::uint64_t sizeOf(const std::string& path) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    return failure ? 0 : size;
}

class ServerFigures final : public prometheus::Collectable {
public:
    explicit ServerFigures(MetricsEndpoint::Sources sources) : m_sources(std::move(sources)) {}

    // NOLINTNEXTLINE(readability-identifier-naming): the library's
    [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
        const auto statistics = m_sources.statistics();
        StoreSizes sizes;
        if (statistics) sizes = {.store = sizeOf(statistics->storePath), .log = sizeOf(statistics->storePath + "-wal")};
        return figuresOf(statistics ? std::optional(*statistics) : std::nullopt, m_sources.server(), sizes,
                         m_sources.version);
    }

private:
    const MetricsEndpoint::Sources m_sources;
};

} // namespace

MetricsEndpoint::MetricsEndpoint() = default;
MetricsEndpoint::~MetricsEndpoint() = default;

Result<std::unique_ptr<MetricsEndpoint>> MetricsEndpoint::open(const std::string& listen, Sources sources) {
    std::unique_ptr<MetricsEndpoint> endpoint(new MetricsEndpoint);
    endpoint->m_calls = sources.calls;
    endpoint->m_figures = std::make_shared<ServerFigures>(std::move(sources));
    try {
        endpoint->m_exposer = std::make_unique<prometheus::Exposer>(std::vector<std::string>{
            "listening_ports", listen, "num_threads", kThreads, "request_timeout_ms", kPatience});
        endpoint->m_exposer->RegisterCollectable(endpoint->m_figures);
        endpoint->m_exposer->RegisterCollectable(endpoint->m_calls);
    } catch (const std::exception&) {
        return fail(ErrorCode::Io, fmt::format("metrics cannot be served at {}", listen),
                    "Give a free HOST:PORT as metrics.listen; hosts are addresses there, not names.");
    }
    return endpoint;
}

int MetricsEndpoint::port() const {
    const auto ports = m_exposer->GetListeningPorts();
    return ports.empty() ? 0 : ports.front();
}

} // namespace signalbox
