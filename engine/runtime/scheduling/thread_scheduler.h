#pragma once

#include "engine/base/mutex.h"
#include "engine/runtime/scheduling/scheduler.h"
#include "engine/runtime/scheduling/task_queue.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace signalbox {

// Runs tasks on threads of its own, and timers by the operating system's steady clock. The destructor runs what was
// posted to its end and drops timers.
//
// A turn takes a microsecond or two, and works on memory that the task before it has touched. Another core would have
// to fetch each line of that, which takes longer than the turn, and to wake a thread takes longer still. So:
// - What a task posts stays with its thread, and the thread that runs goes on alone as long as it keeps up.
// - where a task has waited for some milliseconds, another thread takes half of what waits with it.
// - When a task waits for the disk (Scheduler::Wait), another thread runs in its place at once.
// - No more tasks run at the same time than there are cores, but for those that wait.
class ThreadScheduler final : public Scheduler {
public:
    [[nodiscard]] static std::size_t defaultRunningCount();

    // `runningCount`: the most tasks that run at the same time, but for those that wait.
    explicit ThreadScheduler(std::size_t runningCount = defaultRunningCount());
    ~ThreadScheduler() override;
    ThreadScheduler(const ThreadScheduler&) = delete;
    ThreadScheduler& operator=(const ThreadScheduler&) = delete;

    void post(Task task) override;
    void postAt(SteadyTime due, Task task) override;
    void runUntil(const std::function<bool()>& done) override;

private:
    struct Worker {
        const ThreadScheduler& owner;
        TaskQueue queue;
        std::uint32_t takenCount = 0; // by its own thread only
    };
    struct Timer {
        SteadyTime due;
        Task task;
    };
    static bool isLater(const Timer& a, const Timer& b) { return a.due > b.due; }

    void beginWait() override;
    void endWait() override;

    // What the calling thread is here; null for a thread from outside.
    [[nodiscard]] Worker* self() const;
    void work(Worker& worker);
    [[nodiscard]] bool nextTask(Worker& worker, Task& task);
    [[nodiscard]] bool takeTask(Worker& worker, Task& task);
    [[nodiscard]] bool fetchTasks(Worker& worker);
    template <typename Visitor>
    [[nodiscard]] bool anyQueue(const Visitor& visit);
    [[nodiscard]] bool isAnyWaiting();
    // Whether a thread that sleeps would find something to do.
    [[nodiscard]] bool isNeeded();
    // Returns: false when the thread is to end.
    [[nodiscard]] bool sleep();
    void wakeOne();
    void tellWaiters();

    // -- the timer thread
    void keepTime();
    void runDue(MutexLock& lock, SteadyTime now) REQUIRES_LOCK(m_timerMutex);
    void keepWatch();
    void watchForLate(SteadyTime now) REQUIRES_LOCK(m_timerMutex);

    // What the running thread is: asking for its id and looking that up would cost every post.
    static thread_local Worker* currentWorker;

    const std::size_t m_runningCount;
    TaskQueue m_outside; // what threads from outside have posted
    std::vector<std::unique_ptr<Worker>> m_workers;
    // Of the workers; written with the lock held, looked at without it. A thread that goes to sleep counts itself out
    // before it looks for tasks a last time, and who posts looks at the counts after that: one sees the other.
    std::atomic<std::size_t> m_running = 0;
    std::atomic<std::size_t> m_sleeping = 0;

    Mutex m_mutex;
    ConditionVariable m_posted;
    ConditionVariable m_finished;
    // A thread was told to wake and has not come yet. It looks after the next one itself.
    bool m_isWaking GUARDED_BY(m_mutex) = false;
    bool m_isStopping GUARDED_BY(m_mutex) = false;
    std::atomic<int> m_waiters = 0;

    Mutex m_timerMutex;
    ConditionVariable m_timerChanged;
    std::vector<Timer> m_timers GUARDED_BY(m_timerMutex); // a heap, the earliest in front
    bool m_isTimerStopping GUARDED_BY(m_timerMutex) = false;
    std::optional<SteadyTime> m_nextLook GUARDED_BY(m_timerMutex); // for late tasks; none: nothing to look for
    std::atomic<bool> m_isWatching = false;                        // m_nextLook is set
    int m_quietLooks = 0;                                          // without a task waiting; by the timer thread only

    std::vector<std::thread> m_threads;
    std::thread m_timerThread;
};

} // namespace signalbox
