#pragma once

#include "engine/base/mutex.h"

#include <chrono>

namespace signalbox {

// A moment of wall-clock time in UTC. Units: microseconds since 1970-01-01T00:00:00Z.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;
// A moment of a clock that never jumps: for idle times and timeouts inside one process, never stored.
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;

// Where the engine gets its time from, so that a test can own it.
// Thread-safety: any thread.
class Clock {
public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual Time now() const = 0;
    [[nodiscard]] virtual SteadyTime steadyNow() const = 0;
};

// The operating system's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Time now() const override;
    [[nodiscard]] SteadyTime steadyNow() const override;
};

// A clock that stands still until it is told to move: for tests, previews and simulation.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start = Time{std::chrono::seconds{1'700'000'000}});

    [[nodiscard]] Time now() const override;
    [[nodiscard]] SteadyTime steadyNow() const override;

    // Moves both clocks forward, as time passing does.
    void advance(Duration by);
    // Moves the wall clock only, as an administrator or NTP does; `by` may be negative.
    void jumpWallClock(Duration by);

private:
    mutable Mutex m_mutex;
    Time m_now GUARDED_BY(m_mutex);
    SteadyTime m_steady GUARDED_BY(m_mutex){};
};

} // namespace signalbox
