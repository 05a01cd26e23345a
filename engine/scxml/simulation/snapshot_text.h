#pragma once

#include "engine/chart/snapshot.h"
#include "engine/chart/step_result.h"

#include <string>

namespace signalbox::scxml {

// A snapshot that went through text and back, as one that idled does: nothing but its values is left of it.
[[nodiscard]] Snapshot rebuilt(const ChartStructure& structure, const Snapshot& snapshot);

// "state 'Calling', line 12: script ran longer than 50 ms"
[[nodiscard]] std::string describe(const ChartStructure& structure, const Breach& breach);

} // namespace signalbox::scxml
