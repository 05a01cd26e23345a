#include "engine/runtime/scheduling/task_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace signalbox {

void TaskQueue::push(Task task) {
    const MutexLock lock(m_mutex);
    m_tasks.push_back(std::move(task));
    ++m_pushed;
}

bool TaskQueue::take(Task& task) {
    if (isEmpty()) return false;
    const MutexLock lock(m_mutex);
    if (m_tasks.empty()) return false;
    task = std::move(m_tasks.front());
    m_tasks.pop_front();
    ++m_taken;
    return true;
}

bool TaskQueue::giveHalf(TaskQueue& taker) {
    if (isEmpty()) return false;
    std::deque<Task> half;
    {
        const MutexLock lock(m_mutex);
        half = takeOldest((m_tasks.size() + 1) / 2);
    }
    const bool hasGiven = !half.empty();
    taker.append(std::move(half));
    return hasGiven;
}

void TaskQueue::giveAll(TaskQueue& taker) {
    if (isEmpty()) return;
    std::deque<Task> all;
    {
        const MutexLock lock(m_mutex);
        all = takeOldest(m_tasks.size());
    }
    taker.append(std::move(all));
}

void TaskQueue::look() {
    m_seenTwice = m_seenOnce;
    m_seenOnce = m_pushed;
}

std::deque<Task> TaskQueue::takeOldest(std::size_t count) {
    const auto end = m_tasks.begin() + static_cast<std::ptrdiff_t>(count);
    std::deque<Task> oldest(std::make_move_iterator(m_tasks.begin()), std::make_move_iterator(end));
    m_tasks.erase(m_tasks.begin(), end);
    m_taken += count;
    return oldest;
}

void TaskQueue::append(std::deque<Task> tasks) {
    const MutexLock lock(m_mutex);
    std::move(tasks.begin(), tasks.end(), std::back_inserter(m_tasks));
    m_pushed += tasks.size();
}

} // namespace signalbox
