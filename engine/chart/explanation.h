#pragma once

#include "engine/chart/step_result.h"
#include "engine/chart/structure.h"

#include <cstdint>
#include <optional>
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

} // namespace signalbox
