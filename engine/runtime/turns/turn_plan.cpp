#include "engine/runtime/turns/turn_plan.h"

#include "engine/chart/chart.h"
#include "engine/chart/event_names.h"
#include "engine/chart/step.h"
#include "engine/runtime/history/change_view.h"
#include "engine/runtime/timers/child_timers.h"
#include "engine/runtime/turns/refusal.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace signalbox {
namespace {

// The row after a turn, but for its snapshot: copied, that would be the dearest part, and most turns bring another.
WorkflowRecord nextRecord(const WorkflowRecord& before, Time now) {
    return {.key = before.key,
            .id = before.id,
            .definition = before.definition,
            .snapshot = {},
            .status = before.status,
            .assignee = before.assignee,
            .revision = Revision(before.revision.value() + 1),
            .created = before.created,
            .updated = now,
            .stateSince = before.stateSince,
            .lastChange = before.lastChange};
}

// As a change keeps them.
std::vector<StateIndex> leavesBeside(const Snapshot& snapshot) {
    return snapshot.configuration.size() > 1 ? snapshot.configuration : std::vector<StateIndex>();
}

// Adds a write to `plan`, in its place: it is too large to be carried about. Its snapshot is left to the caller.
TurnWrite& addTurn(TurnPlan& plan, const WorkflowRecord& before, ChangeKind kind, const Caller& caller, Time now) {
    TurnWrite& write = plan.writes.emplace_back();
    write.after = nextRecord(before, now);
    write.change.definition = before.definition;
    write.change.revision = write.after.revision;
    write.change.at = now;
    write.change.kind = kind;
    write.change.from = leafOf(before.snapshot);
    write.change.to = leafOf(before.snapshot);
    write.change.leaves = leavesBeside(before.snapshot);
    write.change.status = before.status;
    write.change.assignee = before.assignee;
    write.change.caller = caller;
    return write;
}

void takeStep(TurnWrite& write, Step&& step) {
    write.after.snapshot = std::move(step.snapshot);
    write.change.outcome = step.outcome;
    write.change.dataChanges = std::move(step.dataChanges);
    write.change.taken = std::move(step.taken);
    write.change.log = std::move(step.log);
    write.effects = std::move(step.effects);
    write.timersDropped = std::move(step.timersDropped);
    write.timersSet = std::move(step.timersSet);
    addChildTimers(write, std::move(step.invoked), step.invokesEnded);
}

bool isFinished(const ChartStructure& structure, const Snapshot& snapshot) {
    // A final state may rest in a region while others go on.
    if (structure.profile == Profile::Scxml) return snapshot.memoryOrNew().isDone;
    return structure.states[leafOf(snapshot).value()].kind == StateKind::Final;
}

WorkflowStatus statusAfter(const ChartStructure& structure, const Snapshot& snapshot, ChangeKind kind) {
    if (!isFinished(structure, snapshot)) return WorkflowStatus::Active;
    return kind == ChangeKind::Cancelled ? WorkflowStatus::Cancelled : WorkflowStatus::Finished;
}

// One that ends has no use for its timers, but what it sends to others arrives.
void setStatus(TurnWrite& write, WorkflowStatus status) {
    write.after.status = status;
    write.dropsAllTimers = hasEnded(status);
    if (!write.dropsAllTimers) return;
    std::erase_if(write.timersSet, [&](const TimerRequest& timer) {
        return !timer.delivery || timer.delivery->target.empty() || timer.due > write.change.at;
    });
}

// What the new snapshot says, into the fields that lists and the log show.
void settle(TurnWrite& write, const ChartStructure& structure) {
    const StateIndex leaf = leafOf(write.after.snapshot);
    const bool hasEntered = write.change.outcome == Outcome::Transitioned || write.change.outcome == Outcome::Reentered;
    if (hasEntered || write.change.from != leaf) write.after.stateSince = write.change.at;
    write.after.assignee = assignee(structure, write.after.snapshot);
    if (!hasEnded(write.after.status))
        setStatus(write, statusAfter(structure, write.after.snapshot, write.change.kind));
    write.change.to = leaf;
    write.change.leaves = leavesBeside(write.after.snapshot);
    write.change.assignee = write.after.assignee;
    write.change.status = write.after.status;
}

FireReply answerOf(const TurnWrite& write, const DefinitionTable::Entry& definition) {
    return {.outcome = write.change.outcome,
            .state = definition.stateName(write.change.to),
            .revision = write.after.revision,
            .seq = {},
            .status = write.after.status,
            .refusal = {}};
}

// The turn is dropped, but for the word of it.
TurnPlan planFault(const DefinitionTable::Entry& definition, const WorkflowRecord& before, TurnCause&& cause,
                   std::string&& reason, Time now) {
    TurnPlan plan;
    TurnWrite& write = addTurn(plan, before, ChangeKind::Faulted, cause.caller, now);
    write.after.snapshot = before.snapshot;
    write.after.status = WorkflowStatus::Faulted;
    write.change.status = WorkflowStatus::Faulted;
    write.change.outcome = Outcome::Internal;
    write.change.trigger = cause.trigger;
    write.change.arguments = std::move(cause.arguments);
    plan.answer = answerOf(write, definition);
    plan.answer.outcome = Outcome::Failed;
    plan.answer.refusal = faultedRefusal(before.id, reason);
    write.change.log.push_back(std::move(reason));
    return plan;
}

TriedStep refusedStep(const WorkflowRecord& before, Outcome outcome, Refusal refusal) {
    TriedStep tried;
    tried.step.outcome = outcome;
    tried.step.snapshot = before.snapshot;
    tried.refusal = std::move(refusal);
    return tried;
}

// As the log keeps them: by name, in full, so that a reader needs no signature.
Json namedArguments(const TriggerStructure& trigger, const Event& event, const Json& asFired) {
    if (!trigger.hasSignature || event.machineEvent) return asFired;
    // It names only parameters, or there would be no event: all of them, then.
    if (asFired.is_object() && asFired.size() == trigger.parameters.size()) return asFired;
    Json named = Json::object();
    for (std::size_t i = 0; i < trigger.parameters.size() && i < event.arguments.size(); ++i)
        named[trigger.parameters[i].name] = event.arguments[i];
    return named;
}

std::optional<TriggerIndex> meant(const ChartStructure& structure, std::string_view trigger) {
    if (structure.profile == Profile::Scxml) return findTriggerFor(structure, trigger);
    return findTrigger(structure, trigger);
}

Result<TriedStep> tryTrigger(const DefinitionTable::Entry& definition, const WorkflowRecord& before,
                             TriggerIndex trigger, const TriggerUse& use, const TurnContext& context) {
    const Chart& chart = *definition.chart();
    const TriggerStructure& structure = definition.structure.triggers[trigger.value()];
    const std::string_view fired = use.kind == ChangeKind::Cancelled ? structure.name : use.trigger;
    auto event = makeEvent(definition.structure, fired, use.arguments);
    if (!event)
        return refusedStep(before, Outcome::BadArguments,
                           badArguments(chart, before.snapshot, context, event.error().message));
    TriedStep tried;
    tried.trigger = trigger;
    tried.arguments = namedArguments(structure, *event, use.arguments);
    stepInto(tried.step, chart, before.snapshot, *event, context);
    if (!isAccepted(tried.step.outcome)) tried.refusal = refusalOf(chart, tried.step, before.snapshot, *event, context);
    return tried;
}

} // namespace

