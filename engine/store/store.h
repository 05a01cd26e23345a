#pragma once

#include "engine/base/error.h"
#include "engine/chart/definition_source.h"
#include "engine/chart/snapshot.h"
#include "engine/chart/step_result.h"
#include "engine/workflow_effects.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// A workflow's number inside one store; ids are interned to it. Never reused, never shown above the engine.
using WorkflowKey = StrongId<struct WorkflowKeyTag>;
// A definition's number inside one store.
using DefinitionKey = StrongId<struct DefinitionKeyTag, std::uint32_t>;

// A definition that came as a text, and who brought it.
struct DeploymentRecord {
    DefinitionSource source;
    std::string principal;
    std::string reason;
    bool operator==(const DeploymentRecord&) const = default;
};

struct DefinitionRecord {
    DefinitionKey key;
    std::string name;
    std::uint32_t version = 1;
    std::string hash;
    std::string structure; // JSON
    Time installed;
    std::optional<DeploymentRecord> deployment = std::nullopt; // none: a program brought its code
};

// A workflow between two turns: one row.
struct WorkflowRecord {
    WorkflowKey key;
    std::string id;
    DefinitionKey definition;
    Snapshot snapshot;
    WorkflowStatus status = WorkflowStatus::Active;
    std::string assignee;
    Revision revision;
    Time created;
    Time updated;
    Time stateSince;
    Seq lastChange; // head of the workflow's list of changes through `ChangeRecord::previous`

    bool operator==(const WorkflowRecord&) const = default;
};

// One row of the append-only log: what one turn did.
struct ChangeRecord {
    Seq seq;
    WorkflowKey workflow;
    Seq previous; // the workflow's change before this one; 0 for its first
    DefinitionKey definition;
    Revision revision;
    Time at;
    ChangeKind kind = ChangeKind::Fired;
    Outcome outcome = Outcome::Transitioned;
    std::optional<TriggerIndex> trigger;
    Json arguments;
    std::optional<StateIndex> from; // leaf before
    StateIndex to;                  // leaf after
    WorkflowStatus status = WorkflowStatus::Active;
    std::string assignee; // after
    Caller caller;
    std::vector<DataChange> dataChanges; // for Created: one, pointer "", the initial data
    std::vector<TakenTransition> taken;
    std::vector<std::string> log;
    std::vector<StateIndex> leaves{}; // after, where they are not `to` alone

    bool operator==(const ChangeRecord& other) const;
};

using WorkflowVisitor = std::function<void(const WorkflowRecord&)>;

struct EffectRecord {
    Seq change;                // the turn that asked for it
    std::uint32_t ordinal = 0; // within the turn
    WorkflowKey workflow;
    EffectRequest effect;
    EffectStatus status = EffectStatus::Pending;
    EffectProgress progress{};

    [[nodiscard]] EffectId id() const { return {.change = change, .ordinal = ordinal}; }
};

// What has become of an effect.
struct EffectUpdate {
    EffectId effect;
    EffectStatus status = EffectStatus::Pending;
    EffectProgress progress;
};

struct TimerRecord {
    WorkflowKey workflow;
    TimerRequest timer;
};

// What one turn writes; all of it or nothing.
struct TurnWrite {
    enum class Kind : std::uint8_t { Create, Update, Remove };
    Kind kind = Kind::Update;
    WorkflowRecord
        after; // key, definition and id filled in; for Remove: the row that goes. `lastChange` is set by commit()
    ChangeRecord change; // `seq` is set by commit()
    std::vector<EffectRequest> effects;
    std::vector<std::string> timersDropped; // before `timersSet`
    std::vector<TimerRequest> timersSet;
    bool dropsAllTimers = false;
    std::vector<EffectUpdate> effectUpdates{}; // of earlier turns' effects, whosever they are
    // For the catalogue, where changesTimers(): the workflow's next one, after the turn.
    std::optional<Time> nextTimer{};

    [[nodiscard]] bool changesTimers() const {
        return dropsAllTimers || !timersDropped.empty() || !timersSet.empty() || kind == Kind::Create;
    }
};

struct StoreIdentity {
    std::string id;          // of the store, for ever: 32 hexadecimal digits
    std::uint64_t epoch = 1; // changes when a backup is restored
    std::string path;        // empty: not a file
    Seq lastSeq;
    WorkflowKey lastKey; // the highest ever given
    bool isReadOnly = false;
    std::string replyKey{}; // a secret of this store: 32 random bytes; what reply addresses are proved with
};

