#pragma once

#include "engine/base/mutex.h"
#include "tests/support/forwarding_store.h"

namespace signalbox {

// A store that one can wait for until nothing in it is still to be sent.
class DrainingStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;

    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override {
        Status written = ForwardingStore::commit(turns, updates);
        const MutexLock lock(m_mutex);
        m_committed.notify_all();
        return written;
    }

    void waitUntilDrained() {
        MutexLock lock(m_mutex);
        while (effectCount(EffectStatus::Pending).value() > 0)
            m_committed.wait(lock);
    }

private:
    Mutex m_mutex;
    ConditionVariable m_committed;
};

} // namespace signalbox
