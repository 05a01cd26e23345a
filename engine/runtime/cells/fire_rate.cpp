#include "engine/runtime/cells/fire_rate.h"

namespace signalbox {
namespace {

std::int64_t secondOf(SteadyTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

} // namespace

void FireRate::add(SteadyTime now, std::uint64_t count) {
    const std::int64_t second = secondOf(now);
    const MutexLock lock(m_mutex);
    Slot& slot = m_slots[static_cast<std::size_t>(second) % kSeconds];
    if (slot.second != second) slot = {.second = second, .count = 0};
    slot.count += count;
    m_total += count;
}

std::uint64_t FireRate::total() const {
    const MutexLock lock(m_mutex);
    return m_total;
}

double FireRate::perSecond(SteadyTime now) const {
    const std::int64_t second = secondOf(now);
    const MutexLock lock(m_mutex);
    std::uint64_t sum = 0;
    for (const Slot& slot : m_slots)
        if (slot.second >= 0 && second - slot.second < std::int64_t{kSeconds}) sum += slot.count;
    return static_cast<double>(sum) / static_cast<double>(kSeconds);
}

} // namespace signalbox
