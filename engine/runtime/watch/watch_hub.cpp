#include "engine/runtime/watch/watch_hub.h"

#include "engine/runtime/history/change_view.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace signalbox {
namespace {

class Handle final : public WatchHandle {
public:
    explicit Handle(std::shared_ptr<Watcher> watcher) : m_watcher(std::move(watcher)) {}
    ~Handle() override { m_watcher->end(); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

private:
    std::shared_ptr<Watcher> m_watcher;
};

} // namespace

WatchHub::WatchHub(const Parts& parts, const StoreIdentity& store, std::size_t bound)
    : m_parts(parts)
    , m_epoch(store.epoch)
    , m_bound(bound)
    , m_lastSeq(store.lastSeq)
    , m_recent(store.lastSeq) {}

std::unique_ptr<WatchHandle> WatchHub::subscribe(WatchRequest request, WatchObserver observer) {
    const MutexLock lock(m_mutex);
    if (auto error = refusal(request)) return refuse(*std::move(error), std::move(observer));
    auto watcher = std::make_shared<Watcher>(std::move(request), std::move(observer), m_lastSeq, m_bound);
    m_watchers.push_back(watcher);
    m_isWatched = true;
    if (watcher->mustCatchUp()) m_parts.tasks.post([this, watcher] { run(watcher); });
    return std::make_unique<Handle>(std::move(watcher));
}

std::optional<Error> WatchHub::refusal(const WatchRequest& request) const {
    constexpr const char* kReadAnew = "read the store anew: it is not the one that you have seen";
    if (request.epoch && *request.epoch != m_epoch)
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = fmt::format("cannot watch on from epoch {}: a backup was restored, this is epoch {}",
                                            *request.epoch, m_epoch),
                     .advice = kReadAnew};
    if (request.after && *request.after > m_lastSeq)
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = fmt::format("cannot watch from change {}: the newest is {}", request.after->value(),
                                            m_lastSeq.value()),
                     .advice = kReadAnew};
    return std::nullopt;
}

std::unique_ptr<WatchHandle> WatchHub::refuse(Error error, WatchObserver observer) {
    auto watcher = std::make_shared<Watcher>(WatchRequest{}, std::move(observer), m_lastSeq, m_bound);
    m_parts.tasks.post([watcher, refused = std::move(error)] { watcher->fail(refused); });
    return std::make_unique<Handle>(std::move(watcher));
}

void WatchHub::publish(std::span<const TurnWrite> turns) {
    if (turns.empty()) return;
    const auto changes = m_isWatched ? changesOf(turns) : std::vector<Watcher::ChangePtr>();
    const MutexLock lock(m_mutex);
    m_lastSeq = turns.back().change.seq;
    std::erase_if(m_watchers, [](const WatcherPtr& watcher) { return watcher->hasEnded(); });
    m_isWatched = !m_watchers.empty();
    if (changes.empty() || !m_isWatched)
        m_recent.skipTo(m_lastSeq);
    else
        m_recent.add(changes);
    for (const WatcherPtr& watcher : m_watchers) {
        // Subscribed between the look at m_isWatched and the lock: it is to fetch these from the store.
        const bool mustRun = changes.empty() ? watcher->miss(m_lastSeq) : watcher->offer(changes);
        if (mustRun) m_parts.tasks.post([this, watcher] { run(watcher); });
    }
}

void WatchHub::publishResidency(const std::string& id, bool isResident) {
    if (!m_isWatched) return;
    const MutexLock lock(m_mutex);
    for (const WatcherPtr& watcher : m_watchers)
        if (watcher->offerResidency(id, isResident)) m_parts.tasks.post([this, watcher] { run(watcher); });
}

void WatchHub::publishEffects(const std::string& id) {
    if (!m_isWatched) return;
    const MutexLock lock(m_mutex);
    for (const WatcherPtr& watcher : m_watchers)
        if (watcher->offerEffects(id)) m_parts.tasks.post([this, watcher] { run(watcher); });
}

void WatchHub::publishDefinitions() {
    const MutexLock lock(m_mutex);
    for (const WatcherPtr& watcher : m_watchers)
        if (watcher->offerDefinitions()) m_parts.tasks.post([this, watcher] { run(watcher); });
}

void WatchHub::run(const WatcherPtr& watcher) {
    if (watcher->run(m_recent, m_parts.reader)) m_parts.tasks.post([this, watcher] { run(watcher); });
}

std::vector<Watcher::ChangePtr> WatchHub::changesOf(std::span<const TurnWrite> turns) const {
    std::vector<Watcher::ChangePtr> changes;
    changes.reserve(turns.size());
    for (const TurnWrite& turn : turns) {
        const DefinitionTable::Entry* definition = m_parts.definitions.find(turn.change.definition);
        assert(definition);
        changes.push_back(std::make_shared<const Change>(toChange(turn.change, turn.after.id, *definition)));
    }
    return changes;
}

} // namespace signalbox
