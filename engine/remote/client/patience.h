#pragma once

#include <algorithm>
#include <chrono>
#include <stop_token>

namespace signalbox {

// How long somebody waits for the network: until a time, or until told to stop.
struct Patience {
    using Clock = std::chrono::steady_clock;

    Clock::time_point deadline;
    std::stop_token stop{};

    [[nodiscard]] bool isOver() const { return stop.stop_requested() || Clock::now() >= deadline; }
    // Whoever cannot be woken looks again then.
    [[nodiscard]] Clock::time_point nextLook() const {
        return std::min(deadline, Clock::now() + std::chrono::milliseconds{20});
    }
};

} // namespace signalbox
