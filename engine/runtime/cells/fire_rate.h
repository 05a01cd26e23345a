#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace signalbox {

// Counts accepted fires, and how many there were per second over the last 10 s. Thread-safety: any thread.
class FireRate {
public:
    void add(SteadyTime now, std::uint64_t count);
    [[nodiscard]] std::uint64_t total() const;
    [[nodiscard]] double perSecond(SteadyTime now) const;

private:
    static constexpr std::size_t kSeconds = 10;
    struct Slot {
        std::int64_t second = -1;
        std::uint64_t count = 0;
    };

    mutable Mutex m_mutex;
    std::array<Slot, kSeconds> m_slots GUARDED_BY(m_mutex);
    std::uint64_t m_total GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
