#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/step_result.h"
#include "engine/store/store.h"
#include "engine/workflow_requests.h"

#include <string_view>

namespace signalbox {

// Why `step` was not accepted, in plain English, and what may be fired instead from `before`.
[[nodiscard]] Refusal refusalOf(const Chart& chart, const Step& step, const Snapshot& before, const Event& event,
                                const TurnContext& context);
// The arguments do not fit at all: no event could be made of them.
[[nodiscard]] Refusal badArguments(const Chart& chart, const Snapshot& before, const TurnContext& context,
                                   std::string message);
// The workflow is faulted: `reason` is what its log says of that, in English.
[[nodiscard]] Refusal faultedRefusal(std::string_view id, std::string_view reason);
// The workflow takes no triggers any more.
[[nodiscard]] Refusal hasEndedRefusal(const WorkflowRecord& workflow);
// There is no cancel trigger to fire.
[[nodiscard]] Refusal cannotCancel(const Chart& chart, const Snapshot& before, const TurnContext& context);

} // namespace signalbox
