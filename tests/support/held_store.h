#pragma once

#include "tests/support/forwarding_store.h"

#include <atomic>
#include <span>

namespace signalbox {

// Holds commits up until it is told to let them go.
class HeldStore final : public ForwardingStore {
public:
    HeldStore(Store& store, std::atomic<bool>& isHeld) : ForwardingStore(store), m_isHeld(isHeld) {}
    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override {
        m_isHeld.wait(true);
        return ForwardingStore::commit(turns, updates);
    }

private:
    std::atomic<bool>& m_isHeld;
};

} // namespace signalbox
