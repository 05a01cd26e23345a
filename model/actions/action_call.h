#pragma once

#include "model/actions/action_runner.h"
#include "model/connections/call_text.h"

namespace signalbox::model {

// What ActionRunner would ask for as a call; `caller` acts.
[[nodiscard]] QString callOf(const CallText& calls, const ActionRequest& request, const Caller& caller);

} // namespace signalbox::model
