#pragma once

#include "engine/base/json.h"
#include "engine/chart/chart_memory.h"
#include "engine/chart/structure.h"

#include <memory>
#include <vector>

namespace signalbox {

// All that a workflow is between two turns, as a value. Copying is cheap: the data is shared until an action changes
// it.
struct Snapshot {
    // The deepest active state of each region, in document order. The stateless profile has exactly one, which may be a
    // compound state that is rested in.
    std::vector<StateIndex> configuration;
    SharedJson data;                                     // a JSON object; null pointer means {}
    std::shared_ptr<const ChartMemory> memory = nullptr; // of the SCXML profile; null: as a new ChartMemory

    bool operator==(const Snapshot& other) const;

    // The data as an object, never null.
    [[nodiscard]] const Json& dataOrEmpty() const;
    // The memory, never null.
    [[nodiscard]] const ChartMemory& memoryOrNew() const;
};

// Whether `state` is the current leaf or one of its ancestors.
[[nodiscard]] bool isIn(const ChartStructure& structure, const Snapshot& snapshot, StateIndex state);

// The string at the chart's assignee location, or empty: absent, null and not a string all mean "nobody".
[[nodiscard]] std::string assignee(const ChartStructure& structure, const Snapshot& snapshot);

} // namespace signalbox
