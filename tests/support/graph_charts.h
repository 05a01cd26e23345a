#pragma once

#include "engine/workflow_values.h"

#include <cstddef>

namespace signalbox::tests {

// An order: 30 states in three compounds (one of them nested twice), guards, loops, dynamic and inherited transitions.
[[nodiscard]] ChartStructure orderChart();

// A statechart: a parallel state with a region that remembers, an event that leads to both regions, one that is fired
// by either of two, an eventless transition.
[[nodiscard]] ChartStructure regionsChart();

// `count` states, every tenth a compound that holds the next eight; arrows to the next states, some back and some far.
[[nodiscard]] ChartStructure wideChart(std::size_t count);

// The bug tracker after Open -Assign(Sally)-> Assigned -Defer-> Deferred -Assign(Sue)-> Assigned, four minutes ago.
[[nodiscard]] Workflow assignedBug();
[[nodiscard]] Explanation assignedBugExplanation();
// Rests in `state`, with nothing permitted.
[[nodiscard]] Workflow bugIn(const std::string& state, WorkflowStatus status);
[[nodiscard]] Time graphNow();

} // namespace signalbox::tests
