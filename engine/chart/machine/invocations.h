#pragma once

#include "engine/chart/machine/content_runner.h"

#include <cstdint>
#include <string>

namespace signalbox {

// Starts and ends the children of states, and treats the events that come from them. Source: SCXML 1.0, 6.4 and 6.5.
class Invocations {
public:
    Invocations(Machine& machine, ContentRunner& runner) : m_machine(machine), m_runner(runner) {}

    // The children of all states that were entered and are still active, in document order.
    void startPending();
    // Those of a state that is left.
    void endOf(std::uint32_t state);
    void endAll();
    // Before transitions are selected for an external event: <finalize> of the child that sent it, and a copy for every
    // child that wants one.  Returns: whether any of it had anything to do.
    bool receive(const MachineEvent& event);

private:
    void start(std::uint32_t state, std::uint32_t number);
    [[nodiscard]] ScriptResult<InvokeRequest> requestOf(std::uint32_t state, std::uint32_t number);
    [[nodiscard]] ScriptResult<void> identify(const StatechartDraft::Invoke& invoke, std::uint32_t state,
                                              InvokeRequest& request);
    [[nodiscard]] ScriptResult<void> fillContent(const Payload& payload, InvokeRequest& request);
    void end(const ChartMemory::Invoked& child);
    [[nodiscard]] bool finalize(const ChartMemory::Invoked& child, const MachineEvent& event);
    void putIntoLocations(const Payload& payload, const MachineEvent& event, SourcePlace place);
    [[nodiscard]] const StatechartDraft::Invoke& definitionOf(const ChartMemory::Invoked& child) const {
        return m_machine.statechart.states[child.state.value()].invokes[child.number];
    }

    Machine& m_machine;
    ContentRunner& m_runner;
};

} // namespace signalbox
