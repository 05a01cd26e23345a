#pragma once

#include "engine/runtime/definition_table.h"
#include "engine/runtime/effects/effect_requests.h"
#include "engine/runtime/turns/turn_plan.h"
#include "engine/store/store.h"

namespace signalbox {

// What effects lead to in a workflow: as turn_plan.h does for requests. The turn carries what becomes of the effect;
// where nothing is written, that is left to who asked.

// Nothing is written where the event is not awaited in the state that the workflow is in.
// Requires: the workflow is active, and its definition has a chart.
[[nodiscard]] TurnPlan planOutcome(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                   const OutcomeRequest& request, const Moment& moment);
// Errors: NotFound for a trigger that the definition does not know.  Requires: the definition has a chart.
[[nodiscard]] Result<TurnPlan> planMessage(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                           const MessageRequest& request, const Moment& moment);
// Errors: as planMessage(); NotPermitted when the address was used before.
[[nodiscard]] Result<TurnPlan> planResponse(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                            const ResponseRequest& request, const Moment& moment);
// Runs no code. Without one that can be retried or skipped, nothing is written.
[[nodiscard]] TurnPlan planEffectTurn(const WorkflowRecord& before, const EffectTurnRequest& request, Time now);

} // namespace signalbox
