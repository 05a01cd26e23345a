#pragma once

#include "engine/base/mutex.h"
#include "engine/effects/effect_sender.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace signalbox {

// A sender that can be asked to finish: from then on effects are held, and those that are under way get time.
// Thread-safety: any thread.
class DrainingSender final : public EffectSender {
public:
    explicit DrainingSender(std::unique_ptr<EffectSender> sender) : m_sender(std::move(sender)) {}

    // Holds all effects, and waits for the answers of those that are being sent, but no longer than `atMost`.
    // Returns: how many are still without one.
    std::uint64_t drain(std::chrono::milliseconds atMost);

    [[nodiscard]] std::string receiverOf(EffectKind kind, const Json& payload) const override;
    [[nodiscard]] std::string heldBecause(EffectKind kind) const override;
    void setHoldListener(std::function<void()> listener) override;
    void send(OutgoingEffect effect, Done done) override;

private:
    mutable Mutex m_mutex;
    ConditionVariable m_answered;
    bool m_isDraining GUARDED_BY(m_mutex) = false;
    std::uint64_t m_underWay GUARDED_BY(m_mutex) = 0;
    std::function<void()> m_holdListener GUARDED_BY(m_mutex);
    // Last: while it ends it answers what is under way.
    const std::unique_ptr<EffectSender> m_sender;
};

} // namespace signalbox
