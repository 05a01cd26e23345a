#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/scheduling/scheduler.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

namespace signalbox {

// Runs one task at a time, on the thread that asks for it, and timers by a ManualClock: the same seed gives the same
// run. Without a seed tasks run in the order in which they were posted.
class SteppedScheduler final : public Scheduler {
public:
    explicit SteppedScheduler(ManualClock& clock, std::optional<std::uint64_t> seed = {});

    void post(Task task) override;
    void postAt(SteadyTime due, Task task) override;
    void runUntil(const std::function<bool()>& done) override;

    // Runs one task that is ready. Returns: whether there was one.
    bool runOne();
    // Until none is ready, and no timer is due.
    void runAll();
    // Lets time pass, from timer to timer, and runs all that becomes ready on the way.
    void advance(Duration by);

    [[nodiscard]] std::size_t readyCount() const { return m_ready.size(); }

private:
    struct Timer {
        SteadyTime due;
        Task task;
    };

    // There is one thread, and it is the test's.
    void beginWait() override {}
    void endWait() override {}

    void postDue();
    [[nodiscard]] std::optional<SteadyTime> nextDue() const;

    ManualClock& m_clock;
    std::optional<std::mt19937_64> m_random;
    std::vector<Task> m_ready;
    std::vector<Timer> m_timers;
};

} // namespace signalbox
