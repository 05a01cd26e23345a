#pragma once

#include "engine/base/error.h"
#include "engine/chart/step_result.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/timers/timer_book.h"
#include "engine/runtime/turns/turn_plan.h"
#include "engine/store/store.h"
#include "engine/workflow_timers.h"

#include <optional>
#include <string>

namespace signalbox {

// What requests about timers lead to, as turn_plan.h does for others: a turn that leaves the workflow as it is, but for
// the timer. Its change tells who did what to which timer, and when that was due.

// Requires: the definition has a chart. `known`: the workflow's timer of that name.
// Errors: NotFound (trigger), InvalidArgument (arguments), NotPermitted when the workflow has ended.
[[nodiscard]] Result<TurnPlan> planSetTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                            const std::optional<TimerBook::NamedTimer>& known,
                                            const SetTimerRequest& request, Time now);
// `known`: the workflow's timer of that name.  Errors of both: NotFound when there is none, or it is due at another
// time than the caller has seen; NotPermitted for one that is on its way to another workflow.
[[nodiscard]] Result<TurnPlan> planMoveTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                             const std::optional<TimerBook::NamedTimer>& known,
                                             const MoveTimerRequest& request, Time now);
[[nodiscard]] Result<TurnPlan> planCancelTimer(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                                               const std::optional<TimerBook::NamedTimer>& known,
                                               const CancelTimerRequest& request, Time now);

// A moment as the log has it: "2023-11-14T23:13:20.000000Z".
[[nodiscard]] std::string timeText(Time time);
// Of a timer, the trigger that it fires, or the event that it brings.
[[nodiscard]] std::string firedName(const DefinitionTable::Entry& definition, const TimerRequest& timer);
// As an operator sees it.
[[nodiscard]] TimerEntry timerEntry(const DefinitionTable::Entry& definition, std::string workflowId,
                                    TimerRequest timer);

} // namespace signalbox
