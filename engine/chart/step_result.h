#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/event.h"
#include "engine/chart/machine_event.h"
#include "engine/chart/script_session.h"
#include "engine/chart/snapshot.h"
#include "engine/chart/structure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What step() needs and gives, as values: engine/chart/step.h.

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

// What a turn may know of the world. Everything else would make a replay differ.
class WorkflowDirectory {
public:
    virtual ~WorkflowDirectory() = default;
    // Whether events can be sent to this workflow now. Thread-safety: any thread.
    [[nodiscard]] virtual bool canReceive(std::string_view workflowId) const = 0;
};

struct TurnContext {
    Time now;
    std::string_view workflowId;
    // SCXML: who else there is, so that a <send> to nobody fails at once. Null: everybody is there.
    const WorkflowDirectory* directory = nullptr;
};

// Who invoked a new workflow; SCXML only.
struct Invoker {
    std::string workflowId;
    std::string invokeId;
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
    std::optional<TriggerIndex> trigger; // none: eventless
    StateIndex from;                     // the leaf before; SCXML: the source
    StateIndex to;                       // the leaf after; SCXML: the first target, or the source
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

// SCXML <invoke>: a child workflow that is to be started in the store of its parent.
struct InvokeRequest {
    std::string id;
    std::string
        workflowId;       // of the child: PARENT/ID.NUMBER, or PARENT/ID where ID was made; no other invocation has it
    std::string type;     // as the definition or its script says; empty: SCXML
    std::string source;   // what src names; empty: `document`
    std::string document; // an SCXML text
    Json data;            // an object: first values of variables that the child declares
    bool operator==(const InvokeRequest&) const = default;
};

// Something on its way to a machine. `target` as <send> has it: empty for the sender itself, "#_parent", or
// "#_scxml_WORKFLOW", which a child that was meant by its invoke id has become.
struct Delivery {
    std::string target;
    MachineEvent event;
    // Instead of an event, by the runtime: `target` is a child that is to be started ...
    std::optional<InvokeRequest> start = std::nullopt;
    // ... or ended: the id of its invoke; empty: not that.
    std::string endedInvoke{};
    bool operator==(const Delivery&) const = default;
};

// What becomes of a periodic timer's due times that passed while nobody could fire it.
// Persistent: never change a value.
enum class LatePolicy : std::uint8_t {
    Once = 0, // they fire as one; then it goes on from now
    Skip = 1, // they do not fire; the rhythm stays
    All = 2,  // each fires, in order; the rhythm stays
};

// A timer that is due again and again.
struct Repetition {
    Duration period{}; // at least one second
    LatePolicy late = LatePolicy::Once;
    bool operator==(const Repetition&) const = default;
};

struct TimerRequest {
    std::string name; // unique in the workflow; setting it again replaces it
    Time due;
    TriggerIndex trigger;
    std::optional<StateIndex> scope; // dropped when this state is left
    // SCXML <send>: the event that arrives instead of `trigger`, now or later.
    std::optional<Delivery> delivery = std::nullopt;
    Json arguments = nullptr; // of `trigger`, as of makeEvent()
    std::optional<Repetition> repetition = std::nullopt;
    bool operator==(const TimerRequest&) const = default;
};

// SCXML: a bound of the turn was passed. The turn is dropped and the workflow is faulted: it takes no more events.
struct Breach {
    std::optional<StateIndex> state; // where it happened
    SourcePlace place;
    std::string reason; // English
    bool operator==(const Breach&) const = default;
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
    std::vector<std::string> timersDropped;         // names; to be dropped before `timersSet` are set
    std::vector<InvokeRequest> invoked;             // children to start, in order
    std::vector<ChartMemory::Invoked> invokesEnded; // children to end; those of earlier turns only
    std::vector<std::string> log;
    std::vector<UnmetGuard>
        unmet;           // Rejected: current level first, in order of declaration, no description twice per level
    std::string failure; // Ambiguous, BadArguments, Failed: what and where, in English
    std::optional<Breach> breach; // of Failed: a bound was passed
};

} // namespace signalbox
