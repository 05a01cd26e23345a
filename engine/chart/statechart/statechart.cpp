#include "engine/chart/statechart/statechart.h"

#include <algorithm>

namespace signalbox {

std::uint32_t Statechart::domainOf(const Transition& transition, const std::vector<std::uint32_t>& targets) const {
    const auto hasAllBelow = [&](std::uint32_t ancestor) {
        return std::ranges::all_of(targets, [&](std::uint32_t target) { return isBelow(target, ancestor); });
    };
    const bool isFromCompound = states[transition.source].kind == StateKind::Compound;
    if (transition.isInternal && isFromCompound && hasAllBelow(transition.source)) return transition.source;
    std::uint32_t ancestor = states[transition.source].parent;
    while (ancestor != kNone && (states[ancestor].kind != StateKind::Compound || !hasAllBelow(ancestor)))
        ancestor = states[ancestor].parent;
    return ancestor;
}

} // namespace signalbox
