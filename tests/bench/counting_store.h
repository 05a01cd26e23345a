#pragma once

#include "tests/support/forwarding_store.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace signalbox::bench {

// A store that counts what is committed to another.
class CountingStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;

    void reset() { m_commits = m_turns = 0; }
    [[nodiscard]] double turnsPerCommit() const {
        return static_cast<double>(m_turns) / static_cast<double>(std::max<std::uint64_t>(1, m_commits));
    }

    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override {
        ++m_commits;
        m_turns += turns.size();
        return ForwardingStore::commit(turns, updates);
    }

private:
    std::atomic<std::uint64_t> m_commits = 0;
    std::atomic<std::uint64_t> m_turns = 0;
};

} // namespace signalbox::bench
