#pragma once

#include "engine/workflow_effects.h"
#include "engine/workflow_timers.h"
#include "model/connections/call_text.h"

#include <vector>

namespace signalbox::model {

// What an operator may do to timers and effects, as calls.

// `now`: when it fires if it is not to wait, and what it is put off from.
[[nodiscard]] std::vector<WorkflowCall> callsOf(const CallText& calls, const TimerEntry& timer, Time now);
// A reminder in an hour, with the first of `triggers`; none without one.
[[nodiscard]] std::vector<WorkflowCall> reminderCalls(const CallText& calls, const std::string& workflow,
                                                      const std::vector<TriggerStructure>& triggers, Time now);
// None without effects.
[[nodiscard]] std::vector<WorkflowCall> callsOf(const CallText& calls, const std::vector<EffectId>& effects);

} // namespace signalbox::model
