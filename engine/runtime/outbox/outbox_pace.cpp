#include "engine/runtime/outbox/outbox_pace.h"

#include <algorithm>
#include <limits>

namespace signalbox {
namespace {

// Fewer are no crowd: the disk has time between them.
constexpr std::size_t kCrowd = 8;
// One effect beside so many. It takes as much of two cores as some thirty turns, its receiver among it; and what it
// does to the turns' caches, and to their commits, costs as much again.
constexpr std::uint64_t kTurnsPerEffect = 250;
constexpr Duration kBreath = std::chrono::milliseconds{20};

} // namespace

std::size_t OutboxPace::allowance(const Turns& turns, SteadyTime now) {
    if (now < m_leaveFrom) return 0;
    const std::uint64_t made = turns.made - m_made;
    m_made = turns.made;
    if (turns.waiting < kCrowd) {
        m_leaveFrom = {};
        return std::numeric_limits<std::size_t>::max();
    }
    m_leaveFrom = now + kBreath;
    return std::max<std::size_t>(1, made / kTurnsPerEffect);
}

} // namespace signalbox
