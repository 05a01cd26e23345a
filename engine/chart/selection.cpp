#include "engine/chart/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {

std::string describeTransition(const ChartStructure& structure, TransitionIndex index) {
    const TransitionStructure& transition = structure.transitions[index.value()];
    const std::string& source = structure.states[transition.source.value()].name;
    std::string triggers;
    for (const TriggerIndex trigger : transition.triggers)
        triggers += (triggers.empty() ? "" : " ") + structure.triggers[trigger.value()].name;
    std::string targets = transition.isDynamic ? "?" : "";
    for (const StateIndex target : transition.targets)
        targets += (targets.empty() ? "" : " ") + structure.states[target.value()].name;
    return fmt::format("{} --{}--> {}", source, triggers, targets.empty() ? source : targets);
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
