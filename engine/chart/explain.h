#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/explanation.h"
#include "engine/chart/snapshot.h"
#include "engine/chart/step_result.h"

#include <vector>

namespace signalbox {

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
