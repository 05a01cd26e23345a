#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <cstddef>
#include <cstdint>

namespace signalbox {

// What an operator may tune. Do not without data: the defaults fit.
struct EngineSettings {
    Duration idleTimeout = std::chrono::hours{1};    // without use, a resident workflow becomes idle
    Duration scanInterval = std::chrono::minutes{1}; // how often idle ones are looked for
    Duration requestIdRetention = std::chrono::hours{24};
    std::size_t mailboxBound = 1024; // requests waiting for one workflow
    std::size_t commitBound = 1024;  // turns in one commit
    std::size_t commitShare = 16;  // of them, of one workflow while others wait, 4 x alone; and what it runs in one go
    std::size_t watchBound = 4096; // changes kept for a slow observer before it is fed from the store
    std::size_t argumentBytes = std::size_t{1} << 20; // of the arguments or initial data of one request
    std::size_t jsonDepth = 64;
    std::uint32_t visitBound = 10'000;        // changes beyond which get() no longer counts visits
    std::uint32_t requestScanBound = 100'000; // newest changes searched for creations and removals after a restart
    Duration housekeepingInterval = std::chrono::seconds{1}; // of the store, while nothing is written
};

// Errors: InvalidArgument, naming the setting: all must be positive, and idleTimeout not below scanInterval.
[[nodiscard]] Status validate(const EngineSettings& settings);

} // namespace signalbox
