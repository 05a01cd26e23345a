#include "engine/runtime/turns/child_plan.h"

#include "engine/chart/chart.h"
#include "engine/chart/step.h"
#include "engine/runtime/timers/child_timers.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

TurnPlan planForcedEnd(const WorkflowRecord& before, const Caller& caller, Time now, std::string line) {
    auto plan = planTerminate(before, caller, now);
    if (!plan) return {};
    plan->writes.back().change.log.push_back(std::move(line));
    return *std::move(plan);
}

bool isChildOf(const WorkflowRecord& child, const DeliveryRequest& request) {
    const ChartMemory& memory = child.snapshot.memoryOrNew();
    return memory.parentId == request.sender && memory.invokeId == request.delivery->endedInvoke;
}

} // namespace

TurnPlan planEnd(const DefinitionTable::Entry& definition, const WorkflowRecord& before, const DeliveryRequest& request,
                 const Moment& moment) {
    if (!isChildOf(before, request) || hasEnded(before.status)) return {};
    if (before.status == WorkflowStatus::Faulted)
        return planForcedEnd(before, request.caller, moment.now, "its parent ended it; it was faulted");
    Step step = end(*definition.chart(), before.snapshot, moment.contextOf(before.id));
    if (!isAccepted(step.outcome))
        return planForcedEnd(before, request.caller, moment.now,
                             fmt::format("its parent ended it; it did not come to an end: {}", step.failure));
    // It goes on resting where it was.
    step.outcome = Outcome::Internal;
    std::erase_if(step.timersSet,
                  [&](const TimerRequest& timer) { return timer.delivery && goesToParent(*timer.delivery, before); });
    step.log.insert(step.log.begin(), "its parent ended it");
    return planStep(definition, before,
                    {.kind = ChangeKind::Cancelled, .trigger = {}, .arguments = {}, .caller = request.caller},
                    std::move(step), moment.now);
}

} // namespace signalbox
