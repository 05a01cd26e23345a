#include "engine/chart/writers/graph_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {
namespace {

void addActions(std::vector<std::string>& names, const std::vector<ActionStructure>& actions,
                std::optional<TriggerIndex> trigger) {
    for (const ActionStructure& action : actions)
        if (!action.fromTrigger || *action.fromTrigger == trigger) names.push_back(action.description);
}

} // namespace

const std::string& displayName(const StateStructure& state) {
    return state.label.empty() ? state.name : state.label;
}

const std::string& displayName(const TriggerStructure& trigger) {
    return trigger.label.empty() ? trigger.name : trigger.label;
}

const std::string& displayName(const ChartStructure& chart) {
    return chart.title.empty() ? chart.name : chart.title;
}

std::string_view historyMark(StateKind kind) {
    return kind == StateKind::DeepHistory ? "H*" : "H";
}

std::vector<std::string> stateLines(const ChartStructure& structure, StateIndex index) {
    const StateStructure& state = structure.states[index.value()];
    const auto trigger = [&](TriggerIndex of) { return displayName(structure.triggers[of.value()]); };
    std::vector<std::string> lines;
    for (const ActionStructure& entry : state.entries)
        lines.push_back(entry.fromTrigger
                            ? fmt::format("entry from {} / {}", trigger(*entry.fromTrigger), entry.description)
                            : fmt::format("entry / {}", entry.description));
    for (const ActionStructure& exit : state.exits)
        lines.push_back(fmt::format("exit / {}", exit.description));
    for (const TimeoutStructure& timeout : state.timeouts)
        lines.push_back(fmt::format("after {} / {}", describe(timeout.delay), trigger(timeout.trigger)));
    return lines;
}

std::string triggerLabel(const ChartStructure& structure, const TransitionStructure& transition) {
    std::string label;
    for (const TriggerIndex trigger : transition.triggers)
        label += (label.empty() ? "" : ", ") + displayName(structure.triggers[trigger.value()]);
    return label;
}

std::string transitionLabel(const ChartStructure& structure, TransitionIndex index) {
    const TransitionStructure& transition = structure.transitions[index.value()];
    std::string label = triggerLabel(structure, transition);
    for (const std::string& guard : transition.guards)
        label += fmt::format("{}[{}]", label.empty() ? "" : " ", guard);
    if (transition.scope == TransitionScope::Ignored) return label + " (ignored)";
    std::vector<std::string> actions;
    addActions(actions, transition.actions, transition.firstTrigger());
    if (transition.scope == TransitionScope::Reenter)
        addActions(actions, structure.states[transition.source.value()].entries, transition.firstTrigger());
    return actions.empty() ? label : fmt::format("{} / {}", label, fmt::join(actions, ", "));
}

std::string describe(Duration duration) {
    constexpr std::array<std::pair<Duration::rep, const char*>, 5> kUnits{
        {{86'400'000'000, "d"}, {3'600'000'000, "h"}, {60'000'000, "m"}, {1'000'000, "s"}, {1'000, "ms"}}};
    for (const auto& [size, unit] : kUnits)
        if (duration.count() % size == 0) return fmt::format("{}{}", duration.count() / size, unit);
    return fmt::format("{}us", duration.count());
}

std::vector<StateIndex> childrenOf(const ChartStructure& structure, std::optional<StateIndex> parent) {
    std::vector<StateIndex> children;
    for (std::uint32_t i = 0; i < structure.states.size(); ++i)
        if (structure.states[i].parent == parent) children.emplace_back(i);
    return children;
}

bool isVisited(const GraphOverlay& overlay, StateIndex state) {
    return std::ranges::find(overlay.visited, state) != overlay.visited.end();
}

bool isTaken(const GraphOverlay& overlay, TransitionIndex transition) {
    return std::ranges::find(overlay.taken, transition) != overlay.taken.end();
}

} // namespace signalbox
