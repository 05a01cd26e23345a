#include "engine/chart/chart_draft.h"

#include "engine/chart/program.h"
#include "engine/chart/validator.h"

#include <algorithm>
#include <iterator>

namespace signalbox {
namespace {

template <typename Item>
std::vector<ActionStructure> described(const std::vector<Item>& items) {
    std::vector<ActionStructure> result;
    for (const Item& item : items)
        result.push_back({.description = item.description, .fromTrigger = std::nullopt});
    return result;
}

// The names are known to be declared: findErrors() has looked.
StateIndex stateNamed(const ChartDraft& draft, std::string_view name) {
    const auto found = std::ranges::find(
        draft.states, name, [](const ChartDraft::State& state) -> const std::string& { return state.structure.name; });
    return StateIndex{static_cast<std::uint32_t>(found - draft.states.begin())};
}

StateStructure stateStructure(const ChartDraft& draft, const ChartDraft::State& state) {
    StateStructure result = state.structure;
    if (!state.parents.empty()) result.parent = stateNamed(draft, state.parents.front());
    if (!state.initials.empty()) result.initial = stateNamed(draft, state.initials.front());
    result.exits = described(state.code.exits);
    result.activations = described(state.code.activations);
    result.deactivations = described(state.code.deactivations);
    return result;
}

TransitionStructure transitionStructure(const ChartDraft& draft, const ChartDraft::Transition& transition) {
    TransitionStructure result = transition.structure;
    if (transition.target) result.targets = {stateNamed(draft, *transition.target)};
    for (const ChartDraft::Candidate& candidate : transition.candidates)
        result.candidates.push_back({.state = stateNamed(draft, candidate.state), .criterion = candidate.criterion});
    for (const Guard& guard : transition.code.guards)
        result.guards.push_back(guard.description);
    result.actions = described(transition.code.actions);
    return result;
}

ChartStructure structureOf(const ChartDraft& draft) {
    ChartStructure result{.name = draft.name,
                          .version = draft.version,
                          .title = draft.title,
                          .initial = stateNamed(draft, draft.initial),
                          .states = {},
                          .triggers = draft.triggers,
                          .transitions = {},
                          .cancelTrigger = draft.cancelTrigger,
                          .assigneeLocation = draft.assigneeLocation};
    for (const ChartDraft::State& state : draft.states)
        result.states.push_back(stateStructure(draft, state));
    for (const ChartDraft::Transition& transition : draft.transitions)
        result.transitions.push_back(transitionStructure(draft, transition));
    for (const StateStructure& state : std::vector(result.states))
        if (state.parent) result.states[state.parent->value()].kind = StateKind::Compound;
    return result;
}

ChartCode codeOf(ChartDraft& draft) {
    ChartCode code;
    for (ChartDraft::State& state : draft.states)
        code.states.push_back(std::move(state.code));
    for (ChartDraft::Transition& transition : draft.transitions)
        code.transitions.push_back(std::move(transition.code));
    return code;
}

} // namespace

StateIndex ChartDraft::ensureState(std::string_view state) {
    const auto index = stateNamed(*this, state);
    if (index.value() == states.size()) states.emplace_back().structure.name = state;
    return index;
}

TriggerIndex ChartDraft::ensureTrigger(std::string_view trigger) {
    const auto found = std::ranges::find(triggers, trigger, &TriggerStructure::name);
    const TriggerIndex index{static_cast<std::uint32_t>(found - triggers.begin())};
    if (found == triggers.end()) triggers.emplace_back().name = trigger;
    return index;
}

BuildResult build(ChartDraft draft) {
    BuildResult result{.chart = nullptr, .diagnostics = findErrors(draft)};
    if (!result.diagnostics.empty()) return result;
    ChartStructure structure = structureOf(draft);
    result.diagnostics = findWarnings(structure);
    auto program = std::make_unique<const Chart::Program>(structure, codeOf(draft));
    result.chart = std::make_shared<const Chart>(std::move(structure), std::move(program));
    return result;
}

} // namespace signalbox
