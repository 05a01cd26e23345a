#include "engine/runtime/thread_scheduler.h"

#include <algorithm>
#include <utility>

namespace signalbox {

std::size_t ThreadScheduler::defaultThreadCount() {
    return std::max<std::size_t>(4, std::thread::hardware_concurrency() + 1);
}

ThreadScheduler::ThreadScheduler(std::size_t threadCount) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, threadCount); ++i)
        m_threads.emplace_back([this] { work(); });
    m_timerThread = std::thread([this] { keepTime(); });
}

ThreadScheduler::~ThreadScheduler() {
    {
        const MutexLock lock(m_timerMutex);
        m_isTimerStopping = true;
    }
    m_timerChanged.notify_all();
    m_timerThread.join();
    {
        const MutexLock lock(m_mutex);
        m_isStopping = true;
    }
    m_posted.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void ThreadScheduler::post(Task task) {
    bool isToWake = false;
    {
        const MutexLock lock(m_mutex);
        m_tasks.push_back(std::move(task));
        isToWake = mustWake();
    }
    if (isToWake) m_posted.notify_one();
}

// While a task waits and a thread sleeps, one is always on its way.
bool ThreadScheduler::mustWake() {
    return !m_tasks.empty() && m_sleeping > 0 && !std::exchange(m_isWaking, true);
}

void ThreadScheduler::postAt(SteadyTime due, Task task) {
    {
        const MutexLock lock(m_timerMutex);
        m_timers.push_back({.due = due, .task = std::move(task)});
        std::ranges::push_heap(m_timers, isLater);
    }
    m_timerChanged.notify_one();
}

void ThreadScheduler::runUntil(const std::function<bool()>& done) {
    ++m_waiters;
    {
        MutexLock lock(m_mutex);
        while (!done())
            m_finished.wait(lock);
    }
    --m_waiters;
}

void ThreadScheduler::work() {
    Task task;
    while (takeTask(task)) {
        task();
        // What a task holds goes before anybody is told that it is done.
        task = nullptr;
        tellWaiters();
    }
}

bool ThreadScheduler::takeTask(Task& task) {
    MutexLock lock(m_mutex);
    bool hasSlept = false;
    while (m_tasks.empty() && !m_isStopping) {
        ++m_sleeping;
        m_posted.wait(lock);
        --m_sleeping;
        m_isWaking = false;
        hasSlept = true;
    }
    if (m_tasks.empty()) return false;
    task = std::move(m_tasks.front());
    m_tasks.pop_front();
    const bool isToWake = hasSlept && mustWake();
    lock.unlock();
    if (isToWake) m_posted.notify_one();
    return true;
}

void ThreadScheduler::tellWaiters() {
    if (m_waiters == 0) return;
    // Taking the lock keeps the notice from falling between a waiter's look at done() and its sleep.
    {
        const MutexLock lock(m_mutex);
    }
    m_finished.notify_all();
}

void ThreadScheduler::keepTime() {
    MutexLock lock(m_timerMutex);
    while (!m_isTimerStopping) {
        if (m_timers.empty()) {
            m_timerChanged.wait(lock);
            continue;
        }
        const SteadyTime due = m_timers.front().due;
        if (std::chrono::steady_clock::now() < due) {
            m_timerChanged.wait_until(lock, due);
            continue;
        }
        std::ranges::pop_heap(m_timers, isLater);
        Task task = std::move(m_timers.back().task);
        m_timers.pop_back();
        lock.unlock();
        post(std::move(task));
        lock.lock();
    }
}

} // namespace signalbox
