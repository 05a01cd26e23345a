#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/base/strong_id.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What a definition looks like, without the code behind it: the value that travels to the desktop, over the wire and
// into the store. Graphs, forms and exports need nothing else. States, triggers and transitions are addressed by their
// index in document order (order of declaration); indices are stable for one content hash.

using StateIndex = StrongId<struct StateTag, std::uint32_t>;
using TriggerIndex = StrongId<struct TriggerTag, std::uint32_t>;
using TransitionIndex = StrongId<struct TransitionTag, std::uint32_t>;

// Persistent: never change a value.
enum class StateKind : std::uint8_t {
    Atomic = 0,
    Compound = 1,       // has substates
    Final = 2,          // a workflow that rests here has ended
    Parallel = 3,       // all of its substates are active with it
    ShallowHistory = 4, // no state to rest in: leads back to the substates that were active when its parent was left
    DeepHistory = 5,    // the same, down to the atomic ones
};
[[nodiscard]] constexpr bool hasSubstates(StateKind kind) {
    return kind == StateKind::Compound || kind == StateKind::Parallel;
}
[[nodiscard]] constexpr bool isHistory(StateKind kind) {
    return kind == StateKind::ShallowHistory || kind == StateKind::DeepHistory;
}

// Which rules the interpreter follows; README's architecture section.
// Persistent: never change a value.
enum class Profile : std::uint8_t {
    Stateless = 0, // the fluent builder's
    Scxml = 1,     // the W3C Recommendation's
};

// How far a transition leaves and enters; fsm-semantics in README's architecture section.
// Persistent: never change a value.
enum class TransitionScope : std::uint8_t {
    Local = 0,      // permit, permitDynamic: leaves and enters only what current state and target do not share
    Reenter = 1,    // permitReentry: leaves the source with all below it, enters the source again
    Targetless = 2, // internal: runs actions, leaves and enters nothing
    Ignored = 3,    // ignore: accepted, nothing runs
    External = 4,   // SCXML: leaves and enters all below the least common compound ancestor of source and targets
    Internal = 5,   // SCXML type="internal": the same, but stays in a compound source that has all targets below it
};

// Persistent: never change a value.
enum class ValueType : std::uint8_t {
    Any = 0,
    String = 1,
    Integer = 2,
    Number = 3, // an integer is a number too
    Boolean = 4,
    Object = 5,
    Array = 6,
};

// One parameter of a trigger. Null is accepted for every type.
struct ParameterStructure {
    std::string name;
    ValueType type = ValueType::Any;
    bool required = true;
    std::string label;                // for forms; empty means `name`
    std::optional<Json> defaultValue; // what a form starts with, and what a missing optional argument becomes
    std::vector<Json> choices;        // empty means any value of the type
    std::string pattern;              // ECMAScript regular expression that a whole string must match; empty means any
    std::optional<double> minimum;    // of a number
    std::string format{};             // what kind of text, for forms: "email"; not checked. Empty: any

    bool operator==(const ParameterStructure&) const = default;
};

struct TriggerStructure {
    std::string name;
    std::string label;         // for people; empty means `name`
    bool hasSignature = false; // false: any arguments are accepted and handed on
    std::vector<ParameterStructure> parameters;
    bool isOwn = false; // SCXML: the definition raises or sends it itself, and declares it for nobody else

    bool operator==(const TriggerStructure&) const = default;
};

// An entry, exit, activation, deactivation or transition action, as far as it can be told.
struct ActionStructure {
    std::string description;
    std::optional<TriggerIndex> fromTrigger; // onEntryFrom: runs only when this trigger leads in

    bool operator==(const ActionStructure&) const = default;
};

// after(delay) in a state fires `trigger`; dropped when the state is left, armed again on re-entry.
struct TimeoutStructure {
    Duration delay{};
    TriggerIndex trigger;

    bool operator==(const TimeoutStructure&) const = default;
};

