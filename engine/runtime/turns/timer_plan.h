#pragma once

#include "engine/runtime/definition_table.h"
#include "engine/runtime/timers/timer_book.h"
#include "engine/runtime/timers/timer_firing.h"
#include "engine/runtime/turns/turn_plan.h"
#include "engine/store/store.h"

namespace signalbox {

// What timers that came due, and events that were sent, lead to: as turn_plan.h does for requests.

// `timer` is set, as `firing` says. What goes to another workflow is handed over, and its timer stays until that has
// it. Requires: the workflow is not faulted, and its definition has a chart.
[[nodiscard]] TurnPlan planTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                 const TimerBook::SetTimer& timer, const TimerFiring& firing, const Moment& moment);

// An event of another workflow arrives.  Requires: the definition has a chart, and it is an event.
// Errors: NotFound for a trigger that a definition of the stateless profile does not know.
[[nodiscard]] Result<TurnPlan> planDelivery(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                            const DeliveryRequest& delivery, const Moment& moment);

} // namespace signalbox
