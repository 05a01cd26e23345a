#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/chart_memory.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox {

// A whole configuration, made of some of its states.
struct Completion {
    std::vector<StateIndex> leaves; // in document order
    // Two of one compound state, of which only one can be active: there is no such configuration.
    std::optional<std::pair<StateIndex, StateIndex>> conflict;
};

// The configuration that a transition from outside to all of `targets` would enter: one leaf below each of them, and in
// every other region of a parallel state where that starts. Nothing runs.
// Requires: a chart of the `scxml` profile, `memory` is its own (null: as a new one), at least one target.
[[nodiscard]] Completion complete(const Chart& chart, const std::vector<StateIndex>& targets,
                                  std::shared_ptr<const ChartMemory> memory);

} // namespace signalbox
