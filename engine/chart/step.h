#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/snapshot.h"
#include "engine/chart/structure.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

class Chart;

// What became of one event. The first five are accepted and journalled; the last four change nothing.
// Persistent: never change a value.
enum class Outcome : std::uint8_t {
    Transitioned = 0,
    Reentered = 1,    // left and entered the same state
    Internal = 2,     // actions ran, no state was left
    Ignored = 3,      // the definition says to drop this trigger here
    NoOp = 4,         // a transition to the state that is current already: nothing to leave, nothing to enter
    Rejected = 5,     // no transition for this trigger here, or its guards do not hold
    Ambiguous = 6,    // several transitions at one level have all guards met: an error of the definition
    BadArguments = 7, // the arguments do not fit the trigger's signature; no guard was asked
    Failed = 8,       // a guard, selector or action threw, or a bound was passed; the whole turn is dropped
};
[[nodiscard]] constexpr bool isAccepted(Outcome outcome) {
    return outcome <= Outcome::NoOp;
}
[[nodiscard]] std::string_view name(Outcome outcome);

// A fired trigger with its arguments in the order of the signature (a missing optional one is null).
struct Event {
    TriggerIndex trigger;
    std::vector<Json> arguments;
};

// The event that fires `trigger` with `arguments`: a JSON object by parameter name, an array by position, or null for
// none. Missing optional ones get their default; of a trigger without a signature an object is the only argument.
// Types and missing required ones are checked by step().  Errors: NotFound for an unknown trigger; InvalidArgument for
// an unknown name, one that follows a missing required one, or arguments that are neither object, array nor null.
[[nodiscard]] Result<Event> makeEvent(const ChartStructure& structure, std::string_view trigger, const Json& arguments);

// What a turn may know of the world. Everything else would make a replay differ.
struct TurnContext {
    Time now;
    std::string_view workflowId;
};

// Persistent: never change a value.
enum class TraceKind : std::uint8_t {
    Exited = 0,       // `state`
    Transitioned = 1, // from `state` to `target`, one for the transition and one per initial step
    Entered = 2,      // `state`
    Completed = 3,    // from `state` to the final leaf `target`
};

struct TraceEntry {
    TraceKind kind;
    StateIndex state;
    StateIndex target;

    bool operator==(const TraceEntry&) const = default;
};

struct TakenTransition {
    TransitionIndex transition;
    TriggerIndex trigger;
    StateIndex from; // the leaf before
    StateIndex to;   // the leaf after
    bool operator==(const TakenTransition&) const = default;
};

// One place of the data that an action wrote; no value means removed.
struct DataChange {
    std::string pointer; // JSON pointer, RFC 6901
    std::optional<Json> value;
    bool operator==(const DataChange&) const = default;
};

// Persistent: never change a value.
enum class EffectKind : std::uint8_t {
    Mail = 0,    // payload {"to", "subject", "text"}
    Webhook = 1, // payload {"url", "body", ...}
    Message = 2, // to another workflow: payload {"workflow", "trigger", "arguments"}
};
[[nodiscard]] std::string_view name(EffectKind kind);

struct EffectRequest {
    EffectKind kind = EffectKind::Mail;
    Json payload;
    bool operator==(const EffectRequest&) const = default;
};

struct TimerRequest {
    std::string name; // unique in the workflow; setting it again replaces it
    Time due;
    TriggerIndex trigger;
    std::optional<StateIndex> scope; // dropped when this state is left
    bool operator==(const TimerRequest&) const = default;
};

// A guard that did not hold, with the state that declares its transition.
struct UnmetGuard {
    StateIndex level;
    TransitionIndex transition;
    std::string description;
    bool operator==(const UnmetGuard&) const = default;
};

// All that one event leads to. Nothing in it has happened yet: the runtime commits it, or drops it.
struct Step {
    Outcome outcome = Outcome::Rejected;
    Snapshot snapshot;                  // after the event; the one before unless accepted
    std::vector<TakenTransition> taken; // the event's own first, then those of triggers that actions raised
    std::vector<TraceEntry> trace;
    std::vector<DataChange> dataChanges; // in the order they were made
    std::vector<EffectRequest> effects;
    std::vector<TimerRequest> timersSet;
    std::vector<std::string> timersDropped; // names; to be dropped before `timersSet` are set
    std::vector<std::string> log;
    std::vector<UnmetGuard>
        unmet;           // Rejected: current level first, in order of declaration, no description twice per level
    std::string failure; // Ambiguous, BadArguments, Failed: what and where, in English
};

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
// state's timeouts set. The stateless profile attaches: no entry action runs, no initial child is followed.
[[nodiscard]] Step start(const Chart& chart, Json data, const TurnContext& context);

// Runs the activation hooks of a workflow that becomes resident: ancestors outermost first, then the current state; or
// the deactivation hooks when it idles: current state first. They change nothing, they only speak.  Returns: log lines.
[[nodiscard]] std::vector<std::string> activate(const Chart& chart, const Snapshot& snapshot,
                                                const TurnContext& context);
[[nodiscard]] std::vector<std::string> deactivate(const Chart& chart, const Snapshot& snapshot,
                                                  const TurnContext& context);

} // namespace signalbox
