#include "engine/runtime/effects/open_effects.h"

#include <algorithm>
#include <cassert>

namespace signalbox {

void OpenEffects::count(WorkflowKey workflow, EffectKind kind) {
    m_tally.add(workflow, kind, EffectTally::Status::Pending);
}

void OpenEffects::add(const Effect& effect) {
    count(effect.workflow, effect.kind);
    admit(effect);
}

void OpenEffects::addFailed(const Effect& effect, const Failure& failure) {
    m_tally.add(effect.workflow, effect.kind, EffectTally::Status::Failed);
    setProblem(insert(effect, State::Failed)->second, &failure);
}

void OpenEffects::admit(const Effect& effect) {
    if (!has(effect.id)) place(effect.id, insert(effect, State::Blocked)->second);
}

OpenEffects::Entries::iterator OpenEffects::insert(const Effect& effect, State state) {
    const auto [place, isNew] = m_entries.try_emplace(effect.id);
    assert(isNew);
    place->second = {.workflow = effect.workflow,
                     .receiver = &m_queue.join(effect.kind, effect.receiver),
                     .due = effect.due,
                     .kind = effect.kind,
                     .state = state,
                     .isOrdered = effect.isOrdered};
    if (effect.isOrdered) m_order.add(effect.workflow, effect.id);
    return place;
}

void OpenEffects::place(EffectId id, Entry& entry) {
    const bool isBlocked = entry.isOrdered && m_order.before(entry.workflow, id).has_value();
    entry.state = isBlocked ? State::Blocked : State::Waiting;
    if (!isBlocked) m_queue.push(*entry.receiver, entry.due, id);
}

void OpenEffects::erase(Entries::iterator place) {
    const EffectId id = place->first;
    Entry& entry = place->second;
    if (entry.state == State::Waiting) m_queue.erase(*entry.receiver, entry.due, id);
    free(entry);
    setProblem(entry, nullptr);
    m_queue.leave(*entry.receiver);
    const auto next = entry.isOrdered ? m_order.remove(entry.workflow, id) : std::nullopt;
    m_entries.erase(place);
    if (!next) return;
    const auto follower = m_entries.find(*next);
    if (follower != m_entries.end() && follower->second.state == State::Blocked) this->place(*next, follower->second);
}

void OpenEffects::setProblem(Entry& entry, const Failure* failure) {
    if (entry.problem != nullptr && --entry.problem->second.count == 0) m_problems.erase(entry.problem->first);
    entry.problem = nullptr;
    if (failure == nullptr) return;
    const auto place = m_problems.try_emplace({failure->problem, entry.receiver->name}).first;
    ++place->second.count;
    place->second.newest = std::max(place->second.newest, failure->newest);
    entry.problem = &*place;
}

std::optional<OpenEffects::Taken> OpenEffects::take(SteadyTime now, bool mayLeave) {
    const auto id = m_queue.take(now, mayLeave);
    if (!id) return std::nullopt;
    Entry& entry = m_entries.at(*id);
    entry.state = State::Sending;
    entry.wasTouched = false;
    return Taken{.id = *id, .workflow = entry.workflow, .kind = entry.kind};
}

void OpenEffects::answer(EffectId id, OutboxQueue::Answer how, SteadyTime now) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || found->second.state != State::Sending) return;
    m_queue.answer(*found->second.receiver, how, now);
    found->second.state = State::Answered;
}

// Its receiver waits for it no more, if it did.
void OpenEffects::free(Entry& entry) {
    if (entry.state == State::Sending) m_queue.answer(*entry.receiver, OutboxQueue::Answer::Unknown, {});
    entry.state = State::Answered;
}

void OpenEffects::putBack(EffectId id, SteadyTime due) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) return;
    free(found->second);
    found->second.due = due;
    place(id, found->second);
}

void OpenEffects::drop(EffectId id) {
    const auto found = m_entries.find(id);
    if (found != m_entries.end()) erase(found);
}

bool OpenEffects::beginRecording(EffectId id) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) return false;
    found->second.state = State::Recording;
    return std::exchange(found->second.wasTouched, false);
}

