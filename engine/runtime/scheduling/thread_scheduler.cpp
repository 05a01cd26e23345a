#include "engine/runtime/scheduling/thread_scheduler.h"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

// Threads that stand in for those that wait: for the commit, and for a few reads.
constexpr std::size_t kStandIns = 3;
// So often a thread looks at what came from outside before its own tasks, which may never end.
constexpr std::uint32_t kTurnsPerLookOutside = 32;
// Between two looks for tasks that wait: one that both see is late.
constexpr auto kPatience = std::chrono::milliseconds{2};
// The looks go on for a while when nothing waits any more: beginning anew means waking the thread that looks.
constexpr int kQuietLooks = 20;

SteadyTime steadyNow() {
    return std::chrono::time_point_cast<SteadyTime::duration>(std::chrono::steady_clock::now());
}

} // namespace

thread_local ThreadScheduler::Worker* ThreadScheduler::currentWorker = nullptr;

std::size_t ThreadScheduler::defaultRunningCount() {
    return std::max<std::size_t>(2, std::thread::hardware_concurrency());
}

ThreadScheduler::ThreadScheduler(std::size_t runningCount) : m_runningCount(std::max<std::size_t>(1, runningCount)) {
    for (std::size_t i = 0; i < m_runningCount + kStandIns; ++i)
        m_workers.push_back(std::make_unique<Worker>(*this));
    m_running = m_workers.size(); // until each has seen that there is nothing to do
    for (const auto& worker : m_workers)
        m_threads.emplace_back([this, own = worker.get()] { work(*own); });
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
    if (Worker* const worker = self()) {
        worker->queue.push(std::move(task));
    } else {
        m_outside.push(std::move(task));
        if (m_running == 0) return wakeOne();
    }
    if (!m_isWatching) keepWatch();
}

void ThreadScheduler::beginWait() {
    if (self() == nullptr) return;
    --m_running;
    if (isNeeded()) wakeOne();
}

// There may be one too many from here on, until a task ends.
void ThreadScheduler::endWait() {
    if (self() != nullptr) ++m_running;
}

ThreadScheduler::Worker* ThreadScheduler::self() const {
    return currentWorker != nullptr && &currentWorker->owner == this ? currentWorker : nullptr;
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

void ThreadScheduler::work(Worker& worker) {
    currentWorker = &worker;
    Task task;
    while (nextTask(worker, task)) {
        task();
        // What a task holds goes before anybody is told that it is done.
        task = nullptr;
        tellWaiters();
    }
}

bool ThreadScheduler::nextTask(Worker& worker, Task& task) {
    for (;;) {
        if (m_running <= m_runningCount && takeTask(worker, task)) return true;
        // One too many: others come to what was posted here.
        worker.queue.giveAll(m_outside);
        if (!sleep()) return false;
    }
}

bool ThreadScheduler::takeTask(Worker& worker, Task& task) {
    if (++worker.takenCount % kTurnsPerLookOutside == 0 && m_outside.take(task)) return true;
    while (!worker.queue.take(task))
        if (!fetchTasks(worker)) return false;
    return true;
}

// Half of what waits: all of it when no other thread is at it, else only where that does not keep up.
bool ThreadScheduler::fetchTasks(Worker& worker) {
    const bool hasFetched = anyQueue([&](TaskQueue& queue) {
        if (&queue == &worker.queue || (m_running > 1 && !queue.isLate())) return false;
        return queue.giveHalf(worker.queue);
    });
    if (hasFetched && isNeeded()) wakeOne();
    return hasFetched;
}

template <typename Visitor>
bool ThreadScheduler::anyQueue(const Visitor& visit) {
    return visit(m_outside) || std::ranges::any_of(m_workers, [&](auto& worker) { return visit(worker->queue); });
}

bool ThreadScheduler::isNeeded() {
    if (m_running >= m_runningCount) return false;
    if (m_running == 0) return isAnyWaiting();
    return anyQueue([&](const TaskQueue& queue) { return queue.isLate(); });
}

bool ThreadScheduler::isAnyWaiting() {
    return anyQueue([](const TaskQueue& queue) { return !queue.isEmpty(); });
}

bool ThreadScheduler::sleep() {
    MutexLock lock(m_mutex);
    --m_running;
    ++m_sleeping;
    while (!isNeeded() && !m_isStopping) {
        m_posted.wait(lock);
        m_isWaking = false;
    }
    --m_sleeping;
    if (m_isStopping && !isNeeded()) return false;
    ++m_running;
    return true;
}

void ThreadScheduler::wakeOne() {
    if (m_sleeping == 0) return;
    {
        const MutexLock lock(m_mutex);
        if (m_sleeping == 0 || std::exchange(m_isWaking, true)) return;
    }
    m_posted.notify_one();
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
        const SteadyTime now = steadyNow();
        if (m_nextLook && *m_nextLook <= now) watchForLate(now);
        if (!m_timers.empty() && m_timers.front().due <= now) {
            runDue(lock, now);
            continue;
        }
        SteadyTime next = m_nextLook.value_or(SteadyTime::max());
        if (!m_timers.empty()) next = std::min(next, m_timers.front().due);
        if (next == SteadyTime::max())
            m_timerChanged.wait(lock);
        else
            m_timerChanged.wait_until(lock, next);
    }
}

void ThreadScheduler::runDue(MutexLock& lock, SteadyTime now) {
    while (!m_timers.empty() && m_timers.front().due <= now) {
        std::ranges::pop_heap(m_timers, isLater);
        Task task = std::move(m_timers.back().task);
        m_timers.pop_back();
        lock.unlock();
        post(std::move(task));
        lock.lock();
    }
}

void ThreadScheduler::keepWatch() {
    {
        const MutexLock lock(m_timerMutex);
        if (m_isWatching.exchange(true)) return;
        m_nextLook = steadyNow() + kPatience;
    }
    m_timerChanged.notify_one();
}

void ThreadScheduler::watchForLate(SteadyTime now) {
    bool isLate = false;
    static_cast<void>(anyQueue([&](TaskQueue& queue) {
        queue.look();
        isLate = isLate || queue.isLate();
        return false;
    }));
    if (isLate) wakeOne();
    m_quietLooks = isAnyWaiting() ? 0 : m_quietLooks + 1;
    m_nextLook = now + kPatience;
    if (m_quietLooks < kQuietLooks) return;
    m_quietLooks = 0;
    // Who posts now sees that nobody looks, or is seen.
    m_isWatching = false;
    if (isAnyWaiting())
        m_isWatching = true;
    else
        m_nextLook.reset();
}

} // namespace signalbox
