#pragma once

#include "engine/base/clock.h"
#include "engine/chart/step_result.h"

#include <cstdint>

namespace signalbox {

// What becomes of a periodic timer that was due at some time, now that it can be fired.
//
// A due time is missed when the next one is due, or ten seconds have passed: nobody could fire it then. What is a
// little late, because much is due at once, is on time.
struct Recurrence {
    bool fires = true;        // false: it is only due anew
    Time next;                // when it is due then; not after `now`: at once
    std::uint64_t missed = 0; // due times that do not fire, or fire as one with this
    bool operator==(const Recurrence&) const = default;
};
// Pure. `now` may be before `due`: somebody has set the clock back since it came due.
// Requires: a period above zero.
[[nodiscard]] Recurrence recur(const Repetition& repetition, Time due, Time now);

} // namespace signalbox
