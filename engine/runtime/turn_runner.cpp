#include "engine/runtime/turn_runner.h"

#include "engine/base/crash_point.h"
#include "engine/runtime/child_plan.h"
#include "engine/runtime/migration_plan.h"
#include "engine/runtime/outbox/effect_plan.h"
#include "engine/runtime/past.h"
#include "engine/runtime/refusal.h"
#include "engine/runtime/timer_plan.h"
#include "engine/runtime/timer_turns.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace signalbox {
namespace {

using Presence = WorkflowCell::Presence;

std::string describe(ChangeKind kind, const std::string& trigger, const std::string& principal) {
    const std::string what = trigger.empty() ? std::string(name(kind)) : fmt::format("{} {}", name(kind), trigger);
    return principal.empty() ? what : fmt::format("{} by {}", what, principal);
}

Error shuttingDown(std::string_view id) {
    return {.code = ErrorCode::ShuttingDown,
            .message = fmt::format("the engine closed before the turn of {} began", id),
            .advice = "open the store again and repeat the request"};
}

// Whether what a workflow had to hand over when it ended is handed over all the same: what it sent, unless it was ended
// by force or its parent does not listen any more; and always the end of its children.
bool isKept(const TimerRequest& timer, const TurnWrite& write) {
    if (std::ranges::find(write.timersDropped, timer.name) != write.timersDropped.end()) return false;
    if (!timer.delivery->endedInvoke.empty()) return true;
    if (write.after.status == WorkflowStatus::Terminated) return false;
    return !isEndedByParent(write) || !goesToParent(*timer.delivery, write.after);
}

} // namespace

TurnRunner::TurnRunner(const Parts& parts, const EngineSettings& settings)
    : m_store(parts.store)
    , m_definitions(parts.definitions)
    , m_loader(parts.loader)
    , m_cells(parts.cells)
    , m_pipeline(parts.pipeline)
    , m_timers(parts.timers)
    , m_directory(parts.directory)
    , m_tasks(parts.tasks)
    , m_clock(parts.clock)
    , m_idleTimeout(settings.idleTimeout)
    , m_turnsInOneGo(settings.commitShare) {}

void TurnRunner::post(WorkflowCellPtr cell) {
    m_tasks.post([this, owned = std::move(cell)] { run(owned); });
}

void TurnRunner::scanForUnused() {
    for (WorkflowCellPtr& cell : m_cells.takeUnused(m_clock.steadyNow() - m_idleTimeout))
        post(std::move(cell));
}

void TurnRunner::run(const WorkflowCellPtr& cell) {
    CellTable::Mail mail = m_cells.takeMail(*cell, m_turnsInOneGo);
    if (mail.turns.empty() && mail.isToIdle) {
        letGo(cell);
        return;
    }
    for (PendingTurnPtr& turn : mail.turns)
        handle(cell, std::move(turn));
    // Behind all that waits by now, so that a busy workflow does not keep others waiting.
    if (m_cells.finish(*cell)) post(cell);
}

void TurnRunner::handle(const WorkflowCellPtr& cell, PendingTurnPtr turn) {
    SIGNALBOX_CRASH_POINT("turn_taken");
    turn->cell = cell;
    if (m_tasks.isClosed()) return answer(std::move(turn), std::unexpected(shuttingDown(cell->id)));
    // After a commit of unknown outcome the store may be ahead of all that is known here: nothing can be judged by it.
    if (auto closed = m_pipeline.refusal()) return answer(std::move(turn), std::unexpected(*std::move(closed)));
    if (Status loaded = m_loader.ensureLoaded(*cell); !loaded)
        return answer(std::move(turn), std::unexpected(std::move(loaded).error()));
    auto known = m_loader.findAnswer(*cell, callerOf(turn->call).requestId);
    if (!known) return answer(std::move(turn), std::unexpected(std::move(known).error()));
    if (*known) return repeat(*cell, std::move(turn), *std::move(known));
    auto planned = std::visit([&](const auto& call) { return plan(*cell, call); }, turn->call);
    if (!planned) return answer(std::move(turn), std::unexpected(std::move(planned).error()));
    SIGNALBOX_CRASH_POINT("turn_planned");
    turn->toDeliver = std::move(planned->toDeliver);
    turn->migration = std::move(planned->migration);
    turn->effectTurn = std::move(planned->effectTurn);
    if (planned->writes.empty()) return answer(std::move(turn), std::move(planned->answer));
    accept(*cell, std::move(turn), *std::move(planned));
}

