#pragma once

#include "engine/base/mutex.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/workflow_effects.h"

#include <deque>
#include <functional>
#include <map>

namespace signalbox {

// Who may change an effect's row: one at a time, from the look at it in the store until the change is there. The row is
// written as a whole, so two who did it at once would lose what one of them wrote.
// Thread-safety: any thread, inside a task of the group.
class EffectLocks {
public:
    using Then = std::move_only_function<void()>;

    explicit EffectLocks(TaskGroup& tasks) : m_tasks(tasks) {}

    // Calls `then`, inside this call or on another task, when the effect is the caller's, in the order of asking.
    void acquire(EffectId effect, Then then);
    // Returns: false when it is somebody else's.
    [[nodiscard]] bool tryAcquire(EffectId effect);
    void release(EffectId effect);
    // Destroys what still waits: nobody will release anything any more.
    void abandon();

private:
    TaskGroup& m_tasks;
    Mutex m_mutex;
    std::map<EffectId, std::deque<Then>> m_waiting GUARDED_BY(m_mutex); // for each that is somebody's
};

} // namespace signalbox
