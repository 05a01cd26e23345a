#include "engine/runtime/outbox/effect_locks.h"

#include <cassert>
#include <utility>

namespace signalbox {

void EffectLocks::acquire(EffectId effect, Then then) {
    {
        const MutexLock lock(m_mutex);
        const auto [place, isFree] = m_waiting.try_emplace(effect);
        if (!isFree) return place->second.push_back(std::move(then));
    }
    then();
}

bool EffectLocks::tryAcquire(EffectId effect) {
    const MutexLock lock(m_mutex);
    return m_waiting.try_emplace(effect).second;
}

void EffectLocks::release(EffectId effect) {
    Then next;
    {
        const MutexLock lock(m_mutex);
        const auto place = m_waiting.find(effect);
        assert(place != m_waiting.end());
        if (place->second.empty()) {
            m_waiting.erase(place);
            return;
        }
        next = std::move(place->second.front());
        place->second.pop_front();
    }
    m_tasks.post([then = std::move(next)]() mutable { then(); });
}

void EffectLocks::abandon() {
    // Destroyed without the lock, for they may answer somebody.
    std::map<EffectId, std::deque<Then>> waiting;
    {
        const MutexLock lock(m_mutex);
        waiting.swap(m_waiting);
    }
}

} // namespace signalbox
