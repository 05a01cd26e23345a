#include "tests/support/memory_store.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace signalbox {

void MemoryStore::setFault(Fault fault) {
    const MutexLock lock(m_mutex);
    m_fault = std::move(fault);
}

void MemoryStore::setOnCommit(std::function<void()> onCommit) {
    const MutexLock lock(m_mutex);
    m_onCommit = std::move(onCommit);
}

void MemoryStore::setRefusal(std::optional<Error> refusal) {
    const MutexLock lock(m_mutex);
    m_refusal = std::move(refusal);
}

void MemoryStore::reopen() {
    const MutexLock lock(m_mutex);
    m_refusal.reset();
    m_fault = nullptr;
}

std::vector<ChangeRecord> MemoryStore::log() const {
    const MutexLock lock(m_mutex);
    return m_log;
}

std::vector<std::size_t> MemoryStore::commitSizes() const {
    const MutexLock lock(m_mutex);
    return m_commitSizes;
}

std::size_t MemoryStore::idleCount() const {
    const MutexLock lock(m_mutex);
    return m_idleCount;
}

std::size_t MemoryStore::loadCount() const {
    const MutexLock lock(m_mutex);
    return m_loadCount;
}

StoreIdentity MemoryStore::identity() const {
    const MutexLock lock(m_mutex);
    return {.id = "00000000000000000000000000000001",
            .epoch = 1,
            .path = {},
            .lastSeq = Seq(m_log.size()),
            .lastKey = m_ids.empty() ? WorkflowKey() : m_ids.rbegin()->first,
            .isReadOnly = false,
            .replyKey = std::string(32, 'k')};
}

Result<std::vector<DefinitionRecord>> MemoryStore::definitions() {
    const MutexLock lock(m_mutex);
    return m_definitions;
}

Result<DefinitionRecord> MemoryStore::putDefinition(DefinitionRecord definition) {
    const MutexLock lock(m_mutex);
    for (const DefinitionRecord& known : m_definitions) {
        if (known.name != definition.name || known.version != definition.version) continue;
        if (known.hash == definition.hash) return known;
        return fail(ErrorCode::InvalidDefinition, "name and version are taken by another hash");
    }
    definition.key = DefinitionKey(static_cast<std::uint32_t>(m_definitions.size() + 1));
    m_definitions.push_back(definition);
    return definition;
}

Status MemoryStore::commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) {
    std::function<void()> onCommit;
    {
        const MutexLock lock(m_mutex);
        if (m_refusal) return std::unexpected(*m_refusal);
        onCommit = m_onCommit;
    }
    // Not under the lock, as whoever it is may take others.
    if (onCommit) onCommit();
    const MutexLock lock(m_mutex);
    if (m_fault)
        if (auto error = m_fault(turns)) {
            if (error->code == ErrorCode::OutcomeUnknown)
                m_refusal = {.code = ErrorCode::ReadOnly, .message = error->message, .advice = {}};
            if (error->code == ErrorCode::DiskFull) m_refusal = error;
            return std::unexpected(*std::move(error));
        }
    m_commitSizes.push_back(turns.size());
    for (TurnWrite& turn : turns)
        write(turn);
    for (const EffectUpdate& update : updates)
        write(update);
    return {};
}

void MemoryStore::write(TurnWrite& turn) {
    turn.change.seq = Seq(m_log.size() + 1);
    const WorkflowKey key = turn.after.key;
    const auto row = m_workflows.find(key);
    assert(turn.change.workflow == key);
    if (turn.kind == TurnWrite::Kind::Create) {
        assert(m_ids.empty() || m_ids.rbegin()->first < key);
        assert(turn.after.revision == Revision());
        m_ids[key] = turn.after.id;
    } else {
        assert(row != m_workflows.end() && row->second.revision.value() + 1 == turn.after.revision.value());
        assert(turn.change.previous == Seq() || turn.change.previous == row->second.lastChange);
        turn.change.previous = row->second.lastChange;
    }
    turn.after.lastChange = turn.change.seq;
    for (std::size_t i = 0; i < turn.effects.size(); ++i)
        m_effects.push_back({.change = turn.change.seq,
                             .ordinal = static_cast<std::uint32_t>(i),
                             .workflow = key,
                             .effect = turn.effects[i],
                             .status = EffectStatus::Pending});
    writeTimers(turn);
    if (turn.kind == TurnWrite::Kind::Remove) {
        m_workflows.erase(key);
        // Nobody is left to retry or skip the failed ones; pending ones still go out.
        for (EffectRecord& effect : m_effects)
            if (effect.workflow == key && effect.status == EffectStatus::Failed)
                effect.status = EffectStatus::Discarded;
    } else {
        m_workflows[key] = turn.after;
    }
    for (const EffectUpdate& update : turn.effectUpdates)
        write(update);
    m_log.push_back(turn.change);
}

