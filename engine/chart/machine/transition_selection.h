#pragma once

#include "engine/chart/machine/content_runner.h"
#include "engine/chart/selection.h"

#include <cstdint>

namespace signalbox {

// Selects the transitions that are taken together: into TurnScratch::enabled, in document order of the active atomic
// states, less those that are preempted. Source: SCXML 1.0, appendix D: selectTransitions, selectEventlessTransitions,
// removeConflictingTransitions.
class TransitionSelection {
public:
    TransitionSelection(Machine& machine, ContentRunner& runner) : m_machine(machine), m_runner(runner) {}

    void selectEventless();
    // `trigger` speaks for the event; it may be EventNames::kNone. `unmet`: where conditions that do not hold are told.
    void select(std::uint32_t trigger, UnmetNumbers* unmet);

private:
    template <typename Pick>
    void walk(Pick pick);
    [[nodiscard]] bool pick(Statechart::Range range, std::uint32_t trigger, UnmetNumbers* unmet);
    [[nodiscard]] bool isMet(std::uint32_t transition, UnmetNumbers* unmet);
    void removeConflicts();

    Machine& m_machine;
    ContentRunner& m_runner;
};

} // namespace signalbox
