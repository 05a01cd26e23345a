#include "engine/runtime/effects/effect_book.h"

#include "engine/runtime/effects/effect_nature.h"
#include "engine/runtime/effects/effect_problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

constexpr std::array kKinds{EffectKind::Mail, EffectKind::Webhook, EffectKind::Message};

bool concerns(const TurnWrite& turn) {
    return !turn.effects.empty() || !turn.effectUpdates.empty() || turn.kind == TurnWrite::Kind::Remove;
}

} // namespace

EffectBook::EffectBook(const Parts& parts, const OutboxSettings& settings) : m_parts(parts), m_open(settings) {
    static_cast<void>(updateHeld());
}

bool EffectBook::updateHeld() {
    bool isMoreThere = false;
    const MutexLock lock(m_mutex);
    for (const EffectKind kind : kKinds) {
        const auto place = static_cast<std::size_t>(kind);
        m_held.at(place) = heldBecause(m_parts.sender, kind);
        const bool isHeld = !m_held.at(place).empty();
        m_open.queue().setHeld(kind, isHeld);
        if (!isHeld) isMoreThere = std::exchange(m_isOnlyCounted.at(place), false) || isMoreThere;
    }
    return isMoreThere;
}

SteadyTime EffectBook::steady(Time due) const {
    const Time now = m_parts.clock.now();
    return m_parts.clock.steadyNow() + (due > now ? due - now : Duration::zero());
}

OpenEffects::Effect EffectBook::toEffect(const EffectRecord& record, Time notBefore) const {
    return {.id = record.id(),
            .workflow = record.workflow,
            .kind = record.effect.kind,
            .isOrdered = isOrdered(record.effect.payload),
            .receiver = receiverOf(m_parts.sender, record.effect.kind, record.effect.payload),
            .due = steady(notBefore)};
}

// Those that keep an order have their places, held or not; but where nothing is sent from here at all, nobody will ask
// for them.
bool EffectBook::isOnlyCounted(WorkflowKey workflow, EffectKind kind, const Json& payload) {
    const bool isHeld = m_open.queue().isHeld(kind);
    if (!isOrdered(payload)) return isHeld;
    return m_parts.sender == nullptr && (isHeld || m_open.tally().of(workflow).isOrderHeld);
}

void EffectBook::count(WorkflowKey workflow, EffectKind kind, const Json& payload) {
    m_isOnlyCounted.at(static_cast<std::size_t>(kind)) = true;
    m_open.count(workflow, kind);
    if (isOrdered(payload)) m_open.holdOrder(workflow);
}

void EffectBook::load(const EffectRecord& record, Time notBefore) {
    const MutexLock lock(m_mutex);
    if (record.status == EffectStatus::Failed)
        m_open.addFailed(toEffect(record, notBefore), {.problem = problemOf(record.progress),
                                                       .newest = record.progress.lastAttempt.value_or(Time())});
    else if (isOnlyCounted(record.workflow, record.effect.kind, record.effect.payload))
        count(record.workflow, record.effect.kind, record.effect.payload);
    else
        m_open.add(toEffect(record, notBefore));
}

void EffectBook::publishLoaded() {
    const MutexLock lock(m_mutex);
    for (const auto& [workflow, counts] : m_open.tally().all())
        m_parts.catalogue.setEffectCounts(workflow, counts.allPending(), counts.failed);
}

std::vector<WorkflowKey> EffectBook::apply(std::span<const TurnWrite> turns, std::span<const EffectUpdate> updates) {
    if (updates.empty() && std::ranges::none_of(turns, concerns)) return {};
    std::vector<WorkflowKey> updated;
    {
        const MutexLock lock(m_mutex);
        for (const EffectUpdate& update : updates)
            applyUpdate(update, {});
        for (const TurnWrite& turn : turns)
            applyTurn(turn);
        publishCounts();
        updated = std::exchange(m_withoutTurn, {});
    }
    ring();
    std::ranges::sort(updated);
    updated.erase(std::ranges::unique(updated).begin(), updated.end());
    return updated;
}

void EffectBook::applyTurn(const TurnWrite& turn) {
    for (const EffectUpdate& update : turn.effectUpdates)
        applyUpdate(update, turn.after.key);
    for (std::size_t ordinal = 0; ordinal < turn.effects.size(); ++ordinal)
        addNew(turn, ordinal);
    if (!turn.effects.empty()) m_changed.push_back(turn.after.key);
    if (turn.kind == TurnWrite::Kind::Remove) m_open.dropFailed(turn.after.key);
}

void EffectBook::applyUpdate(const EffectUpdate& update, std::optional<WorkflowKey> turn) {
    const auto workflow =
        m_open.apply(update, steady(update.progress.nextAttempt.value_or(Time())),
                     {.problem = problemOf(update.progress), .newest = update.progress.lastAttempt.value_or(Time())});
    if (!workflow) return;
    m_changed.push_back(*workflow);
    if (workflow != turn) m_withoutTurn.push_back(*workflow);
}

