#pragma once

#include "engine/base/mutex.h"
#include "tests/support/forwarding_store.h"

#include <functional>

namespace signalbox {

// A store that one can wait for until something is in it, or nothing is still to be sent.
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
        waitUntil([this] { return effectCount(EffectStatus::Pending).value() == 0; });
    }
    // Asks `isDone` after each commit.
    void waitUntil(const std::function<bool()>& isDone) {
        MutexLock lock(m_mutex);
        while (!isDone())
            m_committed.wait(lock);
    }

private:
    Mutex m_mutex;
    ConditionVariable m_committed;
};

} // namespace signalbox
