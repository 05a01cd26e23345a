#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/engine_settings.h"

#include <cstdint>
#include <optional>

namespace signalbox {

// When an effect that could not be sent is tried again: the bound of the pause doubles with each failure, and the pause
// is anything between nothing and its bound, so that those who failed together do not come back together.
// Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("full jitter").
class RetryPolicy {
public:
    explicit RetryPolicy(const OutboxSettings& settings) : m_settings(settings) {}

    struct Failure {
        std::uint32_t attempts = 1;           // of this round, with the one that has just failed
        Duration sinceFirst{};                // try of this round
        std::optional<Duration> retryAfter{}; // as the receiver asks
    };
    // `random`: any number, evenly spread.
    // Returns: how long to wait; none: it has failed for good. Never less than the receiver asks for, up to the
    // patience that there is.
    [[nodiscard]] std::optional<Duration> pauseAfter(const Failure& failure, std::uint64_t random) const;

private:
    [[nodiscard]] Duration longestPauseAfter(std::uint32_t attempts) const;

    const OutboxSettings m_settings;
};

} // namespace signalbox
