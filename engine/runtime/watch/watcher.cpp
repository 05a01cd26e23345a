#include "engine/runtime/watch/watcher.h"

#include "engine/workflow_list.h"

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

bool isEmpty(const WatchBatch& batch) {
    return batch.changes.empty() && batch.residency.empty() && batch.effects.empty() && !batch.hasNewDefinitions;
}

Result<std::vector<Change>> changesAfter(Seq after, std::uint32_t limit, const RecentChanges& recent,
                                         const ChangeReader& reader) {
    const auto kept = recent.after(after, limit);
    if (!kept) return reader.after(after, limit);
    std::vector<Change> changes;
    changes.reserve(kept->size());
    for (const RecentChanges::ChangePtr& change : *kept)
        changes.push_back(*change);
    return changes;
}

} // namespace

Watcher::Watcher(WatchRequest request, WatchObserver observer, Seq published, std::size_t bound)
    : m_id(std::move(request.id))
    , m_bound(bound)
    , m_observer(std::move(observer))
    , m_given(request.after.value_or(published))
    , m_published(published)
    , m_isBehind(m_given < published) {}

bool Watcher::offer(std::span<const ChangePtr> changes) {
    const MutexLock lock(m_mutex);
    if (m_hasEnded || changes.empty()) return false;
    m_published = changes.back()->seq;
    if (m_isBehind) return schedule();
    for (const ChangePtr& change : changes)
        if (change->seq > m_given && concerns(change->id)) m_live.push_back(change);
    if (m_live.size() > m_bound) {
        m_live.clear();
        m_isBehind = true;
    }
    return (m_isBehind || !m_live.empty()) && schedule();
}

bool Watcher::miss(Seq published) {
    const MutexLock lock(m_mutex);
    if (m_hasEnded || published <= m_given) return false;
    m_published = published;
    m_live.clear();
    m_isBehind = true;
    return schedule();
}

bool Watcher::mustCatchUp() {
    const MutexLock lock(m_mutex);
    return m_isBehind && schedule();
}

void Watcher::fail(const Error& error) {
    call(std::unexpected(error));
}

bool Watcher::offerResidency(const std::string& id, bool isResident) {
    const MutexLock lock(m_mutex);
    if (m_hasEnded || !concerns(id)) return false;
    m_residency[id] = isResident;
    return schedule();
}

bool Watcher::offerEffects(const std::string& id) {
    const MutexLock lock(m_mutex);
    if (m_hasEnded || !concerns(id)) return false;
    m_effects.insert(id);
    return schedule();
}

bool Watcher::offerDefinitions() {
    const MutexLock lock(m_mutex);
    if (m_hasEnded) return false;
    m_hasNewDefinitions = true;
    return schedule();
}

bool Watcher::schedule() {
    return !std::exchange(m_isScheduled, true);
}

bool Watcher::run(const RecentChanges& recent, const ChangeReader& reader) {
    call(isBehind() ? readBatch(recent, reader) : takeBatch());
    const MutexLock lock(m_mutex);
    m_isScheduled = !m_hasEnded && hasMore();
    return m_isScheduled;
}

bool Watcher::hasMore() const {
    return m_isBehind || !m_live.empty() || !m_residency.empty() || !m_effects.empty() || m_hasNewDefinitions;
}

bool Watcher::isBehind() const {
    const MutexLock lock(m_mutex);
    return m_isBehind && !m_hasEnded;
}

Result<WatchBatch> Watcher::readBatch(const RecentChanges& recent, const ChangeReader& reader) {
    MutexLock lock(m_mutex);
    const Seq from = m_given;
    lock.unlock();
    auto changes = changesAfter(from, kPage, recent, reader);
    if (!changes) return std::unexpected(std::move(changes).error());
    lock.lock();
    WatchBatch batch;
    // The store may be ahead of what was published. Nobody is given that, for to watch on from there would be refused.
    const auto isAhead = [this](const Change& change) { return change.seq > m_published; };
    const bool isAtEnd = std::erase_if(*changes, isAhead) > 0 || changes->empty();
    m_given = isAtEnd ? std::max(m_given, m_published) : changes->back().seq;
    m_isBehind = m_given < m_published;
    batch.upTo = m_given;
    std::erase_if(*changes, [this](const Change& change) { return !concerns(change.id); });
    batch.changes = *std::move(changes);
    return batch;
}

WatchBatch Watcher::takeBatch() {
    const MutexLock lock(m_mutex);
    WatchBatch batch;
    // It fell behind since it was asked: what it has not been given must come from the store.
    if (m_isBehind) return batch;
    m_given = std::max(m_given, m_published);
    batch.upTo = m_given;
    for (const ChangePtr& change : std::exchange(m_live, {}))
        batch.changes.push_back(*change);
    for (const auto& [id, isResident] : std::exchange(m_residency, {}))
        batch.residency.push_back({.id = id, .isResident = isResident});
    const std::set<std::string> effects = std::exchange(m_effects, {});
    batch.effects.assign(effects.begin(), effects.end());
    batch.hasNewDefinitions = std::exchange(m_hasNewDefinitions, false);
    std::ranges::sort(batch.residency, {}, &EnumerateReply::Item::id);
    return batch;
}

void Watcher::call(Result<WatchBatch> batch) {
    const bool isLast = !batch;
    const WatchObserver* observer = nullptr;
    {
        const MutexLock lock(m_mutex);
        if (m_hasEnded || (batch && isEmpty(*batch))) return;
        m_caller = std::this_thread::get_id();
        observer = &m_observer;
    }
    // Not guarded: while m_caller is set, end() leaves the observer alone.
    (*observer)(std::move(batch));
    const MutexLock lock(m_mutex);
    m_caller = {};
    m_hasEnded = m_hasEnded || isLast;
    m_called.notify_all();
}

void Watcher::end() {
    MutexLock lock(m_mutex);
    m_hasEnded = true;
    while (m_caller != std::thread::id() && m_caller != std::this_thread::get_id())
        m_called.wait(lock);
    if (m_caller == std::thread::id()) m_observer = nullptr;
}

bool Watcher::hasEnded() const {
    const MutexLock lock(m_mutex);
    return m_hasEnded;
}

} // namespace signalbox
