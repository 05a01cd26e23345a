#include "engine/runtime/cells/turn_runner.h"

#include "engine/base/crash_point.h"
#include "engine/runtime/cells/turn_reply.h"
#include "engine/runtime/timers/child_timers.h"
#include "engine/runtime/turns/refusal.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace signalbox {
namespace {

using Presence = WorkflowCell::Presence;

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

} // namespace signalbox
