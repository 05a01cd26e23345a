#pragma once

#include "engine/base/json.h"
#include "engine/chart/chart.h"
#include "engine/chart/event.h"
#include "engine/chart/snapshot.h"
#include "engine/chart/step_result.h"

#include <string>
#include <vector>

namespace signalbox {

// Runs one event to quiescence. Pure: no I/O, no clock, no threads; the same input gives the same Step, also in a dry
// run. Exceptions of user code end here, as Outcome::Failed: a preview, a replay and a turn then agree without a border
// each. `reuse` gives its buffers to the result, so that a loop does not allocate: `s = step(chart, snap, event, ctx,
// std::move(s))`. Requires: `snapshot` belongs to this chart.  Thread-safety: any thread.
[[nodiscard]] Step step(const Chart& chart, const Snapshot& snapshot, const Event& event, const TurnContext& context,
                        Step reuse = {});

// step() for the hottest loops: overwrites `result` in place, which spares the moves. Requires: `snapshot` is not
// `result.snapshot`.
void stepInto(Step& result, const Chart& chart, const Snapshot& snapshot, const Event& event,
              const TurnContext& context);

// The turn that creates a workflow: it rests in the chart's initial state, with `data` (an object or null) and that
// state's timeouts set. The stateless profile attaches: no entry action runs, no initial child is followed. The SCXML
// profile enters the initial configuration and runs to quiescence; `data` gives first values to variables that the
// chart declares at its top.
[[nodiscard]] Step start(const Chart& chart, Json data, const TurnContext& context, const Invoker& invoker = {});

// SCXML: the turn that ends a child whose parent has left the state that invoked it: every state is left, deepest
// first, and nobody is told. One that has ended already rejects it.
[[nodiscard]] Step end(const Chart& chart, const Snapshot& snapshot, const TurnContext& context);

// Runs the activation hooks of a workflow that becomes resident: ancestors outermost first, then the current state; or
// the deactivation hooks when it idles: current state first. They change nothing, they only speak.  Returns: log lines.
[[nodiscard]] std::vector<std::string> activate(const Chart& chart, const Snapshot& snapshot,
                                                const TurnContext& context);
[[nodiscard]] std::vector<std::string> deactivate(const Chart& chart, const Snapshot& snapshot,
                                                  const TurnContext& context);

} // namespace signalbox
