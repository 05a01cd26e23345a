#pragma once

#include "engine/base/mutex.h"
#include "engine/runtime/scheduler.h"

#include <atomic>
#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

namespace signalbox {

// Runs tasks on a fixed number of threads, and timers by the operating system's steady clock. The destructor runs
// what was posted to its end and drops timers.
class ThreadScheduler final : public Scheduler {
public:
    // Enough threads that some run turns while others wait for the disk.
    [[nodiscard]] static std::size_t defaultThreadCount();

    explicit ThreadScheduler(std::size_t threadCount = defaultThreadCount());
    ~ThreadScheduler() override;
    ThreadScheduler(const ThreadScheduler&) = delete;
    ThreadScheduler& operator=(const ThreadScheduler&) = delete;

    void post(Task task) override;
    void postAt(SteadyTime due, Task task) override;
    void runUntil(const std::function<bool()>& done) override;

private:
    struct Timer {
        SteadyTime due;
        Task task;
    };
    static bool isLater(const Timer& a, const Timer& b) { return a.due > b.due; }

    void work();
    void keepTime();
    [[nodiscard]] bool takeTask(Task& task);
    [[nodiscard]] bool mustWake() REQUIRES_LOCK(m_mutex);
    void tellWaiters();

    Mutex m_mutex;
    ConditionVariable m_posted;
    ConditionVariable m_finished;
    std::deque<Task> m_tasks GUARDED_BY(m_mutex);
    std::size_t m_sleeping GUARDED_BY(m_mutex) = 0;
    // A thread was told to wake and has not come yet. It looks after the next one itself: waking costs more than most
    // tasks, so no two are woken for what one would do.
    bool m_isWaking GUARDED_BY(m_mutex) = false;
    bool m_isStopping GUARDED_BY(m_mutex) = false;
    std::atomic<int> m_waiters = 0;

    Mutex m_timerMutex;
    ConditionVariable m_timerChanged;
    std::vector<Timer> m_timers GUARDED_BY(m_timerMutex); // a heap, the earliest in front
    bool m_isTimerStopping GUARDED_BY(m_timerMutex) = false;

    std::vector<std::thread> m_threads;
    std::thread m_timerThread;
};

} // namespace signalbox