// NOLINTNEXTLINE(readability-function-size): what a workflow begins with, each part of its own kind.
Result<TurnPlan> planCreate(const DefinitionTable::Entry& definition, const std::string& id, const Json& data,
                            const Caller& caller, const Moment& moment, const Invoker& invoker) {
    assert(definition.chart());
    const Time now = moment.now;
    Step first = start(*definition.chart(), data, moment.contextOf(id), invoker);
    if (first.outcome == Outcome::Failed)
        return fail(ErrorCode::ActionFailed, fmt::format("{} cannot be created: {}", id, first.failure));
    TurnPlan plan;
    TurnWrite& write = plan.writes.emplace_back();
    write.kind = TurnWrite::Kind::Create;
    write.after.id = id;
    write.after.definition = definition.record.key;
    write.after.created = now;
    write.after.updated = now;
    write.change.definition = definition.record.key;
    write.change.at = now;
    write.change.kind = ChangeKind::Created;
    write.change.arguments = data;
    write.change.caller = caller;
    takeStep(write, std::move(first));
    write.change.dataChanges = {{.pointer = "", .value = write.after.snapshot.dataOrEmpty()}};
    settle(write, definition.structure);
    plan.answer = answerOf(write, definition);
    return plan;
}

Result<TriedStep> tryStep(const DefinitionTable::Entry& definition, const WorkflowRecord& before, const TriggerUse& use,
                          const Moment& moment) {
    assert(definition.chart());
    const TurnContext context = moment.contextOf(before.id);
    if (before.status != WorkflowStatus::Active) return refusedStep(before, Outcome::Rejected, hasEndedRefusal(before));
    const bool isCancel = use.kind == ChangeKind::Cancelled;
    const auto trigger = isCancel ? definition.structure.cancelTrigger : meant(definition.structure, use.trigger);
    if (trigger) return tryTrigger(definition, before, *trigger, use, context);
    if (isCancel)
        return refusedStep(before, Outcome::Rejected, cannotCancel(*definition.chart(), before.snapshot, context));
    return fail(ErrorCode::NotFound,
                fmt::format("definition {} has no trigger \"{}\"", definition.record.name, use.trigger));
}

