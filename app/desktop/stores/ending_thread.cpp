#include "app/desktop/stores/ending_thread.h"

#include <utility>

namespace signalbox {

EndingThread::EndingThread(std::chrono::milliseconds patience)
    : m_patience(patience)
    , m_thread([state = m_state] { run(*state); }) {}

EndingThread::~EndingThread() {
    const auto deadline = std::chrono::steady_clock::now() + m_patience;
    MutexLock lock(m_state->mutex);
    m_state->mustStop = true;
    m_state->changed.notify_all();
    while (!m_state->hasStopped)
        if (m_state->changed.wait_until(lock, deadline) == std::cv_status::timeout) break;
    const bool hasStopped = m_state->hasStopped;
    lock.unlock();
    if (hasStopped)
        m_thread.join();
    else
        m_thread.detach();
}

std::future<void> EndingThread::end(std::shared_ptr<void> thing) {
    Task task{.thing = std::move(thing), .gone = {}};
    auto gone = task.gone.get_future();
    const MutexLock lock(m_state->mutex);
    m_state->tasks.push_back(std::move(task));
    m_state->changed.notify_all();
    return gone;
}

void EndingThread::run(State& state) {
    MutexLock lock(state.mutex);
    for (;;) {
        while (state.tasks.empty() && !state.mustStop)
            state.changed.wait(lock);
        if (state.tasks.empty()) break;
        Task task = std::move(state.tasks.front());
        state.tasks.pop_front();
        lock.unlock();
        task.thing.reset();
        task.gone.set_value();
        lock.lock();
    }
    state.hasStopped = true;
    state.changed.notify_all();
}

} // namespace signalbox
