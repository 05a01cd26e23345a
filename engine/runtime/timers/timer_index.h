#pragma once

#include "engine/base/clock.h"
#include "engine/base/shared_mutex.h"
#include "engine/chart/step_result.h"
#include "engine/store/store.h"

#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace signalbox {

// The timers that are in the store, for those who look at them: by due time, with the number of each in that order, so
// that a page of a hundred thousand costs as much as a page of ten. Those of one moment are in the order of setting.
//
// TimerBook runs ahead of the disk and is for firing; this one follows the commits. The start and the end of a child
// travel as timers, too, but nobody waits for them: they are left out.
// Thread-safety: any thread.
class TimerIndex {
public:
    struct Loaded {
        std::string workflow; // id
        WorkflowKey key;
        DefinitionKey definition;
        TimerRequest timer;
    };
    // Requires: in the order of setting, and nothing was added yet.
    void load(std::vector<Loaded> timers);

    // What one commit wrote. Sets `nextTimer` of each turn that changes timers.  Requires: in order of the commits.
    void apply(std::span<TurnWrite> turns);

    // A timer as it is listed.
    struct Item {
        std::string workflow; // id
        DefinitionKey definition;
        TimerRequest timer;
    };
    struct Page {
        std::vector<Item> items; // by due time
        std::uint64_t total = 0; // that match
    };
    struct Query {
        std::optional<WorkflowKey> workflow;
        std::optional<Time> dueBefore;
        std::uint64_t offset = 0;
        std::size_t limit = 0;
    };
    [[nodiscard]] Page list(const Query& query) const;
    // Of each workflow that has any, when its next one is due.
    [[nodiscard]] std::vector<std::pair<WorkflowKey, Time>> nextTimers() const;
    [[nodiscard]] std::uint64_t count() const { return m_count; }

private:
    struct Entry {
        TimerRequest timer;
        std::uint64_t number = 0; // in the order of setting
    };
    // The name is the key of its entry.
    struct Place {
        Time due;
        std::uint64_t number = 0;
        WorkflowKey workflow{};
        const std::string* name = nullptr;

        bool operator<(const Place& other) const { return due != other.due ? due < other.due : number < other.number; }
    };
    struct Workflow {
        std::string id;
        DefinitionKey definition;
        std::map<std::string, Entry, std::less<>> byName;
        std::set<Place> byDue;
    };
    using Ordered = __gnu_pbds::tree<Place, __gnu_pbds::null_type, std::less<>, __gnu_pbds::rb_tree_tag,
                                     __gnu_pbds::tree_order_statistics_node_update>;

    void apply(TurnWrite& turn) REQUIRES_LOCK(m_mutex);
    void set(WorkflowKey key, Workflow& workflow, TimerRequest timer) REQUIRES_LOCK(m_mutex);
    void drop(Workflow& workflow, std::string_view name) REQUIRES_LOCK(m_mutex);
    void dropAll(Workflow& workflow) REQUIRES_LOCK(m_mutex);
    [[nodiscard]] Page listOf(const Query& query) const REQUIRES_SHARED_LOCK(m_mutex);
    [[nodiscard]] Item itemAt(const Place& place) const REQUIRES_SHARED_LOCK(m_mutex);

    std::atomic<std::uint64_t> m_count = 0;
    mutable SharedMutex m_mutex;
    std::unordered_map<WorkflowKey, Workflow> m_workflows GUARDED_BY(m_mutex); // with at least one timer
    Ordered m_ordered GUARDED_BY(m_mutex);
    std::uint64_t m_lastNumber GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
