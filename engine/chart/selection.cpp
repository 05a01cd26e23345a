#include "engine/chart/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

std::string describeTransition(const ChartStructure& structure, TransitionIndex index) {
    const TransitionStructure& transition = structure.transitions[index.value()];
    const std::string& source = structure.states[transition.source.value()].name;
    const std::string& trigger = structure.triggers[transition.trigger.value()].name;
    const std::string target = transition.target      ? structure.states[transition.target->value()].name
                               : transition.isDynamic ? "?"
                                                      : source;
    return fmt::format("{} --{}--> {}", source, trigger, target);
}

void addUnmet(std::vector<UnmetGuard>& unmet, UnmetGuard guard) {
    const bool isKnown = std::ranges::any_of(unmet, [&](const UnmetGuard& other) {
        return other.level == guard.level && other.description == guard.description;
    });
    if (!isKnown) unmet.push_back(std::move(guard));
}

std::vector<UnmetGuard> UnmetNumbers::describe(const ChartStructure& structure) const {
    std::vector<UnmetGuard> result;
    for (std::size_t i = 0; i < m_count; ++i) {
        const Entry entry = i < m_first.size() ? m_first[i] : m_more[i - m_first.size()];
        const TransitionStructure& transition = structure.transitions[entry.transition.value()];
        addUnmet(result, {.level = transition.source,
                          .transition = entry.transition,
                          .description = transition.guards[entry.guard]});
    }
    return result;
}

} // namespace signalbox
