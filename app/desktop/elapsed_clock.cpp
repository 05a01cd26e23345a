#include "app/desktop/elapsed_clock.h"

#include <ctime>

namespace signalbox {

SteadyTime ElapsedClock::steadyNow() const {
    timespec passed{};
    if (::clock_gettime(CLOCK_BOOTTIME, &passed) != 0) return m_system.steadyNow();
    const auto whole = std::chrono::seconds(passed.tv_sec) + std::chrono::nanoseconds(passed.tv_nsec);
    return SteadyTime(std::chrono::floor<Duration>(whole));
}

} // namespace signalbox