void MemoryStore::write(const EffectUpdate& update) {
    const auto effect = std::ranges::find(m_effects, update.effect, &EffectRecord::id);
    assert(effect != m_effects.end());
    effect->status = update.status;
    effect->progress = update.progress;
}

void MemoryStore::writeTimers(const TurnWrite& turn) {
    const WorkflowKey key = turn.after.key;
    if (turn.dropsAllTimers) std::erase_if(m_timers, [key](const auto& timer) { return timer.first.first == key; });
    for (const std::string& name : turn.timersDropped)
        m_timers.erase({key, name});
    for (const TimerRequest& timer : turn.timersSet)
        m_timers[{key, timer.name}] = {.workflow = key, .timer = timer};
}

std::optional<Error> MemoryStore::refusal() const {
    const MutexLock lock(m_mutex);
    return m_refusal;
}

void MemoryStore::idle() {
    const MutexLock lock(m_mutex);
    ++m_idleCount;
}

Status MemoryStore::visitWorkflows(std::span<const WorkflowVisitor> visitors) {
    const MutexLock lock(m_mutex);
    std::size_t visited = 0;
    for (const auto& [key, record] : m_workflows)
        visitors[visited++ * visitors.size() / m_workflows.size()](record);
    return {};
}

Result<std::optional<WorkflowRecord>> MemoryStore::load(WorkflowKey key) {
    const MutexLock lock(m_mutex);
    ++m_loadCount;
    const auto found = m_workflows.find(key);
    return found == m_workflows.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<ChangeRecord>> MemoryStore::changesBack(Seq newest, std::uint32_t limit) {
    const MutexLock lock(m_mutex);
    std::vector<ChangeRecord> changes;
    for (Seq at = newest; at != Seq() && changes.size() < limit; at = changes.back().previous)
        changes.push_back(m_log.at(at.value() - 1));
    return changes;
}

Result<std::vector<ChangeRecord>> MemoryStore::changesAfter(Seq after, std::uint32_t limit) {
    const MutexLock lock(m_mutex);
    const auto from = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(after.value(), m_log.size()));
    const auto count = std::min<std::ptrdiff_t>(limit, static_cast<std::ptrdiff_t>(m_log.size()) - from);
    return std::vector<ChangeRecord>(m_log.begin() + from, m_log.begin() + from + count);
}

Result<std::vector<EffectRecord>> MemoryStore::effectsOf(std::span<const Seq> changes) {
    const MutexLock lock(m_mutex);
    std::vector<EffectRecord> effects;
    for (const EffectRecord& effect : m_effects)
        if (std::ranges::find(changes, effect.change) != changes.end()) effects.push_back(effect);
    return effects;
}

Result<std::vector<EffectRecord>> MemoryStore::effects(std::span<const EffectId> ids) {
    const MutexLock lock(m_mutex);
    std::vector<EffectRecord> found;
    for (const EffectId id : ids)
        for (const EffectRecord& effect : m_effects)
            if (effect.id() == id) found.push_back(effect);
    return found;
}

Result<std::vector<EffectRecord>> MemoryStore::openEffects(EffectStatus status, EffectId after, std::uint32_t limit) {
    const MutexLock lock(m_mutex);
    std::vector<EffectRecord> found;
    for (const EffectRecord& effect : m_effects)
        if (effect.status == status && effect.id() > after && found.size() < limit) found.push_back(effect);
    return found;
}

Result<std::optional<std::string>> MemoryStore::idOf(WorkflowKey key) {
    const MutexLock lock(m_mutex);
    const auto found = m_ids.find(key);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<TimerRecord>> MemoryStore::timers() {
    const MutexLock lock(m_mutex);
    std::vector<TimerRecord> timers;
    for (const auto& [name, timer] : m_timers)
        timers.push_back(timer);
    return timers;
}

Result<std::vector<TimerRecord>> MemoryStore::timersOf(WorkflowKey workflow) {
    const MutexLock lock(m_mutex);
    std::vector<TimerRecord> timers;
    for (const auto& [name, timer] : m_timers)
        if (timer.workflow == workflow) timers.push_back(timer);
    // By name they are already.
    std::ranges::stable_sort(timers, {}, [](const TimerRecord& record) { return record.timer.due; });
    return timers;
}

Result<std::uint64_t> MemoryStore::effectCount(EffectStatus status) {
    const MutexLock lock(m_mutex);
    return static_cast<std::uint64_t>(std::ranges::count(m_effects, status, &EffectRecord::status));
}

} // namespace signalbox
