#pragma once

#include "engine/base/mutex.h"
#include "engine/runtime/scheduling/scheduler.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace signalbox {

// Tasks that wait for a thread: first in, first out. Knows from look to look whether one has waited for long.
// Thread-safety: any thread, but look(): one.
class TaskQueue {
public:
    void push(Task task);
    // Returns: false when there is none.
    [[nodiscard]] bool take(Task& task);
    // Moves the older half of the tasks, rounded up, behind those of `taker`.  Returns: whether there was one.
    bool giveHalf(TaskQueue& taker);
    void giveAll(TaskQueue& taker);

    // Another thread may change these at any time.
    [[nodiscard]] bool isEmpty() const { return m_taken == m_pushed; }
    // A task waits that two looks have seen.
    [[nodiscard]] bool isLate() const { return m_taken < m_seenTwice; }
    void look();

private:
    [[nodiscard]] std::deque<Task> takeOldest(std::size_t count) REQUIRES_LOCK(m_mutex);
    void append(std::deque<Task> tasks);

    Mutex m_mutex;
    std::deque<Task> m_tasks GUARDED_BY(m_mutex);
    // Counted from the beginning; written with the lock held.
    std::atomic<std::uint64_t> m_pushed = 0;
    std::atomic<std::uint64_t> m_taken = 0;
    std::atomic<std::uint64_t> m_seenTwice = 0;
    std::uint64_t m_seenOnce = 0; // by who looks only
};

} // namespace signalbox
