#pragma once

#include "engine/chart/step_result.h"
#include "engine/store/store.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Children that statecharts invoke. A turn that starts or ends one sets a timer that is due at once, so that it is
// durable with the turn: "invoke:NUMBER" or "end:NUMBER", by the number in the child's id. Such a timer is handed over
// as an event to another workflow is, and dropped when the child has been created or has ended.

// Timers for what a step says of children. One that has not been started yet never will be.
// Requires: `write.change.at` is set, and the step's own timers.
void addChildTimers(TurnWrite& write, std::vector<InvokeRequest>&& started,
                    std::span<const ChartMemory::Invoked> ended);

// Whether a timer is there to end a child: it stays until that is done, whatever becomes of its workflow.
[[nodiscard]] bool endsChild(const std::shared_ptr<const Delivery>& delivery);
[[nodiscard]] std::string startTimerName(std::string_view childId);
// Whether the turn is that of a child whose parent has left the state that invoked it.
[[nodiscard]] bool isEndedByParent(const TurnWrite& write);
// Whether an event of a workflow goes to the one that invoked it.
[[nodiscard]] bool goesToParent(const Delivery& delivery, const WorkflowRecord& sender);

} // namespace signalbox