void TurnRunner::accept(WorkflowCell& cell, PendingTurnPtr turn, TurnPlan plan) {
    for (TurnWrite& write : plan.writes)
        noteTimers(cell.id, write);
    const TurnWrite& last = plan.writes.back();
    const bool isMended = cell.head.status == WorkflowStatus::Faulted && last.after.status == WorkflowStatus::Active;
    if (last.change.kind == ChangeKind::Faulted)
        cell.faultReason = std::make_unique<std::string>(last.change.log.front());
    if (last.kind == TurnWrite::Kind::Remove) {
        m_loader.sleep(cell);
        cell.presence = Presence::Absent;
    } else {
        cell.presence = Presence::Present;
        cell.head = last.after;
        cell.definition = m_definitions.find(last.after.definition);
        m_loader.wake(cell);
    }
    if (isMended) m_timers.resume(cell.id);
    cell.lastKind = last.change.kind;
    cell.lastTrigger = last.change.trigger;
    cell.lastPrincipal = last.change.caller.principal;
    if (const std::string& requestId = last.change.caller.requestId; !requestId.empty()) {
        turn->remembered = std::make_shared<RequestAnswer>(RequestAnswer::of(last.change, {}));
        m_loader.remember(cell, requestId, turn->remembered);
    }
    turn->generation = cell.generation;
    turn->answer = std::move(plan.answer);
    turn->writes = std::move(plan.writes);
    m_pipeline.submit(std::move(turn));
    SIGNALBOX_CRASH_POINT("turn_submitted");
}

void TurnRunner::noteTimers(const std::string& id, TurnWrite& write) {
    if (write.dropsAllTimers && write.kind == TurnWrite::Kind::Update) {
        auto kept = m_timers.dueDeliveries(id, write.change.at);
        std::erase_if(kept, [&](const TimerRequest& timer) { return !isKept(timer, write); });
        write.timersSet.insert(write.timersSet.begin(), std::make_move_iterator(kept.begin()),
                               std::make_move_iterator(kept.end()));
    }
    m_timers.apply(id, write);
}

void TurnRunner::repeat(WorkflowCell& cell, PendingTurnPtr turn, RequestMemory::Answer known) {
    const bool hasFaulted = known->kind == ChangeKind::Faulted;
    if (known->kind != kindOf(turn->call) && !hasFaulted) {
        auto refusal = fail(ErrorCode::InvalidArgument,
                            fmt::format("request id \"{}\" was used on {} for another kind of request ({})",
                                        callerOf(turn->call).requestId, cell.id, name(known->kind)),
                            "give every request an id of its own");
        return answer(std::move(turn), std::move(refusal));
    }
    // Its own: the workflow that is here now may be of another definition.
    const DefinitionTable::Entry* definition = m_definitions.find(known->definition);
    FireReply first{.outcome = known->outcome,
                    .state = definition ? definition->stateName(known->state) : "",
                    .revision = known->revision,
                    .seq = {},
                    .status = known->status,
                    .refusal = {}};
    if (hasFaulted) {
        first.outcome = Outcome::Failed;
        first.refusal = faultedRefusal(cell.id, "this request passed a bound");
    }
    if (known->migration) turn->migration = std::make_unique<MigrateReply>(*known->migration);
    turn->remembered = std::move(known);
    answer(std::move(turn), std::move(first));
}

