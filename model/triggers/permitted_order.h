#pragma once

#include "engine/workflow_values.h"

#include <optional>
#include <vector>

namespace signalbox::model {

// The triggers that are offered and may be fired now, in the order of their keys 1..9, for everything that numbers
// them: action bar, graph and list. Local ones come first in order of declaration, then the ancestors'. NeedsArguments
// counts as permitted: the form asks for them. Requires: `explanation` belongs to `structure`.
std::vector<TriggerIndex> permittedTriggerOrder(const ChartStructure& structure, const Explanation& explanation);

// Returns: 1..9, the key that fires `trigger`; none when it is not permitted or comes later than the ninth.
std::optional<int> triggerKey(const std::vector<TriggerIndex>& order, TriggerIndex trigger);

} // namespace signalbox::model
