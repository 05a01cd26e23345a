#include "engine/base/clock.h"

namespace signalbox {

Time SystemClock::now() const {
    return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

SteadyTime SystemClock::steadyNow() const {
    return std::chrono::floor<Duration>(std::chrono::steady_clock::now());
}

ManualClock::ManualClock(Time start) : m_now(start) {}

Time ManualClock::now() const {
    const MutexLock lock(m_mutex);
    return m_now;
}

SteadyTime ManualClock::steadyNow() const {
    const MutexLock lock(m_mutex);
    return m_steady;
}

void ManualClock::advance(Duration by) {
    const MutexLock lock(m_mutex);
    m_now += by;
    m_steady += by;
}

void ManualClock::jumpWallClock(Duration by) {
    const MutexLock lock(m_mutex);
    m_now += by;
}

} // namespace signalbox