// Behind the turns that are not committed yet, for an answer may rest on them; at once when there are none.
void TurnRunner::answer(PendingTurnPtr turn, Result<FireReply> result) {
    turn->answer = std::move(result);
    turn->generation = turn->cell->generation;
    if (turn->cell->inFlight != 0) return m_pipeline.submit(std::move(turn));
    if (turn->answer && turn->remembered) turn->answer->seq = turn->remembered->seq;
    reply(*turn);
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const CreateCall& call) const {
    if (cell.presence == Presence::Present)
        return fail(ErrorCode::AlreadyExists, fmt::format("there is a workflow {} already", cell.id),
                    "choose another id, or leave it empty to have one made");
    auto definition = runnable(m_definitions, call.request.definition);
    if (!definition) return std::unexpected(std::move(definition).error());
    return planCreate(**definition, cell.id, call.request.data, call.request.caller, moment());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const FireCall& call) const {
    const FireRequest& request = call.request;
    if (cell.presence == Presence::Absent && request.createFrom) return planFirstFire(cell, request);
    return planTrigger(cell, request.expectedRevision,
                       {.kind = ChangeKind::Fired,
                        .trigger = request.trigger,
                        .arguments = request.arguments,
                        .caller = request.caller});
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const CancelCall& call) const {
    static const Json kNoArguments;
    return planTrigger(
        cell, call.request.expectedRevision,
        {.kind = ChangeKind::Cancelled, .trigger = {}, .arguments = kNoArguments, .caller = call.request.caller});
}

Result<TurnPlan> TurnRunner::planTrigger(const WorkflowCell& cell, const std::optional<Revision>& expected,
                                         const TriggerUse& use) const {
    if (Status present = checkPresent(cell, expected); !present) return std::unexpected(std::move(present).error());
    if (Status code = checkRunnable(*cell.definition); !code) return std::unexpected(std::move(code).error());
    if (cell.head.status == WorkflowStatus::Faulted) return planFaultRefusal(cell);
    return planFire(*cell.definition, cell.head, use, moment());
}

// Virtual activation: both turns or none, a refused trigger creates nothing.
Result<TurnPlan> TurnRunner::planFirstFire(const WorkflowCell& cell, const FireRequest& request) const {
    auto definition = runnable(m_definitions, *request.createFrom);
    if (!definition) return std::unexpected(std::move(definition).error());
    const Moment now = moment();
    auto created = planCreate(**definition, cell.id, {}, request.caller, now);
    if (!created) return created;
    if (request.expectedRevision && *request.expectedRevision != Revision())
        return fail(ErrorCode::StaleRevision, fmt::format("{} does not exist yet, so it is not at revision {}", cell.id,
                                                          request.expectedRevision->value()));
    auto fired = planFire(**definition, created->writes.back().after,
                          {.kind = ChangeKind::Fired,
                           .trigger = request.trigger,
                           .arguments = request.arguments,
                           .caller = request.caller},
                          now);
    if (fired && !fired->writes.empty())
        fired->writes.insert(fired->writes.begin(), std::move(created->writes.front()));
    return fired;
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const TerminateCall& call) const {
    if (Status present = checkPresent(cell, call.request.expectedRevision); !present)
        return std::unexpected(std::move(present).error());
    return planTerminate(cell.head, call.request.caller, m_clock.now());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const RemoveCall& call) const {
    if (Status present = checkPresent(cell, call.request.expectedRevision); !present)
        return std::unexpected(std::move(present).error());
    if (Status alone = checkChildren(cell); !alone) return std::unexpected(std::move(alone).error());
    return planRemove(cell.head, call.request.caller, m_clock.now());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const MigrateCall& call) const {
    const MigrateRequest& request = call.request;
    if (Status present = checkPresent(cell, request.expectedRevision); !present)
        return std::unexpected(std::move(present).error());
    const auto target = migrationTarget(m_definitions, *cell.definition, request);
    if (!target) return std::unexpected(target.error());
    const std::vector<TimerRequest> timers = m_timers.timersOf(cell.id);
    return planMigration({.from = *cell.definition,
                          .to = **target,
                          .before = cell.head,
                          .timers = timers,
                          .request = request,
                          .now = m_clock.now()});
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const SetTimerCall& call) const {
    const SetTimerRequest& request = call.request;
    if (Status present = checkPresent(cell, request.expectedRevision); !present)
        return std::unexpected(std::move(present).error());
    if (Status code = checkRunnable(*cell.definition); !code) return std::unexpected(std::move(code).error());
    return planSetTimer(*cell.definition, cell.head, m_timers.named(cell.id, request.name), request, m_clock.now());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const MoveTimerCall& call) const {
    const MoveTimerRequest& request = call.request;
    if (Status present = checkPresent(cell, {}); !present) return std::unexpected(std::move(present).error());
    return planMoveTimer(*cell.definition, cell.head, m_timers.named(cell.id, request.name), request, m_clock.now());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const CancelTimerCall& call) const {
    const CancelTimerRequest& request = call.request;
    if (Status present = checkPresent(cell, {}); !present) return std::unexpected(std::move(present).error());
    return planCancelTimer(*cell.definition, cell.head, m_timers.named(cell.id, request.name), request, m_clock.now());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const TimerCall& call) const {
    if (Status present = checkPresent(cell, {}); !present) return std::unexpected(std::move(present).error());
    const auto timer = m_timers.find(call.request.timer);
    // Dropped or set anew since it came due, or nothing but a look.
    if (!timer) return TurnPlan{};
    if (cell.head.status == WorkflowStatus::Faulted)
        return fail(ErrorCode::NotPermitted, fmt::format("{} is faulted: its timers wait", cell.id));
    if (Status code = checkRunnable(*cell.definition); !code) return std::unexpected(std::move(code).error());
    return planTimer(*cell.definition, cell.head, *timer, call.request, moment());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const DeliveryCall& call) const {
    if (Status present = checkPresent(cell, {}); !present) return std::unexpected(std::move(present).error());
    if (Status code = checkRunnable(*cell.definition); !code) return std::unexpected(std::move(code).error());
    if (endsChild(call.request.delivery)) return planEnd(*cell.definition, cell.head, call.request, moment());
    if (cell.head.status == WorkflowStatus::Faulted) return planFaultRefusal(cell);
    return planDelivery(*cell.definition, cell.head, call.request, moment());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const StartCall& call) const {
    const StartRequest& request = call.request;
    if (cell.presence == Presence::Present) {
        // Older than request ids are remembered.
        const auto isIt = isCreatedBy(cell, request.caller.requestId);
        if (!isIt) return std::unexpected(isIt.error());
        if (*isIt) return TurnPlan{};
        return fail(ErrorCode::AlreadyExists, fmt::format("there is another workflow {} already", cell.id));
    }
    auto definition = runnable(m_definitions, request.definition);
    if (!definition) return std::unexpected(std::move(definition).error());
    return planCreate(**definition, cell.id, request.data, request.caller, moment(), request.invoker);
}

