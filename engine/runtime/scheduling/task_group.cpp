#include "engine/runtime/scheduling/task_group.h"

#include <thread>
#include <utility>

namespace signalbox {

struct TaskGroup::Counts {
    std::atomic<std::int64_t> tasks = 0;
    std::atomic<std::int64_t> visits = 0;
    std::atomic<bool> isClosed = false;

    // Counted before the look at isClosed: close() then either sees the visit or is seen by it.
    [[nodiscard]] bool tryEnter(std::atomic<std::int64_t>& count) const {
        ++count;
        if (!isClosed) return true;
        --count;
        return false;
    }
};

// One counted task, from post() until it and all that it holds are gone. The counts are there as long: close() waits,
// and the last look at them is the one that ends its waiting.
class TaskGroup::Hold {
public:
    explicit Hold(Counts& counts) : m_counts(&counts) {}
    Hold(Hold&& other) noexcept : m_counts(std::exchange(other.m_counts, nullptr)) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold() {
        if (m_counts != nullptr) --m_counts->tasks;
    }

private:
    Counts* m_counts;
};

TaskGroup::Visit::Visit(TaskGroup& group) {
    if (group.m_counts->tryEnter(group.m_counts->visits)) m_counts = group.m_counts;
}

TaskGroup::Visit::~Visit() {
    if (m_counts) --m_counts->visits;
}

TaskGroup::TaskGroup(Scheduler& scheduler) : m_scheduler(scheduler), m_counts(std::make_shared<Counts>()) {}

TaskGroup::~TaskGroup() = default;

void TaskGroup::post(Task task) {
    ++m_counts->tasks;
    m_scheduler.post([hold = Hold(*m_counts), run = std::move(task)]() mutable { run(); });
}

void TaskGroup::postAt(SteadyTime due, Task task) {
    m_scheduler.postAt(due, [weak = std::weak_ptr(m_counts), run = std::move(task)]() mutable {
        const auto counts = weak.lock();
        if (!counts || !counts->tryEnter(counts->tasks)) return;
        const Hold hold(*counts);
        run();
    });
}

void TaskGroup::close() {
    m_counts->isClosed = true;
    // Visits are a few instructions long and run on threads that tell nobody when they end.
    while (m_counts->visits > 0)
        std::this_thread::yield();
    m_scheduler.runUntil([counts = m_counts] { return counts->tasks == 0; });
}

bool TaskGroup::isClosed() const {
    return m_counts->isClosed;
}

} // namespace signalbox
