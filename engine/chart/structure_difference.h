#pragma once

#include "engine/chart/structure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// One thing that two versions of a definition do not share.
struct StructureChange {
    enum class Kind : std::uint8_t { Added, Removed, Changed };
    Kind kind = Kind::Changed;
    std::string subject; // a state, a trigger, a transition: "Open --Assign--> Assigned"
    std::string what;    // of Changed, English: "guards: 'amount > 0' instead of none"
    bool operator==(const StructureChange&) const = default;
};

struct StructureDifference {
    std::vector<StructureChange> states; // each list: in the order of the newer one, what was removed at the end
    std::vector<StructureChange> transitions;
    std::vector<StructureChange> triggers;
    std::vector<StructureChange> others; // title, initial state, cancel trigger, assignee

    [[nodiscard]] bool isEmpty() const {
        return states.empty() && transitions.empty() && triggers.empty() && others.empty();
    }
    bool operator==(const StructureDifference&) const = default;
};

// What became of `before`: states and triggers are the same where their names are; transitions where source, triggers,
// and targets are. Scripts are not in a structure: where only they differ, nothing is told.  Thread-safety: any thread.
[[nodiscard]] StructureDifference difference(const ChartStructure& before, const ChartStructure& after);

// For each transition of `before` the one of `after` that is the same; none: there is none.  Thread-safety: any thread.
[[nodiscard]] std::vector<std::optional<TransitionIndex>> sameTransitions(const ChartStructure& before,
                                                                          const ChartStructure& after);

} // namespace signalbox
