#pragma once

#include "engine/chart/step_result.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/timers/timer_firing.h"
#include "engine/runtime/turns/turn_plan.h"
#include "engine/store/store.h"

namespace signalbox {

// As turn_plan.h does for requests.

// The child's turn when its parent ends it: it leaves all its states, and tells its parent nothing any more. Where its
// code cannot run to an end, it is terminated. Nothing is written for one that has ended, or is not the parent's.
// Requires: the definition has a chart, unless the workflow is faulted.
[[nodiscard]] TurnPlan planEnd(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                               const DeliveryRequest& request, const Moment& moment);

} // namespace signalbox
