#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/chart/explain.h"
#include "engine/chart/step.h"
#include "engine/chart/structure.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace signalbox {

// The values of WorkflowService: requests, replies and the rows they carry. State and trigger names are the
// definition's.

using Seq = StrongId<struct SeqTag>;           // of a change in the store's log; the first is 1, no gaps
using Revision = StrongId<struct RevisionTag>; // committed turns of a workflow; 0 = created

// Persistent: never change a value.
enum class WorkflowStatus : std::uint8_t {
    Active = 0,
    Finished = 1,   // rests in a final state
    Cancelled = 2,  // reached a final state through cancel
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
    std::string hash;        // content hash of the structure
    std::string source;      // source text: JSON of the structure for a chart built in C++
    bool isRunnable = false; // this program has the code behind it
    std::uint64_t workflowCount = 0;
};

// Who acts, why, and under which request id.
struct Caller {
    std::string principal; // "operator sue", "api intake-service"
    std::string reason;    // may be empty
    std::string requestId; // unique per request, at most 128 bytes; empty: no protection against repetition
};

// -- acting -------------------------------------------------------------------

struct CreateRequest {
    DefinitionRef definition;
    std::string id; // 1 to 256 bytes of UTF-8 without control characters; empty: the engine makes one, NAME-NUMBER
    Json data;      // object or null
    Caller caller;
};

struct CreateReply {
    std::string id;
    Seq seq;
};

struct FireRequest {
    std::string id;
    std::string trigger;
    Json arguments; // object by name, array by position, or null
    std::optional<Revision> expectedRevision;
    // Virtual activation: if the workflow does not exist, create it from this definition first, in the same commit.
    std::optional<DefinitionRef> createFrom;
    Caller caller;
};

struct ActRequest {
    std::string id;
    std::optional<Revision> expectedRevision;
    Caller caller;
};

// Why a trigger was refused, and what may be done instead.
struct Refusal {
    std::string message;                // one English sentence
    std::vector<std::string> unmet;     // descriptions of guards that did not hold
    std::vector<std::string> permitted; // triggers that may be fired now
};

struct FireReply {
    Outcome outcome = Outcome::Rejected;
    std::string state;      // name of the leaf after the turn
    Revision revision;      // after the turn
    std::optional<Seq> seq; // of the change; none when refused
    WorkflowStatus status = WorkflowStatus::Active;
    std::optional<Refusal> refusal; // set when the outcome is not accepted
};

struct TerminateReply {
    Revision revision;
    Seq seq;
};

struct RemoveReply {
    Seq seq;
};

// What a turn would do.
struct Preview {
    Outcome outcome = Outcome::Rejected;
    Revision revision; // it was asked of
    std::string stateBefore;
    std::string stateAfter;
    Json dataAfter;
    std::vector<DataChange> dataChanges;
    std::vector<TakenTransition> taken;
    std::vector<EffectRequest> effects;
    std::vector<TimerRequest> timersSet;
    std::vector<std::string> timersDropped;
    std::vector<std::string> log;
    std::optional<Refusal> refusal;
};

// -- reading ------------------------------------------------------------------

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
    bool operator==(const WorkflowRow&) const = default;
};

// A workflow in full, or as it was.
struct Workflow {
    WorkflowRow row;
    std::string definitionHash;
    std::vector<std::string> activeStates; // leaf and ancestors, leaf first
    Json data;
    bool isPast = false; // as of an earlier revision than the newest
    // How often each state and transition was entered up to this revision, by index; empty where the history is too
    // long.
    std::vector<std::uint32_t> stateVisits;
    std::vector<std::uint32_t> transitionVisits;
};

struct GetRequest {
    std::string id;
    std::optional<Revision> atRevision;
};

// All parts must hold; an empty part does not filter.
struct ListFilter {
    std::optional<std::string> definition; // name
    std::optional<std::uint32_t> version;
    std::vector<std::string> states; // leaf or any ancestor of it
    std::vector<WorkflowStatus> statuses;
    std::optional<std::string> assignee; // exact, case-insensitive; "" means nobody
    std::optional<bool> isResident;
    std::string text; // occurs in id or assignee, case-insensitive
    std::optional<Time> createdBefore, createdAfter;
    std::optional<Time> updatedBefore, updatedAfter;
    std::optional<Time> stateSinceBefore, stateSinceAfter;
    bool operator==(const ListFilter&) const = default;
};

