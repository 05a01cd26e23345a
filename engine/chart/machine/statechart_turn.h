#pragma once

#include "engine/chart/machine/entry_set.h"
#include "engine/chart/machine/invocations.h"
#include "engine/chart/machine/transition_selection.h"
#include "engine/chart/machine/variables.h"

#include <cstdint>

namespace signalbox {

// The interpreter of the `scxml` profile: runs one external event, and all that the chart makes of it, from a snapshot
// into a Step. Used once. Source: SCXML 1.0, appendix D, whose event loop is cut into turns: each ends where the loop
// would wait for an external event.
class StatechartTurn {
public:
    // `step` is empty but for its buffers.
    StatechartTurn(const Chart& chart, const Snapshot& before, const TurnContext& context, Step& step);

    void run(const Event& event);
    // Enters the initial configuration; Requires: the snapshot before has none.
    void start(const Json& data, const Invoker& invoker);
    // Leaves all states, as a child whose parent has no use for it any more.
    void end();

private:
    [[nodiscard]] bool refuse(const Event& event);
    [[nodiscard]] std::uint32_t triggerOf(const Event& event) const;
    [[nodiscard]] bool forgetArrived(const Event& event);
    void process(const Event& event);
    [[nodiscard]] Outcome outcomeOf(std::size_t own, bool hasActed) const;

    void settle();
    void runMacrostep();
    void takeEnabled(std::uint32_t trigger);
    void leave();
    void remember(std::uint32_t history);
    void leaveState(std::uint32_t state);
    void runTransitions(std::uint32_t trigger);
    void enter();
    void enterState(std::uint32_t state);
    void runDefaults(std::uint32_t state);
    void finish(std::uint32_t finalState);
    [[nodiscard]] bool isInFinalState(std::uint32_t state) const;
    void raiseDone(std::uint32_t state, ScriptValue data);
    // Runs what is left to run when the chart has reached its end, or is ended.
    void leaveAll();
    void tellParent(std::uint32_t finalState);

    void conclude();
    void writeConfiguration();
    void discard();
    void trace(TraceKind kind, std::uint32_t state, std::uint32_t target);

    Machine m_machine;
    const Statechart& m_chart;
    Step& m_step;
    ContentRunner m_runner;
    Invocations m_invocations;
    TransitionSelection m_selection;
    UnmetNumbers m_unmet;
    std::size_t m_microsteps = 0;
    bool m_isRunning = true;
};

} // namespace signalbox
