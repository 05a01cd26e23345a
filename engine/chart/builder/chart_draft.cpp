#include "engine/chart/builder/chart_draft.h"

#include <algorithm>

namespace signalbox {

StateIndex ChartDraft::stateNamed(std::string_view state) const {
    const auto found =
        std::ranges::find(states, state, [](const State& each) -> const std::string& { return each.structure.name; });
    return StateIndex{static_cast<std::uint32_t>(found - states.begin())};
}

StateIndex ChartDraft::ensureState(std::string_view state) {
    const auto index = stateNamed(state);
    if (index.value() == states.size()) states.emplace_back().structure.name = state;
    return index;
}

TriggerIndex ChartDraft::ensureTrigger(std::string_view trigger) {
    const auto found = std::ranges::find(triggers, trigger, &TriggerStructure::name);
    const TriggerIndex index{static_cast<std::uint32_t>(found - triggers.begin())};
    if (found == triggers.end()) triggers.emplace_back().name = trigger;
    return index;
}

} // namespace signalbox
