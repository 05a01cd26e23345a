#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/explanation.h"
#include "engine/chart/snapshot.h"

#include <vector>

namespace signalbox {

// explain() and permittedTriggers() for charts of the `scxml` profile. A trigger stands for events of its name. Every
// active region is asked; a transition is open for the trigger if one of them would take it. Permitted triggers are
// those that are offered: engine/chart/offered_trigger.h.
[[nodiscard]] std::vector<TriggerExplanation> explainStatechart(const Chart& chart, const Snapshot& snapshot,
                                                                const TurnContext& context, const Event* arguments);
[[nodiscard]] std::vector<TriggerIndex> permittedInStatechart(const Chart& chart, const Snapshot& snapshot,
                                                              const TurnContext& context);

} // namespace signalbox
