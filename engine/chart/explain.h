#pragma once

#include "engine/chart/snapshot.h"
#include "engine/chart/step.h"
#include "engine/chart/structure.h"

#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Whether a trigger may be fired now, and if not, why: what buttons, forms and refusals are made of.
// Persistent: never change a value.
enum class Permission : std::uint8_t {
    Permitted = 0,
    NeedsArguments = 1, // it depends on arguments that were not given
    Blocked = 2,        // there is a transition, but its guards do not hold
    NotFromHere = 3,    // neither the current state nor an ancestor handles it
};

struct TriggerExplanation {
    TriggerIndex trigger;
    Permission permission = Permission::NotFromHere;
    std::optional<TransitionIndex> transition; // the one that would be taken: Permitted only
    std::vector<TransitionIndex> open; // Permitted, NeedsArguments: those that may be taken, in order of declaration
    std::vector<StateIndex> targets; // possible states after, without duplicates; declared candidates for a dynamic one
    std::vector<UnmetGuard> unmet;   // Blocked: current level first, then the ancestors'

    bool operator==(const TriggerExplanation&) const = default;
};

// One row per trigger of the chart, in the chart's order. `arguments` are tried on triggers of that event only.
// Asks each guard once, has no other effect. A guard that throws counts as not met, with the reason in its description.
// Units: under 2 us for a chart of a few states.  Thread-safety: any thread.
[[nodiscard]] std::vector<TriggerExplanation> explain(const Chart& chart, const Snapshot& snapshot,
                                                      const TurnContext& context, const Event* arguments = nullptr);

// The triggers an operator may fire, local ones first in order of declaration, then the ancestors': Permitted and
// NeedsArguments ones.
[[nodiscard]] std::vector<TriggerIndex> permittedTriggers(const Chart& chart, const Snapshot& snapshot,
                                                          const TurnContext& context);

} // namespace signalbox
