#include "engine/chart/machine/variables.h"

#include <algorithm>

namespace signalbox {

void Variables::initialise(const Json& given) {
    const Statechart& chart = m_machine.statechart;
    declareAll();
    for (const StatechartDraft::Variable& variable : chart.variables) {
        const auto value = given.find(variable.id);
        if (value == given.end())
            initialise(variable);
        else if (ScriptSession* const session = m_machine.session())
            check(session->initialise(variable.id, ScriptValue(*value)), variable.place);
    }
    for (std::uint32_t i = 0; i < chart.stateCount && chart.binding == StatechartDraft::Binding::Early; ++i) {
        m_machine.owner = i;
        for (const StatechartDraft::Variable& variable : chart.states[i].variables)
            initialise(variable);
    }
    m_machine.owner = Statechart::kNone;
    for (const Script& script : chart.scripts)
        check(m_machine.run(script), script.place);
}

void Variables::declareAll() {
    declare(m_machine.statechart.variables);
    for (const Statechart::State& state : m_machine.statechart.states)
        declare(state.variables);
}

void Variables::declare(const std::vector<StatechartDraft::Variable>& variables) {
    for (const StatechartDraft::Variable& variable : variables)
        if (ScriptSession* const session = m_machine.session()) check(session->declare(variable.id), variable.place);
}

void Variables::initialiseLate(std::uint32_t state) {
    auto& initialised = m_machine.ownMemory().initialised;
    const auto at = std::ranges::lower_bound(initialised, StateIndex{state});
    if (at != initialised.end() && at->value() == state) return;
    initialised.insert(at, StateIndex{state});
    m_machine.owner = state;
    for (const StatechartDraft::Variable& variable : m_machine.statechart.states[state].variables)
        initialise(variable);
}

void Variables::initialise(const StatechartDraft::Variable& variable) {
    ScriptSession* const session = m_machine.session();
    if (session == nullptr) return;
    if (variable.fault)
        m_machine.raise(*variable.fault, variable.place);
    else if (variable.expression)
        check(session->initialise(variable.id, variable.expression->number), variable.place);
    else if (variable.value)
        check(session->initialise(variable.id, variable.value), variable.place);
}

void Variables::check(const ScriptResult<void>& result, SourcePlace place) {
    if (!result) m_machine.raise(result.error(), place);
}

} // namespace signalbox
