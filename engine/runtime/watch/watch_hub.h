#pragma once

#include "engine/base/mutex.h"
#include "engine/runtime/history/change_reader.h"
#include "engine/runtime/scheduling/task_group.h"
#include "engine/runtime/watch/recent_changes.h"
#include "engine/runtime/watch/watcher.h"
#include "engine/store/store.h"
#include "engine/workflow_service.h"

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// Passes what was committed on to those who watch, each at its own pace. Thread-safety: any thread, publish() one at a
// time.
class WatchHub {
public:
    struct Parts {
        const ChangeReader& reader;
        const DefinitionTable& definitions;
        TaskGroup& tasks;
    };
    // `store`: as it is now. `bound`: changes that wait for one watcher.
    WatchHub(const Parts& parts, const StoreIdentity& store, std::size_t bound);

    // Requires: inside a visit of the task group.
    [[nodiscard]] std::unique_ptr<WatchHandle> subscribe(WatchRequest request, WatchObserver observer);
    // Requires: committed, in order of seq, without gap.
    void publish(std::span<const TurnWrite> turns);
    void publishDefinitions();
    void publishResidency(const std::string& id, bool isResident);
    // Without a turn.
    void publishEffects(const std::string& id);

private:
    using WatcherPtr = std::shared_ptr<Watcher>;

    // Why nothing can be watched from there.
    [[nodiscard]] std::optional<Error> refusal(const WatchRequest& request) const REQUIRES_LOCK(m_mutex);
    [[nodiscard]] std::unique_ptr<WatchHandle> refuse(Error error, WatchObserver observer) REQUIRES_LOCK(m_mutex);
    void run(const WatcherPtr& watcher);
    [[nodiscard]] std::vector<Watcher::ChangePtr> changesOf(std::span<const TurnWrite> turns) const;

    const Parts m_parts;
    const std::uint64_t m_epoch;
    const std::size_t m_bound;
    Mutex m_mutex;
    std::vector<WatcherPtr> m_watchers GUARDED_BY(m_mutex);
    Seq m_lastSeq GUARDED_BY(m_mutex);
    RecentChanges m_recent;
    std::atomic<bool> m_isWatched = false;
};

} // namespace signalbox