struct StateStructure {
    std::string name;
    std::string label; // for people; empty means `name`
    StateKind kind = StateKind::Atomic;
    std::optional<StateIndex> parent;
    // A direct child; a compound without one may be rested in. SCXML: the child that leads to the first initial target.
    std::optional<StateIndex> initial;
    std::vector<ActionStructure> entries;
    std::vector<ActionStructure> exits;
    std::vector<ActionStructure> activations;
    std::vector<ActionStructure> deactivations;
    std::vector<TimeoutStructure> timeouts;
    std::vector<std::string> invokes; // SCXML: what runs as a child workflow while the state is active, described
    bool isTransparent = false;       // not shown as a state of its own
    std::optional<Duration> limit;    // longer in this state is overdue
    bool isAlert = false;             // a workflow that is here needs somebody to look after it

    bool operator==(const StateStructure&) const = default;
};

// A possible result of a dynamic transition: documentation for graphs, not enforced.
struct CandidateStructure {
    StateIndex state;
    std::string criterion;

    bool operator==(const CandidateStructure&) const = default;
};

struct TransitionStructure {
    StateIndex source;
    std::vector<TriggerIndex> triggers; // one in the stateless profile; any one of them in SCXML, none: eventless
    TransitionScope scope = TransitionScope::Local;
    std::vector<StateIndex> targets;            // none for Targetless, Ignored and dynamic ones; the source for Reenter
    bool isDynamic = false;                     // the target is computed when it fires
    std::string selector;                       // description of the code that computes it
    std::vector<CandidateStructure> candidates; // declared possible targets of a dynamic one
    std::vector<std::string> guards;            // descriptions, in order of declaration; all must hold
    std::vector<ActionStructure> actions;

    [[nodiscard]] std::optional<TriggerIndex> firstTrigger() const {
        return triggers.empty() ? std::nullopt : std::optional(triggers.front());
    }
    [[nodiscard]] std::optional<StateIndex> firstTarget() const {
        return targets.empty() ? std::nullopt : std::optional(targets.front());
    }
    bool operator==(const TransitionStructure&) const = default;
};

struct ChartStructure {
    Profile profile = Profile::Stateless;
    std::string name;          // of the definition: "bug"
    std::uint32_t version = 1; // of the definition
    std::string title;         // for people; empty means `name`
    StateIndex initial;        // where a new workflow rests
    std::vector<StateStructure> states;
    std::vector<TriggerStructure> triggers;
    std::vector<TransitionStructure> transitions;
    std::optional<TriggerIndex> cancelTrigger; // what "cancel" fires; none: cannot be cancelled
    std::string assigneeLocation;              // JSON pointer into the data: "/assignee"; empty: no assignee
    std::string keyLocation{}; // the same, of what people call a workflow by: "/order/number"; empty: its id alone
    std::string sourceHash{};  // SCXML: of the text and all files it names, since scripts are not in the structure

    bool operator==(const ChartStructure&) const = default;
};

// Lower-case hexadecimal SHA-256 of the canonical JSON form: equal structures have equal hashes, whatever built them.
[[nodiscard]] std::string contentHash(const ChartStructure& structure);

// JSON form: named members, indices as numbers, members at their default left out. `structureFromJson` accepts exactly
// what `toJson` writes and validates every index. Errors: Corrupt, naming the member.
[[nodiscard]] Json toJson(const ChartStructure& structure);
[[nodiscard]] Result<ChartStructure> structureFromJson(const Json& json);

[[nodiscard]] std::optional<StateIndex> findState(const ChartStructure& structure, std::string_view name);
[[nodiscard]] std::optional<TriggerIndex> findTrigger(const ChartStructure& structure, std::string_view name);

// The state and all its ancestors, the state first.
[[nodiscard]] std::vector<StateIndex> pathToRoot(const ChartStructure& structure, StateIndex state);

} // namespace signalbox
