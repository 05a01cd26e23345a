#pragma once

#include "engine/chart/machine/machine.h"

namespace signalbox {

// Gives the variables of a chart their first values. What fails leaves its variable undefined and raises
// error.execution. Source: SCXML 1.0, 5.3.
class Variables {
public:
    explicit Variables(Machine& machine) : m_machine(machine) {}

    // At the start: all variables exist from then on; those of states wait for their first entry if binding is late.
    // `given` is an object or null: its members come instead of the first values of variables declared at the top.
    // The scripts of the top run at the end.
    void initialise(const Json& given);
    // Before the first entry of a state, if binding is late.
    void initialiseLate(std::uint32_t state);

private:
    void declareAll();
    void declare(const std::vector<StatechartDraft::Variable>& variables);
    void initialise(const StatechartDraft::Variable& variable);
    void check(const ScriptResult<void>& result, SourcePlace place);

    Machine& m_machine;
};

} // namespace signalbox
