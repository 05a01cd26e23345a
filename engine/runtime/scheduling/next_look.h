#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/runtime/scheduling/task_group.h"

#include <functional>
#include <optional>

namespace signalbox {

// Has somebody look at what is due, in time and one look at a time. When that is he tells himself, each time that it
// may have changed: arm().
// Thread-safety: any thread.
class NextLook {
public:
    struct Looker {
        std::function<std::optional<SteadyTime>()> when; // to look next; not after now: at once; none: not at all
        std::function<void()> look;                      // in a task of the group
    };
    // Lifetime: all of it outlives the tasks of the group.
    NextLook(TaskGroup& tasks, const Clock& clock, Looker looker);

    // Sees to it that the next look is not too late. Nobody looks once the group is closed.
    void arm();

private:
    void wake(SteadyTime armedFor);

    TaskGroup& m_tasks;
    const Clock& m_clock;
    const Looker m_looker;
    Mutex m_mutex;
    std::optional<SteadyTime> m_armed GUARDED_BY(m_mutex); // for when a look is posted; none: for no time
    bool m_isLooking GUARDED_BY(m_mutex) = false;
};

} // namespace signalbox