bool OpenEffects::claim(const Effect& effect) {
    const auto found = m_entries.find(effect.id);
    if (found == m_entries.end()) {
        insert(effect, State::Claimed);
        return true;
    }
    Entry& entry = found->second;
    if (entry.isTaken() || entry.state == State::Claimed) return false;
    if (entry.state == State::Waiting) m_queue.erase(*entry.receiver, entry.due, effect.id);
    entry.state = State::Claimed;
    return true;
}

void OpenEffects::release(EffectId id) {
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || found->second.state != State::Claimed) return;
    Entry& entry = found->second;
    if (entry.isGone) return erase(found);
    entry.state = State::Failed;
    if (entry.problem == nullptr) place(id, entry);
}

std::optional<WorkflowKey> OpenEffects::apply(const EffectUpdate& update, SteadyTime due, const Failure& failure) {
    const auto found = m_entries.find(update.effect);
    if (found == m_entries.end()) return std::nullopt;
    Entry& entry = found->second;
    // Somebody else's: its taker will look at the row again.
    if (entry.isTaken()) entry.wasTouched = true;
    const bool isOwners = entry.state == State::Recording || entry.state == State::Claimed;
    const bool isOpen = update.status == EffectStatus::Pending || update.status == EffectStatus::Failed;
    if (!isOwners && isOpen) return std::nullopt;
    const WorkflowKey workflow = entry.workflow;
    m_tally.remove(workflow, entry.kind, entry.status());
    if (!isOpen) {
        erase(found);
        return workflow;
    }
    const bool hasFailed = update.status == EffectStatus::Failed;
    setProblem(entry, hasFailed ? &failure : nullptr);
    m_tally.add(workflow, entry.kind, entry.status());
    entry.state = State::Failed;
    entry.due = due;
    if (!hasFailed) place(update.effect, entry);
    return workflow;
}

void OpenEffects::dropFailed(WorkflowKey workflow) {
    if (m_tally.of(workflow).failed == 0) return;
    std::vector<EffectId> ids;
    for (const auto& [id, entry] : m_entries)
        if (entry.workflow == workflow && entry.problem != nullptr) ids.push_back(id);
    for (const EffectId id : ids) {
        const auto found = m_entries.find(id);
        m_tally.remove(workflow, found->second.kind, EffectTally::Status::Failed);
        found->second.isGone = found->second.state == State::Claimed;
        if (!found->second.isGone) erase(found);
    }
}

bool OpenEffects::isFailed(EffectId id) const {
    const auto found = m_entries.find(id);
    return found != m_entries.end() && found->second.problem != nullptr;
}

OpenEffects::Standing OpenEffects::standing(EffectId id) const {
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) return {};
    const Entry& entry = found->second;
    Standing standing{.isSending = entry.isTaken(),
                      .isUnreachable = entry.state == State::Waiting && entry.receiver->breaker.isOpen()};
    if (entry.state != State::Blocked) return standing;
    standing.behind = m_order.first(entry.workflow);
    standing.isBehindFailed = standing.behind && isFailed(*standing.behind);
    return standing;
}

std::uint64_t OpenEffects::behindFailedCount() const {
    // Asked every second: most stores have none, and many in an order.
    if (m_tally.failed() == 0) return 0;
    const auto waits = [this](EffectId id) {
        const auto found = m_entries.find(id);
        return found != m_entries.end() && found->second.problem == nullptr && !m_queue.isHeld(found->second.kind);
    };
    std::uint64_t count = 0;
    for (const auto& [workflow, chain] : m_order.all())
        if (isFailed(*chain.begin())) count += static_cast<std::uint64_t>(std::ranges::count_if(chain, waits));
    return count;
}

std::vector<EffectId> OpenEffects::failedWith(const std::string& problem, const std::string& receiver) const {
    std::vector<EffectId> ids;
    const auto group = m_problems.find({problem, receiver});
    if (group == m_problems.end()) return ids;
    for (const auto& [id, entry] : m_entries)
        if (entry.problem == &*group) ids.push_back(id);
    std::ranges::sort(ids);
    return ids;
}

std::vector<EffectProblem> OpenEffects::problems() const {
    std::vector<EffectProblem> problems;
    for (const auto& [names, group] : m_problems)
        problems.push_back(
            {.problem = names.first, .receiver = names.second, .count = group.count, .newest = group.newest});
    std::ranges::stable_sort(problems, std::ranges::greater{}, &EffectProblem::count);
    return problems;
}

} // namespace signalbox
