#include "engine/runtime/effects/outbox_queue.h"

#include <algorithm>
#include <cassert>

namespace signalbox {
namespace {

// A workflow of the store answers always.
bool canBreak(const OutboxQueue::Receiver& receiver) {
    return receiver.kind != EffectKind::Message;
}

template <typename Agenda>
bool comesFirst(const Agenda& agenda, const Agenda& other) {
    return !agenda.empty() && (other.empty() || agenda.begin()->first < other.begin()->first);
}

} // namespace

OutboxQueue::Receiver& OutboxQueue::join(EffectKind kind, const std::string& name) {
    const auto [place, isNew] = m_receivers.try_emplace(
        {kind, name}, Receiver{.kind = kind,
                               .name = name,
                               .number = m_lastNumber + 1,
                               .breaker = CircuitBreaker(m_settings.failuresToBreak, m_settings.breakTime)});
    if (isNew) ++m_lastNumber;
    ++place->second.users;
    return place->second;
}

void OutboxQueue::leave(Receiver& receiver) {
    assert(receiver.users > 0);
    if (--receiver.users > 0) return;
    assert(receiver.waiting.empty() && receiver.sending == 0 && !receiver.filed);
    m_receivers.erase({receiver.kind, receiver.name});
}

void OutboxQueue::push(Receiver& receiver, SteadyTime due, EffectId effect) {
    receiver.waiting.emplace(due, effect);
    file(receiver);
}

void OutboxQueue::erase(Receiver& receiver, SteadyTime due, EffectId effect) {
    receiver.waiting.erase({due, effect});
    file(receiver);
}

std::optional<EffectId> OutboxQueue::take(SteadyTime now, bool mayLeave) {
    if (m_sending >= m_settings.sendBound) return std::nullopt;
    const Agenda* first = &m_inside;
    if (mayLeave && comesFirst(m_outside, m_inside)) first = &m_outside;
    if (first->empty() || first->begin()->first.first > now) return std::nullopt;
    Receiver& receiver = *first->begin()->second;
    const EffectId effect = receiver.waiting.begin()->second;
    receiver.waiting.erase(receiver.waiting.begin());
    receiver.breaker.begin(now);
    ++receiver.sending;
    ++m_sending;
    file(receiver);
    return effect;
}

void OutboxQueue::answer(Receiver& receiver, Answer how, SteadyTime now) {
    assert(receiver.sending > 0 && m_sending > 0);
    --receiver.sending;
    --m_sending;
    if (how == Answer::Answered) receiver.breaker.succeed();
    if (how == Answer::Failed && canBreak(receiver)) receiver.breaker.fail(now);
    file(receiver);
}

std::optional<SteadyTime> OutboxQueue::nextDue(SteadyTime leaveFrom) const {
    if (m_sending >= m_settings.sendBound) return std::nullopt;
    std::optional<SteadyTime> due;
    if (!m_outside.empty()) due = std::max(m_outside.begin()->first.first, leaveFrom);
    if (!m_inside.empty()) due = std::min(m_inside.begin()->first.first, due.value_or(SteadyTime::max()));
    return due;
}

void OutboxQueue::setHeld(EffectKind kind, bool isHeld) {
    m_isHeld.at(static_cast<std::size_t>(kind)) = isHeld;
    for (auto& [name, receiver] : m_receivers)
        file(receiver);
}

std::optional<SteadyTime> OutboxQueue::nextOf(const Receiver& receiver) const {
    if (receiver.waiting.empty() || isHeld(receiver.kind) || receiver.sending >= m_settings.sendsPerReceiver)
        return std::nullopt;
    const SteadyTime due = receiver.waiting.begin()->first;
    if (!receiver.breaker.isOpen()) return due;
    // The one that is on its way tells whether it answers again.
    if (receiver.sending > 0) return std::nullopt;
    return std::max(due, receiver.breaker.nextTry());
}

void OutboxQueue::file(Receiver& receiver) {
    const auto next = nextOf(receiver);
    if (next == receiver.filed) return;
    Agenda& agenda = agendaOf(receiver);
    if (receiver.filed) agenda.erase({*receiver.filed, receiver.number});
    if (next) agenda.emplace(std::pair(*next, receiver.number), &receiver);
    receiver.filed = next;
}

OutboxQueue::Agenda& OutboxQueue::agendaOf(const Receiver& receiver) {
    return receiver.kind == EffectKind::Message ? m_inside : m_outside;
}

} // namespace signalbox
