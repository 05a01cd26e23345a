#pragma once

#include "tests/bench/bench.h"

#include <chrono>

namespace signalbox::bench {

// Fires per second of the machine of the benchmark `step`, through the same cycle of triggers, by what others offer.
[[nodiscard]] double statechartFires(std::chrono::nanoseconds time);     // Boost.Statechart
[[nodiscard]] double qtStateMachineFires(std::chrono::nanoseconds time); // QStateMachine

} // namespace signalbox::bench
