#include "app/server/serve/draining_sender.h"

#include <utility>

namespace signalbox {

std::uint64_t DrainingSender::drain(std::chrono::milliseconds atMost) {
    const auto due = std::chrono::steady_clock::now() + atMost;
    std::function<void()> changed;
    MutexLock lock(m_mutex);
    m_isDraining = true;
    changed = m_holdListener;
    lock.unlock();
    if (changed) changed();
    lock.lock();
    while (m_underWay > 0 && m_answered.wait_until(lock, due) != std::cv_status::timeout) {
    }
    return m_underWay;
}

std::string DrainingSender::receiverOf(EffectKind kind, const Json& payload) const {
    return m_sender->receiverOf(kind, payload);
}

std::string DrainingSender::heldBecause(EffectKind kind) const {
    {
        const MutexLock lock(m_mutex);
        if (m_isDraining) return "the server is shutting down";
    }
    return m_sender->heldBecause(kind);
}

void DrainingSender::setHoldListener(std::function<void()> listener) {
    m_sender->setHoldListener(listener);
    const MutexLock lock(m_mutex);
    m_holdListener = std::move(listener);
}

void DrainingSender::send(OutgoingEffect effect, Done done) {
    {
        const MutexLock lock(m_mutex);
        ++m_underWay;
    }
    m_sender->send(std::move(effect), [this, told = std::move(done)](SendResult result) mutable {
        // First: the engine has begun to note it before anybody closes the engine.
        told(std::move(result));
        const MutexLock lock(m_mutex);
        --m_underWay;
        m_answered.notify_all();
    });
}

} // namespace signalbox