void EffectBook::addNew(const TurnWrite& turn, std::size_t ordinal) {
    const EffectRequest& request = turn.effects[ordinal];
    if (isOnlyCounted(turn.after.key, request.kind, request.payload))
        return count(turn.after.key, request.kind, request.payload);
    m_open.add({.id = {.change = turn.change.seq, .ordinal = static_cast<std::uint32_t>(ordinal)},
                .workflow = turn.after.key,
                .kind = request.kind,
                .isOrdered = isOrdered(request.payload),
                .receiver = receiverOf(m_parts.sender, request.kind, request.payload),
                .due = steady(turn.change.at + delayOf(request.payload))});
}

void EffectBook::publishCounts() {
    for (const WorkflowKey workflow : m_changed) {
        const EffectTally::Counts counts = m_open.tally().of(workflow);
        m_parts.catalogue.setEffectCounts(workflow, counts.allPending(), counts.failed);
    }
    m_changed.clear();
}

std::vector<OpenEffects::Taken> EffectBook::take(std::size_t most, std::size_t mostToLeave) {
    const SteadyTime now = m_parts.clock.steadyNow();
    std::vector<OpenEffects::Taken> taken;
    const MutexLock lock(m_mutex);
    while (taken.size() < most) {
        const auto next = m_open.take(now, mostToLeave > 0);
        if (!next) break;
        if (next->kind != EffectKind::Message) --mostToLeave;
        taken.push_back(*next);
    }
    return taken;
}

std::optional<SteadyTime> EffectBook::nextDue(SteadyTime leaveFrom) const {
    const MutexLock lock(m_mutex);
    return m_open.queue().nextDue(leaveFrom);
}

void EffectBook::answer(EffectId id, OutboxQueue::Answer how) {
    const SteadyTime now = m_parts.clock.steadyNow();
    const MutexLock lock(m_mutex);
    m_open.answer(id, how, now);
}

void EffectBook::putBack(EffectId id, Duration pause) {
    const SteadyTime due = m_parts.clock.steadyNow() + pause;
    const MutexLock lock(m_mutex);
    m_open.putBack(id, due);
}

void EffectBook::drop(EffectId id) {
    const MutexLock lock(m_mutex);
    m_open.drop(id);
}

bool EffectBook::beginRecording(EffectId id) {
    const MutexLock lock(m_mutex);
    return m_open.beginRecording(id);
}

void EffectBook::admit(const EffectRecord& record, Time notBefore) {
    const OpenEffects::Effect effect = toEffect(record, notBefore);
    const MutexLock lock(m_mutex);
    if (m_open.has(effect.id)) return;
    if (isOnlyCounted(effect.workflow, effect.kind, record.effect.payload))
        m_isOnlyCounted.at(static_cast<std::size_t>(effect.kind)) = true;
    else
        m_open.admit(effect);
}

bool EffectBook::claim(const EffectRecord& record) {
    const OpenEffects::Effect effect = toEffect(record, {});
    const MutexLock lock(m_mutex);
    return m_open.claim(effect);
}

void EffectBook::release(EffectId id) {
    {
        const MutexLock lock(m_mutex);
        m_open.release(id);
    }
    ring();
}

std::vector<EffectId> EffectBook::failedWith(const std::string& problem, const std::string& receiver) const {
    const MutexLock lock(m_mutex);
    return m_open.failedWith(problem, receiver);
}

EffectBook::Standing EffectBook::standing(EffectId id, EffectKind kind) const {
    const MutexLock lock(m_mutex);
    const OpenEffects::Standing open = m_open.standing(id);
    if (open.isSending) return {.waitsFor = {}, .isHeld = false, .isSending = true};
    if (open.isBehindFailed)
        return {.waitsFor = fmt::format("effect {}, which has failed", text(*open.behind)), .isHeld = true};
    if (const std::string& why = m_held.at(static_cast<std::size_t>(kind)); !why.empty())
        return {.waitsFor = why, .isHeld = true};
    if (open.behind) return {.waitsFor = fmt::format("effect {}", text(*open.behind))};
    if (open.isUnreachable) return {.waitsFor = "its receiver, which does not answer"};
    return {};
}

std::vector<EffectProblem> EffectBook::problems() const {
    const MutexLock lock(m_mutex);
    return m_open.problems();
}

std::uint64_t EffectBook::heldCount() const {
    const MutexLock lock(m_mutex);
    std::uint64_t count = 0;
    for (const EffectKind kind : kKinds)
        if (m_open.queue().isHeld(kind)) count += m_open.tally().pending(kind);
    // Those that wait behind one that has failed wait for an operator, too.
    return count + m_open.behindFailedCount();
}

} // namespace signalbox
