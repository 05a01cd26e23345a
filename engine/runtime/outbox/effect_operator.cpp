#include "engine/runtime/outbox/effect_operator.h"

#include "engine/base/mutex.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace signalbox {
namespace {

constexpr std::size_t kPage = 256;

Error busyWith(EffectId effect, std::string_view why) {
    return {.code = ErrorCode::NotPermitted,
            .message = fmt::format("effect {} is {}", text(effect), why),
            .advice = "try again in a moment",
            .retryAfter = std::chrono::seconds{1}};
}

Error noSuchEffect(EffectId effect) {
    return {.code = ErrorCode::NotFound, .message = fmt::format("there is no effect {}", text(effect)), .advice = {}};
}

bool isOpen(EffectStatus status) {
    return status == EffectStatus::Pending || status == EffectStatus::Failed;
}

} // namespace

// One request, until the last workflow has answered: that gives the reply.
struct EffectOperator::Act {
    EffectAction action = EffectAction::Retry;
    Caller caller;
    Reply<EffectActReply> reply;
    Mutex mutex;
    EffectActReply answer GUARDED_BY(mutex);

    ~Act() {
        std::ranges::sort(answer.refused, {}, &std::pair<EffectId, Error>::first);
        reply(std::move(answer));
    }
    Act(EffectActRequest& request, Reply<EffectActReply>&& itsReply)
        : action(request.action)
        , caller(std::move(request.caller))
        , reply(std::move(itsReply)) {}
    Act(const Act&) = delete;
    Act& operator=(const Act&) = delete;
};

void EffectOperator::act(EffectActRequest request, Reply<EffectActReply> reply) {
    const auto effects = effectsOf(request);
    const auto act = std::make_shared<Act>(request, std::move(reply));
    for (auto& [workflow, claimed] : claim(*act, lock(*act, effects)))
        ask(act, workflow, std::move(claimed));
}

std::vector<EffectId> EffectOperator::effectsOf(const EffectActRequest& request) const {
    std::vector<EffectId> effects = request.effects;
    if (!request.problem.empty() || !request.receiver.empty())
        std::ranges::copy(m_parts.book.failedWith(request.problem, request.receiver), std::back_inserter(effects));
    std::ranges::sort(effects);
    effects.erase(std::ranges::unique(effects).begin(), effects.end());
    return effects;
}

std::vector<EffectId> EffectOperator::lock(Act& act, std::span<const EffectId> effects) {
    std::vector<EffectId> locked;
    for (const EffectId effect : effects) {
        if (m_parts.locks.tryAcquire(effect))
            locked.push_back(effect);
        else
            refuse(act, effect, busyWith(effect, "being changed by somebody else"));
    }
    return locked;
}

std::map<WorkflowKey, EffectOperator::Effects> EffectOperator::claim(Act& act, std::span<const EffectId> effects) {
    std::map<WorkflowKey, Effects> claimed;
    for (std::size_t from = 0; from < effects.size(); from += kPage)
        claimPage(act, effects.subspan(from, std::min(kPage, effects.size() - from)), claimed);
    return claimed;
}

// Those that are not open go along: asked again with the same request id, the workflow knows what it answered.
void EffectOperator::claimPage(Act& act, std::span<const EffectId> effects, std::map<WorkflowKey, Effects>& claimed) {
    const Scheduler::Wait wait = m_parts.tasks.wait();
    auto records = m_parts.store.effects(effects);
    std::size_t read = 0;
    for (const EffectId effect : effects) {
        const bool isThere = records && read < records->size() && (*records)[read].id() == effect;
        if (!isThere) {
            m_parts.locks.release(effect);
            refuse(act, effect, records ? noSuchEffect(effect) : records.error());
            continue;
        }
        EffectRecord& record = (*records)[read++];
        if (isOpen(record.status) && !m_parts.book.claim(record)) {
            m_parts.locks.release(effect);
            refuse(act, effect, busyWith(effect, "being sent right now"));
            continue;
        }
        claimed[record.workflow].push_back(
            {.effect = effect, .status = record.status, .progress = std::move(record.progress)});
    }
}

void EffectOperator::ask(const ActPtr& act, WorkflowKey workflow, Effects effects) {
    std::vector<EffectId> ids;
    for (const EffectUpdate& effect : effects)
        ids.push_back(effect.effect);
    const auto row = m_parts.catalogue.row(workflow);
    if (!row) return onAnswered(*act, ids, fail(ErrorCode::NotFound, "the workflow was removed"));
    m_parts.dispatcher.act(
        EffectTurnCall{.request = {.id = row->id,
                                   .created = row->created,
                                   .action = act->action,
                                   .effects = std::move(effects),
                                   .caller = act->caller},
                       .reply = [this, act, asked = std::move(ids)](const Result<EffectTurnReply>& reply) {
                           onAnswered(*act, asked, reply);
                       }});
}

void EffectOperator::onAnswered(Act& act, std::span<const EffectId> effects, const Result<EffectTurnReply>& reply) {
    for (const EffectId effect : effects) {
        m_parts.book.release(effect);
        m_parts.locks.release(effect);
        if (!reply) refuse(act, effect, reply.error());
    }
    if (!reply) return;
    for (const auto& [effect, why] : reply->refused)
        refuse(act, effect, why);
    const MutexLock lock(act.mutex);
    act.answer.done += effects.size() - reply->refused.size();
}

void EffectOperator::refuse(Act& act, EffectId effect, Error error) {
    const MutexLock lock(act.mutex);
    act.answer.refused.emplace_back(effect, std::move(error));
}

} // namespace signalbox