// No code runs, so that it need not be there, and the workflow may have ended or be faulted.
Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const EffectTurnCall& call) const {
    if (Status isIt = checkIsIt(cell, call.request.created); !isIt) return std::unexpected(std::move(isIt).error());
    return planEffectTurn(cell.head, call.request, m_clock.now());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const ResponseCall& call) const {
    if (Status isIt = checkIsIt(cell, call.request.created); !isIt) return std::unexpected(std::move(isIt).error());
    if (Status code = checkRunnable(*cell.definition); !code) return std::unexpected(std::move(code).error());
    if (cell.head.status == WorkflowStatus::Faulted) return planFaultRefusal(cell);
    return planResponse(*cell.definition, cell.head, call.request, moment());
}

// One that cannot listen now is not told.
Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const OutcomeCall& call) const {
    if (!checkIsIt(cell, call.request.created)) return TurnPlan{};
    if (cell.head.status != WorkflowStatus::Active || !checkRunnable(*cell.definition)) return TurnPlan{};
    return planOutcome(*cell.definition, cell.head, call.request, moment());
}

Result<TurnPlan> TurnRunner::plan(const WorkflowCell& cell, const MessageCall& call) const {
    if (Status present = checkPresent(cell, {}); !present) return std::unexpected(std::move(present).error());
    if (Status code = checkRunnable(*cell.definition); !code) return std::unexpected(std::move(code).error());
    if (cell.head.status == WorkflowStatus::Faulted) return planFaultRefusal(cell);
    return planMessage(*cell.definition, cell.head, call.request, moment());
}

Result<bool> TurnRunner::isCreatedBy(const WorkflowCell& cell, const std::string& requestId) const {
    bool isIt = false;
    const Status walked = walkBack(m_store, cell.head.lastChange, [&](const ChangeRecord& change) {
        isIt = change.kind == ChangeKind::Created && change.caller.requestId == requestId;
        return true;
    });
    if (!walked) return std::unexpected(walked.error());
    return isIt;
}

