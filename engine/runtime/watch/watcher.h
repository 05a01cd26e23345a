#pragma once

#include "engine/base/mutex.h"
#include "engine/runtime/history/change_reader.h"
#include "engine/runtime/watch/recent_changes.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace signalbox {

// One subscriber. It is fed from a buffer of live changes, or, when it has more to catch up than the buffer holds, page
// by page, from those that are kept for all or from the store, until it has reached what was published.
// Thread-safety: any thread; run() one at a time.
class Watcher {
public:
    using ChangePtr = RecentChanges::ChangePtr;

    // `published`: the newest seq that this watcher will not be offered.
    Watcher(WatchRequest request, WatchObserver observer, Seq published, std::size_t bound);

    // Takes what was just committed, and a workflow's residency. Returns: true when the caller must see that run() is
    // called.
    [[nodiscard]] bool offer(std::span<const ChangePtr> changes);
    // The same for changes that nobody kept: they are read from the store.
    [[nodiscard]] bool miss(Seq published);
    [[nodiscard]] bool offerDefinitions();
    [[nodiscard]] bool offerResidency(const std::string& id, bool isResident);
    [[nodiscard]] bool offerEffects(const std::string& id);
    // Gives the observer one batch. Returns: true when run() is to be called again.
    [[nodiscard]] bool run(const RecentChanges& recent, const ChangeReader& reader);

    // Returns: true when it starts behind, and the caller must see that run() is called.
    [[nodiscard]] bool mustCatchUp();
    // Gives the observer an error, its last call.
    void fail(const Error& error);

    // After it returns the observer is not called again; called from inside the observer, once that call is over.
    void end();
    [[nodiscard]] bool hasEnded() const;

private:
    static constexpr std::uint32_t kPage = 512;

    [[nodiscard]] bool schedule() REQUIRES_LOCK(m_mutex);
    [[nodiscard]] bool concerns(const std::string& id) const { return !m_id || *m_id == id; }
    [[nodiscard]] Result<WatchBatch> readBatch(const RecentChanges& recent, const ChangeReader& reader);
    [[nodiscard]] WatchBatch takeBatch();
    [[nodiscard]] bool isBehind() const;
    [[nodiscard]] bool hasMore() const REQUIRES_LOCK(m_mutex);
    void call(Result<WatchBatch> batch);

    const std::optional<std::string> m_id;
    const std::size_t m_bound;
    mutable Mutex m_mutex;
    ConditionVariable m_called;
    WatchObserver m_observer GUARDED_BY(m_mutex);
    Seq m_given GUARDED_BY(m_mutex);     // the observer has all up to here
    Seq m_published GUARDED_BY(m_mutex); // was offered all up to here
    bool m_isBehind GUARDED_BY(m_mutex) = false;
    std::vector<ChangePtr> m_live GUARDED_BY(m_mutex); // those above m_given, while not behind
    std::unordered_map<std::string, bool> m_residency GUARDED_BY(m_mutex);
    std::set<std::string> m_effects GUARDED_BY(m_mutex); // workflows whose effects went on
    bool m_hasNewDefinitions GUARDED_BY(m_mutex) = false;
    bool m_isScheduled GUARDED_BY(m_mutex) = false;
    bool m_hasEnded GUARDED_BY(m_mutex) = false;
    std::thread::id m_caller GUARDED_BY(m_mutex); // inside the observer now
};

} // namespace signalbox
