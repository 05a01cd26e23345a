#include "engine/chart/builder/chart_build.h"

#include "engine/chart/builder/validator.h"
#include "engine/chart/program.h"

#include <memory>
#include <utility>

namespace signalbox {
namespace {

template <typename Item>
std::vector<ActionStructure> described(const std::vector<Item>& items) {
    std::vector<ActionStructure> result;
    for (const Item& item : items)
        result.push_back({.description = item.description, .fromTrigger = std::nullopt});
    return result;
}

// Its names are known to be declared: findErrors() has looked.
StateStructure stateStructure(const ChartDraft& draft, const ChartDraft::State& state) {
    StateStructure result = state.structure;
    if (!state.parents.empty()) result.parent = draft.stateNamed(state.parents.front());
    if (!state.initials.empty()) result.initial = draft.stateNamed(state.initials.front());
    result.exits = described(state.code.exits);
    result.activations = described(state.code.activations);
    result.deactivations = described(state.code.deactivations);
    return result;
}

TransitionStructure transitionStructure(const ChartDraft& draft, const ChartDraft::Transition& transition) {
    TransitionStructure result = transition.structure;
    if (transition.target) result.targets = {draft.stateNamed(*transition.target)};
    for (const ChartDraft::Candidate& candidate : transition.candidates)
        result.candidates.push_back({.state = draft.stateNamed(candidate.state), .criterion = candidate.criterion});
    for (const Guard& guard : transition.code.guards)
        result.guards.push_back(guard.description);
    result.actions = described(transition.code.actions);
    return result;
}

ChartStructure structureOf(const ChartDraft& draft) {
    ChartStructure result{.name = draft.name,
                          .version = draft.version,
                          .title = draft.title,
                          .initial = draft.stateNamed(draft.initial),
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