// Once the workflow is gone, nobody would end them.
Status TurnRunner::checkChildren(const WorkflowCell& cell) const {
    const auto& children = cell.head.snapshot.memoryOrNew().invoked;
    if (!children.empty() && !hasEnded(cell.head.status))
        return fail(ErrorCode::NotPermitted,
                    fmt::format("{} has a child that runs: {}", cell.id, children.front().workflowId),
                    "terminate it first: that ends its children");
    if (!m_timers.hasChildTimers(cell.id)) return {};
    return std::unexpected(Error{.code = ErrorCode::Busy,
                                 .message = fmt::format("the children of {} are being ended", cell.id),
                                 .advice = "try again in a moment",
                                 .retryAfter = std::chrono::milliseconds{500}});
}

TurnPlan TurnRunner::planFaultRefusal(const WorkflowCell& cell) const {
    const std::string reason = cell.faultReason ? *cell.faultReason : faultReason(m_store, cell.head.lastChange);
    return planRefusal(*cell.definition, cell.head, Outcome::Rejected, faultedRefusal(cell.id, reason));
}

Status TurnRunner::checkPresent(const WorkflowCell& cell, const std::optional<Revision>& expected) const {
    if (cell.presence != Presence::Present) return std::unexpected(noSuchWorkflow(cell.id));
    if (!expected || *expected == cell.head.revision) return {};
    return fail(ErrorCode::StaleRevision,
                fmt::format("{} is at revision {} now, not {}: {}", cell.id, cell.head.revision.value(),
                            expected->value(), lastAct(cell)),
                "look at it again, then decide");
}

Status TurnRunner::checkIsIt(const WorkflowCell& cell, Time created) const {
    if (Status present = checkPresent(cell, {}); !present) return present;
    if (cell.head.created == created) return {};
    return std::unexpected(noSuchWorkflow(cell.id));
}

std::string TurnRunner::lastAct(const WorkflowCell& cell) const {
    const auto describeLast = [&](ChangeKind kind, std::optional<TriggerIndex> trigger, const std::string& principal) {
        return fmt::format("{} at {:%F %T} UTC", describe(kind, cell.definition->triggerName(trigger), principal),
                           std::chrono::floor<std::chrono::seconds>(cell.head.updated));
    };
    if (cell.lastKind) return describeLast(*cell.lastKind, cell.lastTrigger, cell.lastPrincipal);
    const auto changes = m_store.changesBack(cell.head.lastChange, 1);
    if (!changes || changes->empty()) return "changed since";
    const ChangeRecord& last = changes->front();
    return describeLast(last.kind, last.trigger, last.caller.principal);
}

void TurnRunner::letGo(const WorkflowCellPtr& cell) {
    const bool isResident = cell->presence == Presence::Present && cell->failedGeneration != cell->generation;
    if (cell->isAwake) m_loader.sleep(*cell);
    SIGNALBOX_CRASH_POINT("idle_asleep");
    const bool isGone = m_cells.erase(*cell, [&] {
        if (isResident) m_loader.announce(*cell, false);
    });
    SIGNALBOX_CRASH_POINT("idle_gone");
    if (isGone) return;
    // Somebody wrote meanwhile: it wakes again, from the store.
    cell->presence = Presence::Unknown;
    post(cell);
}

Result<const DefinitionTable::Entry*> runnable(const DefinitionTable& definitions, const DefinitionRef& ref) {
    const DefinitionTable::Entry* definition = definitions.find(ref);
    if (!definition)
        return fail(ErrorCode::NotFound,
                    ref.version == 0 ? fmt::format("there is no definition \"{}\"", ref.name)
                                     : fmt::format("there is no definition \"{}\" version {}", ref.name, ref.version));
    if (Status code = checkRunnable(*definition); !code) return std::unexpected(std::move(code).error());
    return definition;
}

Status checkRunnable(const DefinitionTable::Entry& definition) {
    if (definition.chart()) return {};
    return fail(ErrorCode::DefinitionUnavailable,
                fmt::format("this program has no code for definition {} version {}", definition.record.name,
                            definition.record.version),
                "start the program that defines it");
}

Error noSuchWorkflow(std::string_view id) {
    return {.code = ErrorCode::NotFound, .message = fmt::format("there is no workflow {}", id), .advice = {}};
}

} // namespace signalbox
