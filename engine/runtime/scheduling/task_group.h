#pragma once

#include "engine/runtime/scheduling/scheduler.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace signalbox {

// The tasks of one owner on a scheduler that outlives it: close() returns when none of them runs any more and none
// will. Thread-safety: any thread; close() from no task, and once.
class TaskGroup {
    struct Counts;

public:
    // A short call from outside, which may post tasks: close() waits for it. False when the group is closed.
    class Visit {
    public:
        explicit Visit(TaskGroup& group);
        ~Visit();
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;
        [[nodiscard]] explicit operator bool() const { return m_counts != nullptr; }

    private:
        std::shared_ptr<Counts> m_counts;
    };

    explicit TaskGroup(Scheduler& scheduler);
    ~TaskGroup();
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    // Requires: inside a visit or one of the group's tasks.
    void post(Task task);
    // Dropped without a trace when the group closes before it is due.
    void postAt(SteadyTime due, Task task);

    // As long as it lives, the calling task waits for a disk.
    [[nodiscard]] Scheduler::Wait wait() { return Scheduler::Wait(m_scheduler); }

    // Refuses new visits and timers, then waits for those there are, and for all tasks.
    void close();
    [[nodiscard]] bool isClosed() const;

private:
    class Hold;

    Scheduler& m_scheduler;
    std::shared_ptr<Counts> m_counts;
};

} // namespace signalbox
