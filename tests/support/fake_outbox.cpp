// Timers and effects of FakeService.
#include "tests/support/fake_service.h"

#include <algorithm>

namespace signalbox::tests {

namespace {

Json timerArguments(const std::string& name, Time due) {
    return {{"timer", name}, {"due", due.time_since_epoch().count()}};
}

bool isListed(const EffectEntry& effect, const EffectsRequest& request) {
    if (request.workflowId && effect.workflowId != *request.workflowId) return false;
    const bool isOpen = effect.status == EffectStatus::Pending || effect.status == EffectStatus::Failed;
    if (!request.workflowId && !isOpen) return false;
    if (!request.statuses.empty() && std::ranges::count(request.statuses, effect.status) == 0) return false;
    if (!request.problem.empty() && effect.problem != request.problem) return false;
    return !request.before || effect.id < *request.before;
}

std::vector<EffectProblem> problemsOf(const std::vector<EffectEntry>& effects) {
    std::vector<EffectProblem> problems;
    for (const EffectEntry& each : effects) {
        if (each.status != EffectStatus::Failed) continue;
        auto found = std::ranges::find_if(problems, [&](const EffectProblem& problem) {
            return problem.problem == each.problem && problem.receiver == each.receiver;
        });
        if (found == problems.end()) found = problems.insert(found, {each.problem, each.receiver, 0, Time{}});
        ++found->count;
        found->newest = std::max(found->newest, each.progress.lastAttempt.value_or(each.requested));
    }
    std::ranges::stable_sort(problems, std::ranges::greater{}, &EffectProblem::count);
    return problems;
}

} // namespace

void FakeService::addTimer(TimerEntry timer) {
    const MutexLock lock(m_mutex);
    m_timers.push_back(std::move(timer));
    std::ranges::stable_sort(m_timers, {}, &TimerEntry::due);
}

void FakeService::addEffect(EffectEntry effect) {
    const MutexLock lock(m_mutex);
    m_effects.push_back(std::move(effect));
    std::ranges::sort(m_effects, std::ranges::greater{}, &EffectEntry::id);
}

void FakeService::moveEffectOn(EffectEntry effect) {
    WatchBatch batch;
    batch.effects = {effect.workflowId};
    {
        const MutexLock lock(m_mutex);
        const auto found = std::ranges::find(m_effects, effect.id, &EffectEntry::id);
        if (found != m_effects.end()) *found = std::move(effect);
    }
    tell(batch);
}

std::vector<std::string> FakeService::outboxActs() const {
    const MutexLock lock(m_mutex);
    return m_outboxActs;
}

// -- WorkflowService ----------------------------------------------------------

void FakeService::setTimer(SetTimerRequest request, Reply<TimerActReply> reply) {
    answer<TimerActReply>(
        Call::SetTimer, std::move(reply), [this, request = std::move(request)]() -> Result<TimerActReply> {
            auto found = entry(request.id, request.expectedRevision);
            if (!found) return std::unexpected(found.error());
            if (request.name.starts_with("after:") || request.name.starts_with("send:"))
                return fail(ErrorCode::InvalidArgument, "\"" + request.name + "\" is the definition's own");
            m_outboxActs.push_back("set " + request.name);
            std::erase_if(m_timers, [&](const TimerEntry& each) {
                return each.workflowId == request.id && each.name == request.name;
            });
            m_timers.push_back({request.id,
                                (*found)->row.definition,
                                request.name,
                                request.due,
                                request.trigger,
                                request.arguments,
                                {},
                                {},
                                request.repetition});
            std::ranges::stable_sort(m_timers, {}, &TimerEntry::due);
            return timerTurn(request.id, ChangeKind::TimerSet, request.caller,
                             timerArguments(request.name, request.due));
        });
}

void FakeService::moveTimer(MoveTimerRequest request, Reply<TimerActReply> reply) {
    answer<TimerActReply>(Call::MoveTimer, std::move(reply),
                          [this, request = std::move(request)]() -> Result<TimerActReply> {
                              const auto found = timer(request.id, request.name, request.due);
                              if (!found) return std::unexpected(found.error());
                              m_outboxActs.push_back("move " + request.name);
                              (*found)->due = request.newDue;
                              std::ranges::stable_sort(m_timers, {}, &TimerEntry::due);
                              return timerTurn(request.id, ChangeKind::TimerMoved, request.caller,
                                               timerArguments(request.name, request.newDue));
                          });
}

void FakeService::cancelTimer(CancelTimerRequest request, Reply<TimerActReply> reply) {
    answer<TimerActReply>(Call::CancelTimer, std::move(reply),
                          [this, request = std::move(request)]() -> Result<TimerActReply> {
                              const auto found = timer(request.id, request.name, request.due);
                              if (!found) return std::unexpected(found.error());
                              m_outboxActs.push_back("cancel " + request.name);
                              m_timers.erase(m_timers.begin() + (*found - m_timers.data()));
                              return timerTurn(request.id, ChangeKind::TimerCancelled, request.caller,
                                               timerArguments(request.name, request.due));
                          });
}

void FakeService::actOnEffects(EffectActRequest request, Reply<EffectActReply> reply) {
    answer<EffectActReply>(Call::ActOnEffects, std::move(reply),
                           [this, request = std::move(request)] { return doActOnEffects(request); });
}

void FakeService::respond(RespondRequest, Reply<FireReply> reply) {
    answer<FireReply>(Call::Respond, std::move(reply), [] { return FireReply{}; });
}

void FakeService::timers(TimersRequest request, Reply<TimersReply> reply) {
    answer<TimersReply>(Call::Timers, std::move(reply),
                        [this, request = std::move(request)] { return doTimers(request); });
}

void FakeService::effects(EffectsRequest request, Reply<EffectsReply> reply) {
    answer<EffectsReply>(Call::Effects, std::move(reply),
                         [this, request = std::move(request)] { return doEffects(request); });
}

// -- what they do, with m_mutex held ------------------------------------------

Result<TimerEntry*> FakeService::timer(const std::string& id, const std::string& name, std::optional<Time> due) {
    const auto found = std::ranges::find_if(m_timers, [&](const TimerEntry& each) {
        return each.workflowId == id && each.name == name && (!due || each.due == *due);
    });
    if (found == m_timers.end()) return fail(ErrorCode::NotFound, "no timer \"" + name + "\" of \"" + id + "\"");
    return &*found;
}

Result<TimerActReply> FakeService::timerTurn(const std::string& id, ChangeKind kind, const Caller& caller,
                                             Json arguments) {
    auto found = entry(id);
    if (!found) return std::unexpected(found.error());
    WorkflowRow& row = (*found)->row;
    row.revision = Revision{row.revision.value() + 1};
    row.updated = m_now;
    Change& change = record(**found, kind, caller);
    change.outcome = Outcome::Internal;
    change.arguments = std::move(arguments);
    m_untold.back() = change;
    return TimerActReply{row.revision, change.seq};
}

TimersReply FakeService::doTimers(const TimersRequest& request) const {
    TimersReply reply;
    for (const TimerEntry& each : m_timers) {
        if (request.workflowId && each.workflowId != *request.workflowId) continue;
        if (request.dueBefore && each.due >= *request.dueBefore) continue;
        if (reply.total++ < request.offset || reply.timers.size() >= request.limit) continue;
        reply.timers.push_back(each);
    }
    return reply;
}

EffectsReply FakeService::doEffects(const EffectsRequest& request) const {
    EffectsReply reply;
    for (const EffectEntry& each : m_effects) {
        if (!isListed(each, request)) continue;
        reply.hasMore = reply.effects.size() >= request.limit;
        if (reply.hasMore) break;
        reply.effects.push_back(each);
    }
    reply.problems = problemsOf(m_effects);
    return reply;
}

// Those that were added to it.
void FakeService::addEffects(Change& change) const {
    constexpr std::uint32_t kAttemptBound = 8;
    for (const EffectEntry& each : m_effects) {
        if (each.workflowId != change.id || each.id.change != change.seq) continue;
        change.effects.push_back({.effect = each.effect,
                                  .status = each.status,
                                  .attempts = each.progress.attempts,
                                  .attemptBound = kAttemptBound,
                                  .nextAttempt = each.progress.nextAttempt,
                                  .waitsFor = each.waitsFor,
                                  .isHeld = each.isHeld});
    }
}

EffectActReply FakeService::doActOnEffects(const EffectActRequest& request) {
    EffectActReply reply;
    for (const EffectId id : request.effects) {
        const auto found = std::ranges::find(m_effects, id, &EffectEntry::id);
        if (found == m_effects.end())
            reply.refused.emplace_back(
                id, Error{.code = ErrorCode::NotFound, .message = "no effect " + text(id), .advice = {}});
        else
            act(*found, request, reply);
    }
    if (request.problem.empty()) return reply;
    for (EffectEntry& each : m_effects)
        if (each.status == EffectStatus::Failed && each.problem == request.problem && each.receiver == request.receiver)
            act(each, request, reply);
    return reply;
}

void FakeService::act(EffectEntry& effect, const EffectActRequest& request, EffectActReply& reply) {
    const bool isOpen = effect.status == EffectStatus::Pending || effect.status == EffectStatus::Failed;
    if (!isOpen || effect.isSending) {
        reply.refused.emplace_back(
            effect.id,
            Error{.code = ErrorCode::NotPermitted, .message = "effect " + text(effect.id) + " is sent", .advice = {}});
        return;
    }
    const bool isRetry = request.action == EffectAction::Retry;
    m_outboxActs.push_back((isRetry ? "retry " : "skip ") + text(effect.id));
    effect.status = isRetry ? EffectStatus::Pending : EffectStatus::Discarded;
    effect.isHeld = false;
    effect.progress.attempts = 0;
    effect.progress.nextAttempt.reset();
    (void)timerTurn(effect.workflowId, isRetry ? ChangeKind::EffectsRetried : ChangeKind::EffectsSkipped,
                    request.caller, Json{{"effects", {text(effect.id)}}});
    ++reply.done;
}

WorkflowRow FakeService::withOutbox(WorkflowRow row) const {
    for (const EffectEntry& each : m_effects) {
        if (each.workflowId != row.id) continue;
        row.failedEffects += each.status == EffectStatus::Failed ? 1 : 0;
        row.pendingEffects += each.status == EffectStatus::Pending ? 1 : 0;
    }
    for (const TimerEntry& each : m_timers)
        if (each.workflowId == row.id && (!row.nextTimer || each.due < *row.nextTimer)) row.nextTimer = each.due;
    return row;
}

} // namespace signalbox::tests
