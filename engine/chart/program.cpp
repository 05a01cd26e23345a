#include "engine/chart/program.h"

#include "engine/chart/timeout_name.h"

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

using Program = Chart::Program;

std::uint32_t orNone(std::optional<StateIndex> state) {
    return state ? state->value() : Program::kNone;
}

Program::State compileState(const ChartStructure& structure, std::uint32_t index) {
    const StateStructure& state = structure.states[index];
    Program::State result;
    result.parent = orNone(state.parent);
    result.initial = orNone(state.initial);
    result.depth = static_cast<std::uint32_t>(pathToRoot(structure, StateIndex{index}).size()) - 1;
    for (std::size_t i = 0; i < state.timeouts.size(); ++i)
        result.timerNames.push_back(timeoutName(state, i));
    result.hasEntries = !state.entries.empty() || !state.timeouts.empty();
    result.hasExits = !state.exits.empty() || !state.timeouts.empty();
    result.isFinal = state.kind == StateKind::Final;
    return result;
}

Program::Transition compileTransition(const TransitionStructure& transition) {
    return {.scope = transition.scope,
            .isDynamic = transition.isDynamic,
            .hasGuards = !transition.guards.empty(),
            .hasActions = !transition.actions.empty(),
            .target = orNone(transition.firstTarget())};
}

std::vector<std::regex> compilePatterns(const TriggerStructure& trigger) {
    std::vector<std::regex> patterns;
    for (const ParameterStructure& parameter : trigger.parameters)
        patterns.emplace_back(parameter.pattern, std::regex::ECMAScript | std::regex::optimize);
    return patterns;
}

void fillSignatures(Program& program, const ChartStructure& structure) {
    for (const TriggerStructure& trigger : structure.triggers) {
        program.hasSignature.push_back(trigger.hasSignature);
        program.patterns.push_back(compilePatterns(trigger));
    }
}

void fillTable(Program& program, const ChartStructure& structure) {
    std::vector<TransitionIndex>& sorted = program.byStateAndTrigger;
    for (std::uint32_t i = 0; i < structure.transitions.size(); ++i)
        sorted.emplace_back(i);
    const auto cell = [&](TransitionIndex index) {
        const TransitionStructure& transition = structure.transitions[index.value()];
        return transition.source.value() * program.triggerCount + transition.triggers.front().value();
    };
    std::ranges::stable_sort(sorted, {}, cell);
    program.table.resize(structure.states.size() * structure.triggers.size());
    for (std::uint32_t i = 0; i < sorted.size(); ++i) {
        Program::Range& range = program.table[cell(sorted[i])];
        if (range.count++ == 0) range.first = i;
    }
}

std::vector<std::vector<TriggerIndex>> handledTriggers(const ChartStructure& structure) {
    std::vector<std::vector<TriggerIndex>> handled(structure.states.size());
    for (const TransitionStructure& transition : structure.transitions) {
        auto& triggers = handled[transition.source.value()];
        const TriggerIndex trigger = transition.triggers.front();
        if (std::ranges::find(triggers, trigger) == triggers.end()) triggers.push_back(trigger);
    }
    return handled;
}

} // namespace

Chart::Program::Program(const ChartStructure& structure, ChartCode definition)
    : triggerCount(static_cast<std::uint32_t>(structure.triggers.size()))
    , handled(handledTriggers(structure))
    , code(std::move(definition)) {
    for (std::uint32_t i = 0; i < structure.states.size(); ++i)
        states.push_back(compileState(structure, i));
    for (const TransitionStructure& transition : structure.transitions)
        transitions.push_back(compileTransition(transition));
    fillSignatures(*this, structure);
    fillTable(*this, structure);
}

Chart::Program::Program(const ChartStructure& structure, std::unique_ptr<const Statechart> definition)
    : triggerCount(static_cast<std::uint32_t>(structure.triggers.size()))
    , statechart(std::move(definition)) {
    fillSignatures(*this, structure);
}

Chart::Chart(ChartStructure structure, std::unique_ptr<const Program> program)
    : m_structure(std::move(structure))
    , m_hash(contentHash(m_structure))
    , m_program(std::move(program)) {}

Chart::~Chart() = default;

} // namespace signalbox
