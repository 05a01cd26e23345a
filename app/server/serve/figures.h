#pragma once

#include "engine/remote/server/remote_server.h"
#include "engine/workflow_values.h"

#include <prometheus/metric_family.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// The sizes of a store's files. Units: bytes.
struct StoreSizes {
    std::uint64_t store = 0;
    std::uint64_t log = 0; // write-ahead
};

// What a server's figures are to Prometheus.  Statistics: none where the engine gives none; then signalbox_up is 0.
[[nodiscard]] std::vector<prometheus::MetricFamily> figuresOf(const std::optional<Statistics>& statistics,
                                                              const RemoteServer::Figures& server,
                                                              const StoreSizes& sizes, const std::string& version);

} // namespace signalbox
