#include "engine/runtime/turns/refusal.h"

#include "engine/chart/explain.h"
#include "engine/runtime/history/change_view.h"
#include "engine/workflow_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cassert>
#include <utility>

namespace signalbox {
namespace {

std::vector<std::string> permittedNames(const Chart& chart, const Snapshot& snapshot, const TurnContext& context) {
    std::vector<std::string> names;
    for (const TriggerIndex trigger : permittedTriggers(chart, snapshot, context))
        names.push_back(chart.structure().triggers[trigger.value()].name);
    return names;
}

const std::string& leafName(const Chart& chart, const Snapshot& snapshot) {
    return chart.structure().states[leafOf(snapshot).value()].name;
}

std::string instead(const std::vector<std::string>& permitted) {
    return permitted.empty() ? "nothing is permitted here" : fmt::format("permitted: {}", fmt::join(permitted, ", "));
}

std::string rejection(const std::string& trigger, const std::string& state, const Refusal& refusal) {
    if (refusal.unmet.empty())
        return fmt::format("{} is not permitted from {}; {}", trigger, state, instead(refusal.permitted));
    return fmt::format("{} is blocked from {} because this does not hold: {}; {}", trigger, state,
                       fmt::join(refusal.unmet, ", "), instead(refusal.permitted));
}

// A statechart takes events that are no triggers by name.
const std::string& eventName(const Chart& chart, const Event& event) {
    return event.machineEvent ? event.machineEvent->name : chart.structure().triggers[event.trigger.value()].name;
}

} // namespace

Refusal refusalOf(const Chart& chart, const Step& step, const Snapshot& before, const Event& event,
                  const TurnContext& context) {
    assert(!isAccepted(step.outcome));
    Refusal refusal;
    for (const UnmetGuard& guard : step.unmet)
        refusal.unmet.push_back(guard.description);
    refusal.permitted = permittedNames(chart, before, context);
    refusal.message = step.outcome == Outcome::Rejected
                          ? rejection(eventName(chart, event), leafName(chart, before), refusal)
                          : step.failure;
    return refusal;
}

Refusal badArguments(const Chart& chart, const Snapshot& before, const TurnContext& context, std::string message) {
    return {.message = std::move(message), .unmet = {}, .permitted = permittedNames(chart, before, context)};
}

Refusal faultedRefusal(std::string_view id, std::string_view reason) {
    return {
        .message = fmt::format("{} is faulted and takes no triggers: {}", id, reason), .unmet = {}, .permitted = {}};
}

Refusal hasEndedRefusal(const WorkflowRecord& workflow) {
    const std::string_view why = workflow.status == WorkflowStatus::Faulted ? "is faulted" : "has ended";
    return {.message = fmt::format("{} {} ({}) and takes no triggers", workflow.id, why, name(workflow.status)),
            .unmet = {},
            .permitted = {}};
}

Refusal cannotCancel(const Chart& chart, const Snapshot& before, const TurnContext& context) {
    Refusal refusal{.message = {}, .unmet = {}, .permitted = permittedNames(chart, before, context)};
    refusal.message = fmt::format("{} has no cancel trigger; {}", chart.structure().name, instead(refusal.permitted));
    return refusal;
}

} // namespace signalbox