Result<TurnPlan> planFire(const DefinitionTable::Entry& definition, const WorkflowRecord& before, const TriggerUse& use,
                          const Moment& moment) {
    auto tried = tryStep(definition, before, use, moment);
    if (!tried) return std::unexpected(std::move(tried).error());
    if (tried->refusal && !tried->step.breach)
        return planRefusal(definition, before, tried->step.outcome, *std::move(tried->refusal));
    return planStep(
        definition, before,
        {.kind = use.kind, .trigger = tried->trigger, .arguments = std::move(tried->arguments), .caller = use.caller},
        std::move(tried->step), moment.now);
}

TurnPlan planStep(const DefinitionTable::Entry& definition, const WorkflowRecord& before, TurnCause&& cause,
                  Step&& step, Time now) {
    if (step.breach) return planFault(definition, before, std::move(cause), std::move(step.failure), now);
    assert(isAccepted(step.outcome));
    TurnPlan plan;
    TurnWrite& write = addTurn(plan, before, cause.kind, cause.caller, now);
    write.change.trigger = cause.trigger;
    write.change.arguments = std::move(cause.arguments);
    takeStep(write, std::move(step));
    settle(write, definition.structure);
    plan.answer = answerOf(write, definition);
    return plan;
}

TurnPlan planRefusal(const DefinitionTable::Entry& definition, const WorkflowRecord& before, Outcome outcome,
                     Refusal refusal) {
    TurnPlan plan;
    plan.answer = {.outcome = outcome,
                   .state = definition.stateName(leafOf(before.snapshot)),
                   .revision = before.revision,
                   .seq = {},
                   .status = before.status,
                   .refusal = std::move(refusal)};
    return plan;
}

Result<TurnPlan> planTerminate(const WorkflowRecord& before, const Caller& caller, Time now) {
    if (hasEnded(before.status))
        return fail(ErrorCode::NotPermitted, fmt::format("{} has ended already ({})", before.id, name(before.status)));
    TurnPlan plan;
    TurnWrite& write = addIdleTurn(plan, before, ChangeKind::Terminated, caller, now);
    write.after.status = WorkflowStatus::Terminated;
    write.change.status = WorkflowStatus::Terminated;
    write.dropsAllTimers = true;
    addChildTimers(write, {}, before.snapshot.memoryOrNew().invoked);
    plan.answer.status = WorkflowStatus::Terminated;
    return plan;
}

TurnWrite& addIdleTurn(TurnPlan& plan, const WorkflowRecord& before, ChangeKind kind, const Caller& caller, Time now) {
    TurnWrite& write = addTurn(plan, before, kind, caller, now);
    write.after.snapshot = before.snapshot;
    write.change.outcome = Outcome::Internal;
    plan.answer.outcome = Outcome::Internal;
    plan.answer.revision = write.after.revision;
    plan.answer.status = before.status;
    return write;
}

TurnPlan planRemove(const WorkflowRecord& before, const Caller& caller, Time now) {
    TurnPlan plan;
    TurnWrite& write = addIdleTurn(plan, before, ChangeKind::Removed, caller, now);
    write.kind = TurnWrite::Kind::Remove;
    write.dropsAllTimers = true;
    return plan;
}

} // namespace signalbox
