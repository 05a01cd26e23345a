#pragma once

#include "engine/base/clock.h"

#include <functional>

namespace signalbox {

// Something to be done once.
using Task = std::move_only_function<void()>;

// Where the engine's work runs: the only source of threads and timers below Engine. A ThreadScheduler has threads of
// its own; tests own a stepped one that runs one task at a time in an order they choose.
// Thread-safety: any thread, also from inside tasks.
class Scheduler {
public:
    virtual ~Scheduler() = default;

    // Runs `task` soon, never inside this call. Tasks may run at the same time and in any order.
    virtual void post(Task task) = 0;
    // Posts `task` once the steady clock has reached `due`.
    virtual void postAt(SteadyTime due, Task task) = 0;
    // Returns once done() holds: waits while tasks run, or runs them. Requires: tasks make it true; not called from a
    // task; done() is cheap and reads sequentially consistent atomics.
    virtual void runUntil(const std::function<bool()>& done) = 0;

    // The calling task waits for a disk or the like as long as this lives: others run in its place.
    class Wait {
    public:
        explicit Wait(Scheduler& scheduler) : m_scheduler(scheduler) { m_scheduler.beginWait(); }
        ~Wait() { m_scheduler.endWait(); }
        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;

    private:
        Scheduler& m_scheduler;
    };

private:
    virtual void beginWait() = 0;
    virtual void endWait() = 0;
};

} // namespace signalbox
