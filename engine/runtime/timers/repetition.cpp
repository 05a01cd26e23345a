#include "engine/runtime/timers/repetition.h"

#include <algorithm>
#include <cassert>

namespace signalbox {
namespace {

constexpr Duration kGrace = std::chrono::seconds{10};

} // namespace

Recurrence recur(const Repetition& repetition, Time due, Time now) {
    const Duration period = repetition.period;
    assert(period > Duration::zero());
    const Recurrence onTime{.fires = true, .next = due + period, .missed = 0};
    const Duration grace = std::min(period, kGrace);
    const Duration late = now - due;
    if (late < grace) return onTime;
    switch (repetition.late) {
    case LatePolicy::Once:
        return {.fires = true, .next = now + period, .missed = static_cast<std::uint64_t>(late / period)};
    case LatePolicy::Skip: {
        // Up to the first that is not missed, be it due already.
        const auto missed = (late - grace) / period + 1;
        return {.fires = false, .next = due + missed * period, .missed = static_cast<std::uint64_t>(missed)};
    }
    case LatePolicy::All:
        return onTime;
    }
    return onTime;
}

} // namespace signalbox