enum class SortKey : std::uint8_t {
    ById,
    ByDefinition,
    ByState,
    ByStatus,
    ByAssignee,
    ByRevision,
    ByCreated,
    ByUpdated,
    ByStateSince,
    ByResident,
};

struct ListSort {
    SortKey key = SortKey::ByUpdated;
    bool descending = true;
    bool operator==(const ListSort&) const = default;
};

struct ListRequest {
    ListFilter filter;
    ListSort sort;
    // Where the page starts: a row number in the sorted result (for scrolling), or a reply's cursor (keyset: exact
    // while rows change).
    std::variant<std::uint64_t, std::string> start = std::uint64_t{0};
    std::uint32_t limit = 100; // 0: counts only; at most 10 000
    // Ids whose row numbers are wanted too, at most 16: a view keeps its place among rows that move.
    std::vector<std::string> locate;
};

struct StateCount {
    std::string definition;
    std::string state; // leaf
    std::uint64_t count = 0;
    bool operator==(const StateCount&) const = default;
};

struct ListReply {
    std::vector<WorkflowRow> rows;
    std::uint64_t offset = 0; // row number of the first row
    std::uint64_t total = 0;  // rows that match the filter
    std::string next;         // cursor after the last row; empty at the end
    // One per id of `locate`, in its order: its row number in the sorted result, none when the filter leaves it out.
    std::vector<std::optional<std::uint64_t>> located;
    // Rows by definition and leaf state that match the filter without its `states` part, so that state chips show what
    // a click would give; by definition name, then the state's document order.
    std::vector<StateCount> stateCounts;
    Seq asOf;
};

struct EnumerateRequest {
    std::string token;              // empty: from the beginning
    std::uint32_t limit = 1000;     // at most 10 000
    std::optional<bool> isResident; // only resident, or only idle ones
};

struct EnumerateReply {
    struct Item {
        std::string id;
        bool isResident = false;
        bool operator==(const Item&) const = default;
    };
    std::vector<Item> items;
    std::string token; // empty: that was the last page
};

// An effect a turn asked for, as an operator sees it.  Persistent: never change a value.
enum class EffectStatus : std::uint8_t { Pending = 0, Sent = 1, Failed = 2, Discarded = 3 };

struct EffectRow {
    EffectRequest effect;
    EffectStatus status = EffectStatus::Pending;
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

struct HistoryRequest {
    std::string id;
    std::optional<Revision> before; // only older ones; none: from the newest
    std::uint32_t limit = 200;      // at most 10 000
};

struct HistoryReply {
    std::vector<Change> changes; // newest first
    bool hasMore = false;
    std::uint64_t total = 0; // changes of this workflow
};

struct ExplainRequest {
    std::string id;
    std::string trigger; // empty: all triggers, without arguments
    Json arguments;
    std::optional<Revision> atRevision; // as it was then, with the guards asked now; none: the newest
};

struct Explanation {
    Revision revision;
    std::string state;
    WorkflowStatus status = WorkflowStatus::Active;
    std::string definitionHash;
    std::vector<TriggerExplanation> triggers; // by index into the definition's structure
};

struct WatchRequest {
    std::optional<Seq> after;      // none: from now on
    std::optional<std::string> id; // one workflow only
};

struct WatchBatch {
    std::vector<Change> changes; // in order of seq; without effects' states
    Seq upTo;                    // everything up to here has been given
    // Workflows whose residency changed; not part of the log.
    std::vector<EnumerateReply::Item> residency;
};
using WatchObserver = std::function<void(Result<WatchBatch>)>;

struct Statistics {
    std::string storePath;   // empty: not a file
    std::string storeId;     // of the store, for ever
    bool isReadOnly = false; // takes no writes, `readOnlyReason` says why
    std::string readOnlyReason;
    std::uint64_t workflowCount = 0;
    std::uint64_t residentCount = 0;
    Seq lastSeq;
    std::uint64_t firesTotal = 0; // since the engine started
    double firesPerSecond = 0;    // over the last 10 s
    std::uint64_t pendingEffects = 0;
    std::uint64_t failedEffects = 0;
    std::uint64_t queuedTurns = 0;
    std::vector<std::pair<DefinitionRef, std::uint64_t>> workflowsByDefinition;
};

} // namespace signalbox
