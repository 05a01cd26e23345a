#pragma once

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/runtime/engine_settings.h"
#include "engine/workflow_definitions.h"
#include "engine/workflow_effects.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_timers.h"
#include "engine/workflow_values.h"

#include <string_view>

namespace signalbox {

// What is refused at the door, before a workflow is woken for it. Errors of all: InvalidArgument, naming the part.

// 1 to 256 bytes of UTF-8 without control characters and without marks that break lines or turn their direction.
[[nodiscard]] Status checkWorkflowId(std::string_view id);
// Texts are UTF-8 of a bounded length.
[[nodiscard]] Status checkCaller(const Caller& caller);
// Nesting, size as JSON text (roughly) and UTF-8 of all strings. `what` names it in the message: "the arguments".
[[nodiscard]] Status checkJson(const Json& json, std::string_view what, const EngineSettings& settings);
[[nodiscard]] Status checkCreate(const CreateRequest& request, const EngineSettings& settings);
[[nodiscard]] Status checkFire(const FireRequest& request, const EngineSettings& settings);
[[nodiscard]] Status checkAct(const ActRequest& request);
[[nodiscard]] Status checkRespond(const RespondRequest& request, const EngineSettings& settings);
[[nodiscard]] Status checkEffectAct(const EffectActRequest& request);
[[nodiscard]] Status checkMigrate(const MigrateRequest& request);
[[nodiscard]] Status checkSetTimer(const SetTimerRequest& request, const EngineSettings& settings);
[[nodiscard]] Status checkMoveTimer(const MoveTimerRequest& request);
[[nodiscard]] Status checkCancelTimer(const CancelTimerRequest& request);

// What a request for it is answered when it is not there.
[[nodiscard]] Error noSuchWorkflow(std::string_view id);

} // namespace signalbox
