#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <cstddef>
#include <cstdint>

namespace signalbox {

// How patient the outbox is.
struct OutboxSettings {
    Duration firstPause = std::chrono::seconds{1}; // after the first failure; doubles with each, up to ...
    Duration longestPause = std::chrono::hours{1};
    std::uint32_t attemptBound = 20;            // after which an effect has failed for good, or ...
    Duration patience = std::chrono::hours{24}; // since its first try of this round
    std::uint32_t sendsPerReceiver = 4;         // at the same time
    std::uint32_t sendBound = 256;              // at the same time, to all receivers together
    std::uint32_t failuresToBreak = 5;          // in a row: then one try in `breakTime` until a receiver answers again
    Duration breakTime = std::chrono::seconds{30};
};

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
    OutboxSettings outbox{};
};

// Errors: InvalidArgument, naming the setting: all must be positive, and idleTimeout not below scanInterval.
[[nodiscard]] Status validate(const EngineSettings& settings);

} // namespace signalbox
