#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/base/strong_id.h"
#include "engine/chart/definition_source.h"
#include "engine/chart/explanation.h"
#include "engine/chart/step_result.h"
#include "engine/chart/structure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// The things a WorkflowService speaks of.  State and trigger names are the definition's.

using Seq = StrongId<struct SeqTag>;           // of a change in the store's log; the first is 1, no gaps
using Revision = StrongId<struct RevisionTag>; // committed turns of a workflow; 0 = created

// Persistent: never change a value.
enum class WorkflowStatus : std::uint8_t {
    Active = 0,
    Finished = 1,   // rests in a final state
    Cancelled = 2,  // reached a final state through cancel, or its parent left the state that invoked it
    Terminated = 3, // ended by force
    Faulted = 4,    // a bound was passed or its code failed for good: takes no triggers until mended
};
[[nodiscard]] constexpr bool hasEnded(WorkflowStatus status) {
    return status != WorkflowStatus::Active && status != WorkflowStatus::Faulted;
}
[[nodiscard]] std::string_view name(WorkflowStatus status);

// What a change did.  Persistent: never change a value.
enum class ChangeKind : std::uint8_t {
    Created = 0,
    Fired = 1,
    Cancelled = 2,
    Terminated = 3,
    Removed = 4,
    TimerFired = 5,
    Faulted = 6,  // a turn passed a bound and was dropped; the log says which one
    Mended = 7,   // an operator lets a faulted workflow take triggers again
    Migrated = 8, // moved to another version of its definition
    TimerSet = 9, // somebody set a reminder
    TimerMoved = 10,
    TimerCancelled = 11,
    EffectsRetried = 12,
    EffectsSkipped = 13,
    EffectAnswered = 14, // what became of an effect has reached the workflow as an event
};
[[nodiscard]] std::string_view name(ChangeKind kind);

// A definition as a name and a version; version 0 means the newest.
struct DefinitionRef {
    std::string name;
    std::uint32_t version = 0;
    bool operator==(const DefinitionRef&) const = default;
};

struct Definition {
    ChartStructure structure;
    std::string hash;                       // content hash of the structure
    std::optional<DefinitionSource> source; // none: a chart built in C++
    bool isRunnable = false;                // this program has the code behind it
    std::uint64_t workflowCount = 0;
    Time installed{};
    std::string deployedBy{}; // empty: a program brought it
    std::string reason{};
};

// Who acts, why, and under which request id.
struct Caller {
    std::string principal; // "operator sue", "api intake-service"
    std::string reason;    // may be empty
    std::string requestId; // unique per request, at most 128 bytes; empty: no protection against repetition
};

// One line of a list: what the catalogue knows.
struct WorkflowRow {
    std::string id;
    DefinitionRef definition;
    std::string state; // leaf
    WorkflowStatus status = WorkflowStatus::Active;
    std::string assignee; // empty: nobody
    Revision revision;
    Time created;
    Time updated;    // last committed turn
    Time stateSince; // the leaf was entered
    bool isResident = false;
    std::uint32_t failedEffects = 0;    // given up, until somebody retries or skips them
    std::uint32_t pendingEffects = 0;   // asked for and not sent yet
    std::optional<Time> nextTimer{};    // when its next timer is due
    std::optional<Time> overdueSince{}; // it is longer in its state than that one's limit allows
    bool operator==(const WorkflowRow&) const = default;
};

// A workflow that another one has invoked.
struct ChildWorkflow {
    std::string invokeId; // what its parent calls it
    std::string workflowId;
    bool operator==(const ChildWorkflow&) const = default;
};

// A workflow in full, or as it was.
struct Workflow {
    WorkflowRow row;
    std::string definitionHash;
    std::vector<std::string> activeStates; // each leaf followed by its ancestors, none twice
    Json data;
    bool isPast = false;    // as of an earlier revision than the newest
    std::string parentId{}; // the workflow that invoked it, which may be gone; empty: nobody
    // That its states have invoked and that have not ended, in the order of their start; one that is about to be
    // created is not there yet. Of a past workflow: not known.
    std::vector<ChildWorkflow> children{};
    // How often each state and transition was entered up to this revision, by index; empty where the history is too
    // long.
    std::vector<std::uint32_t> stateVisits;
    std::vector<std::uint32_t> transitionVisits;
};

// An effect a turn asked for, as an operator sees it.  Persistent: never change a value.
enum class EffectStatus : std::uint8_t { Pending = 0, Sent = 1, Failed = 2, Discarded = 3 };

struct EffectRow {
    EffectRequest effect;
    EffectStatus status = EffectStatus::Pending;
    std::uint32_t attempts = 0;        // since it was asked for, or retried by somebody
    std::uint32_t attemptBound = 0;    // with which it fails for good; 0: not known
    std::optional<Time> nextAttempt{}; // of a pending one: not before; none: at once
    std::string waitsFor{};            // of a pending one: as EffectEntry
    bool isHeld = false;               // it waits until an operator does something
};

// One row of the store's ordered log.
struct Change {
    Seq seq;
    std::string id;
    DefinitionRef definition;
    Revision revision;
    Time at;
    ChangeKind kind = ChangeKind::Fired;
    Outcome outcome = Outcome::Transitioned;
    std::string trigger;                            // empty for Created, Terminated, Removed
    Json arguments;                                 // as fired; the initial data for Created
    std::string from;                               // leaf before; empty for Created
    std::string to;                                 // leaf after
    std::string assignee;                           // after
    WorkflowStatus status = WorkflowStatus::Active; // after
    Caller caller;
    std::vector<DataChange> dataChanges;
    std::vector<TakenTransition> taken;
    std::vector<EffectRow> effects; // history only
    std::vector<std::string> log;
};

struct Explanation {
    Revision revision;
    std::string state;
    WorkflowStatus status = WorkflowStatus::Active;
    std::string definitionHash;
    std::vector<TriggerExplanation> triggers; // by index into the definition's structure
};

struct Statistics {
    std::string storePath;   // empty: not a file
    std::string storeId;     // of the store, for ever
    std::uint64_t epoch = 1; // of its log: another one after a backup was restored
    bool isReadOnly = false; // takes no writes, `readOnlyReason` says why
    std::string readOnlyReason;
    std::uint64_t workflowCount = 0;
    std::uint64_t residentCount = 0;
    Seq lastSeq;
    std::uint64_t firesTotal = 0; // since the engine started
    double firesPerSecond = 0;    // over the last 10 s
    std::uint64_t pendingEffects = 0;
    std::uint64_t failedEffects = 0;
    std::uint64_t heldEffects = 0; // of the pending ones: they wait for an operator
    std::uint64_t timerCount = 0;
    std::uint64_t queuedTurns = 0;
    std::vector<std::pair<DefinitionRef, std::uint64_t>> workflowsByDefinition;
};

} // namespace signalbox
