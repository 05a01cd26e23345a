#include "engine/runtime/cells/turn_runner.h"
#include "engine/runtime/history/past.h"
#include "engine/runtime/requests/request_check.h"
#include "engine/runtime/timers/child_timers.h"
#include "engine/runtime/turns/child_plan.h"
#include "engine/runtime/turns/effect_plan.h"
#include "engine/runtime/turns/migration_plan.h"
#include "engine/runtime/turns/refusal.h"
#include "engine/runtime/turns/timer_plan.h"
#include "engine/runtime/turns/timer_turns.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

// The part of TurnRunner that says what each call leads to.

namespace signalbox {
namespace {

using Presence = WorkflowCell::Presence;

std::string describe(ChangeKind kind, const std::string& trigger, const std::string& principal) {
    const std::string what = trigger.empty() ? std::string(name(kind)) : fmt::format("{} {}", name(kind), trigger);
    return principal.empty() ? what : fmt::format("{} by {}", what, principal);
}

} // namespace

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

} // namespace signalbox
