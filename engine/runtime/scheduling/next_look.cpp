#include "engine/runtime/scheduling/next_look.h"

#include <utility>

namespace signalbox {

NextLook::NextLook(TaskGroup& tasks, const Clock& clock, Looker looker)
    : m_tasks(tasks)
    , m_clock(clock)
    , m_looker(std::move(looker)) {}

void NextLook::arm() {
    // What is due waits for the next start; a look that does nothing would come again at once.
    if (m_tasks.isClosed()) return;
    const auto at = m_looker.when();
    {
        const MutexLock lock(m_mutex);
        if (!at || m_isLooking || (m_armed && *m_armed <= *at)) return;
        m_armed = at;
    }
    const auto run = [this, armedFor = *at] { wake(armedFor); };
    if (*at <= m_clock.steadyNow())
        m_tasks.post(run);
    else
        m_tasks.postAt(*at, run);
}

void NextLook::wake(SteadyTime armedFor) {
    {
        const MutexLock lock(m_mutex);
        // Another look was to come sooner than this one.
        if (m_armed != armedFor) return;
        m_armed.reset();
        // The end of that look arms again.
        if (std::exchange(m_isLooking, true)) return;
    }
    if (!m_tasks.isClosed()) m_looker.look();
    {
        const MutexLock lock(m_mutex);
        m_isLooking = false;
    }
    arm();
}

} // namespace signalbox