// Where workflows, their log, timers and effects are kept. engine/store/FORMAT.md specifies the embedded one.
//
// One thread commits; any thread reads. Reads see a committed state of the store, wait for no writer and hold nothing
// open. Durability: when commit() returns a value, the turns survive a loss of power.
class Store {
public:
    virtual ~Store() = default;

    [[nodiscard]] virtual StoreIdentity identity() const = 0;

    // -- definitions: few, read once at start, and added to now and then

    // By key.
    [[nodiscard]] virtual Result<std::vector<DefinitionRecord>> definitions() = 0;
    // Keeps a definition for ever; its key is set in the result. Idempotent for an equal hash.
    // Errors: InvalidDefinition if name and version are taken by another hash; as commit().
    // Thread-safety: the thread that commits.
    virtual Result<DefinitionRecord> putDefinition(DefinitionRecord definition) = 0;

    // -- turns

    // Writes `turns` in one transaction, in order; gives each its seq (gapless) and sets `change.seq`,
    // `change.previous`'s chain and `after.lastChange`. Two turns of one workflow may stand in one call, the later
    // built on the earlier. Requires: keys of Create above identity().lastKey and ids that are free; `change.previous`
    // is the row's `lastChange`, or 0 for "the one before in this call" when the workflow stands in this call earlier.
    // Errors, of which all but OutcomeUnknown mean that nothing was written: Busy while another program is in the way;
    // DiskFull, naming path and bytes: so do later commits, until idle() finds space; Io and OutcomeUnknown: every
    // later commit answers ReadOnly until the store is opened again.
    // `updates` are of effects that are there, and are written after the turns, which may be none.
    // Thread-safety: one thread at a time.
    [[nodiscard]] virtual Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) = 0;
    // Called by the committing thread when it has nothing to do, and about every second while that lasts: checkpoints,
    // a look whether a full disk has space again, and other housekeeping. Cheap when there is nothing to keep house of.
    virtual void idle() = 0;
    // Why commit() would be refused whatever it is given; none: it would not.  Thread-safety: any thread.
    [[nodiscard]] virtual std::optional<Error> refusal() const = 0;

    // -- reading. Errors of all: Io, Corrupt (a checksum does not hold).  Thread-safety: any thread.

    // Gives every workflow row without its data (snapshot.data and .memory are null) to one of `visitors`, of which
    // there is at least one. Each gets the rows of a range of keys, by key; the ranges follow on each other in the
    // visitors' order, and may be empty. All rows are of one moment. Visitors are called at the same time, each by one
    // thread.
    virtual Status visitWorkflows(std::span<const WorkflowVisitor> visitors) = 0;
    // Visits every workflow row, by key, on the calling thread.
    Status forEachWorkflow(const WorkflowVisitor& visit) { return visitWorkflows(std::span(&visit, 1)); }
    [[nodiscard]] virtual Result<std::optional<WorkflowRecord>> load(WorkflowKey key) = 0;
    // From `newest` backwards along `previous`, at most `limit`, newest first.
    [[nodiscard]] virtual Result<std::vector<ChangeRecord>> changesBack(Seq newest, std::uint32_t limit) = 0;
    // In order of seq, those above `after`, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<ChangeRecord>> changesAfter(Seq after, std::uint32_t limit) = 0;
    // Of the given changes, by change, then ordinal.
    [[nodiscard]] virtual Result<std::vector<EffectRecord>> effectsOf(std::span<const Seq> changes) = 0;
    // Those that are there, in the order asked for.
    [[nodiscard]] virtual Result<std::vector<EffectRecord>> effects(std::span<const EffectId> ids) = 0;
    // Those of a status, Pending or Failed, that come after `after`, by id, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<EffectRecord>> openEffects(EffectStatus status, EffectId after,
                                                                        std::uint32_t limit) = 0;
    // The id that a key had or has: also of removed workflows.
    [[nodiscard]] virtual Result<std::optional<std::string>> idOf(WorkflowKey key) = 0;
    [[nodiscard]] virtual Result<std::vector<TimerRecord>> timers() = 0;
    // Of one workflow, by due time, then name. None for a key that is not there.
    [[nodiscard]] virtual Result<std::vector<TimerRecord>> timersOf(WorkflowKey workflow) = 0;
    [[nodiscard]] virtual Result<std::uint64_t> effectCount(EffectStatus status) = 0;
};

} // namespace signalbox
