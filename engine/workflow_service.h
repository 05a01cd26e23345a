#pragma once

#include "engine/base/error.h"
#include "engine/workflow_definitions.h"
#include "engine/workflow_effects.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_timers.h"

#include <functional>
#include <memory>
#include <vector>

namespace signalbox {

// Called exactly once, on a thread of the service and never inside the call that was given it, with the answer. Cheap
// work only: hand anything longer to a thread of your own.
template <typename T>
using Reply = std::move_only_function<void(Result<T>)>;

// Ends a watch when it is destroyed: after the destructor returns, the observer is not called again.
class WatchHandle {
public:
    virtual ~WatchHandle() = default;
};

// All that can be asked of a store of workflows and done to it: the one interface between the engine and everything
// above.
//
// `Engine` implements it in process, a remote service over gRPC; nothing above knows which one it talks to. Every call
// is asynchronous and takes and gives values. A mutating call names its caller (principal, reason, request id); it is
// one turn, and its change is in the log before the reply is given: an acknowledged turn is on disk.
//
// - One turn at a time per workflow, in order of arrival; any number of workflows at once.
// - A request id seen in the last 24 h gets the first answer again and has no second effect (answers of accepted turns;
//   a refused one had no effect and is simply tried again). It belongs to the workflow's id: what a workflow answered
//   before it was removed is answered again, whether the id is free now or another workflow bears it. A restart keeps
//   this with two limits: how old a request from before it is, the wall clock alone tells; and a workflow's removal is
//   looked for among the newest 100 000 changes.
// - After Error OutcomeUnknown, repeat the request with its request id to learn the truth.
// - Reading never wakes an idle workflow and never counts as use.
//
// Errors: each call may answer ShuttingDown; mutating ones ReadOnly, Io, OutcomeUnknown, Busy; others are named below.
// Thread-safety: any thread.
class WorkflowService {
public:
    virtual ~WorkflowService() = default;

    // Every definition the store knows, by name, then version: also those that only old workflows use.
    virtual void definitions(Reply<std::vector<Definition>> reply) = 0;
    // Keeps a definition, as a new version of its name: sb:version where that is above the newest, or else the next.
    // New workflows run on it, those that exist stay on theirs. The same content again is the version that it is. What
    // is wrong with the text is a diagnostic of the reply, not an Error.
    // Errors: DefinitionUnavailable (this service does not take definitions as text), InvalidArgument (caller).
    virtual void deploy(DeployRequest request, Reply<DeployReply> reply) = 0;

    // Errors: AlreadyExists, NotFound (definition), DefinitionUnavailable, InvalidArgument (id or data).
    virtual void create(CreateRequest request, Reply<CreateReply> reply) = 0;
    // A refusal by the state machine is a FireReply with its outcome and the reasons, not an Error.
    // Errors: NotFound, StaleRevision, DefinitionUnavailable.
    virtual void fire(FireRequest request, Reply<FireReply> reply) = 0;
    // Fires the definition's cancel trigger; refused where that is not permitted, or where there is none.  Errors: as
    // fire.
    virtual void cancel(ActRequest request, Reply<FireReply> reply) = 0;
    // Ends the workflow by force: no code of the definition runs, timers are dropped, it takes no more triggers. Its
    // children end, too, each by its own code, as when it had left the states that invoked them: they are Cancelled.
    // Errors: NotFound, StaleRevision, NotPermitted when it has ended already.
    virtual void terminate(ActRequest request, Reply<TerminateReply> reply) = 0;
    // Moves the workflow to another version of its definition, where it goes on from the states of the same names, with
    // its data, history, timers and children; no code of either version runs. With a gap in the way nothing happens,
    // and the reply tells the gaps. A faulted workflow is mended by it, also in the version that it is of: it takes
    // triggers again. A dry run tells the same, wakes nothing and leaves no trace.
    // Errors: NotFound (workflow or definition), StaleRevision, DefinitionUnavailable (the target; its own version may
    // be without code), InvalidArgument (the target is of another definition, or the states are not those of the
    // versions), NotPermitted when it has ended already, or is of the target's version and not faulted.
    virtual void migrate(MigrateRequest request, Reply<MigrateReply> reply) = 0;
    // Erases the workflow: state, data, timers, pending effects. Its changes stay in the log, and its id is free again.
    // Children that have ended stay as they are; one with children that run is not removed: terminate it first.
    // Errors: NotFound, StaleRevision, NotPermitted (children run), Busy (they are being ended).
    virtual void remove(ActRequest request, Reply<RemoveReply> reply) = 0;

    // Sets a reminder, which wakes the workflow when it is due and fires a trigger; not permitted then, it comes to
    // nothing, and the history says so.
    // Errors: NotFound (workflow or trigger), StaleRevision, DefinitionUnavailable, InvalidArgument (name, arguments,
    // period), NotPermitted when it has ended.
    virtual void setTimer(SetTimerRequest request, Reply<TimerActReply> reply) = 0;
    // Errors of both: NotFound (workflow or timer; also one that was set anew), NotPermitted for what is on its way to
    // another workflow already.
    virtual void moveTimer(MoveTimerRequest request, Reply<TimerActReply> reply) = 0;
    virtual void cancelTimer(CancelTimerRequest request, Reply<TimerActReply> reply) = 0;
    // Retries or skips effects that are pending or failed.
    virtual void actOnEffects(EffectActRequest request, Reply<EffectActReply> reply) = 0;
    // What a receiver of an effect reports back, to the one-time address that it was given. A refusal leaves the
    // address as it is.
    // Errors: NotFound (no such address, or its workflow was removed), NotPermitted (it was used before; with the same
    // request id, the first answer is given again), as fire.
    virtual void respond(RespondRequest request, Reply<FireReply> reply) = 0;

    // By due time.  Errors: NotFound (workflow).
    virtual void timers(TimersRequest request, Reply<TimersReply> reply) = 0;
    // Newest first.  Errors: NotFound (workflow).
    virtual void effects(EffectsRequest request, Reply<EffectsReply> reply) = 0;

    // Errors: NotFound (workflow or revision).
    virtual void get(GetRequest request, Reply<Workflow> reply) = 0;
    // Errors: InvalidArgument for a cursor that is not of this sort and store.
    virtual void list(ListRequest request, Reply<ListReply> reply) = 0;
    // Walks the ids of the whole store in pages: pages add up to every workflow that existed from the first call to the
    // last, each once, whatever is created or removed meanwhile.  Errors: InvalidArgument for a foreign token.
    virtual void enumerate(EnumerateRequest request, Reply<EnumerateReply> reply) = 0;
    // Newest first.  Errors: NotFound.
    virtual void history(HistoryRequest request, Reply<HistoryReply> reply) = 0;
    // Errors: NotFound (workflow or revision), DefinitionUnavailable, InvalidArgument (trigger or arguments).
    virtual void explain(ExplainRequest request, Reply<Explanation> reply) = 0;
    // What fire would do now: the same step, dropped.  Errors: as fire.
    virtual void preview(FireRequest request, Reply<Preview> reply) = 0;
    virtual void statistics(Reply<Statistics> reply) = 0;

    // Calls `observer` with every change after `request.after`, in order of seq, without gap or repetition, in batches;
    // a slow observer is fed from the store at its own pace. Calls do not overlap. An Error ends the watch. Errors (to
    // the observer): InvalidArgument for a `seq` of the future or of another epoch of the store.
    [[nodiscard]] virtual std::unique_ptr<WatchHandle> watch(WatchRequest request, WatchObserver observer) = 0;
};

} // namespace signalbox
