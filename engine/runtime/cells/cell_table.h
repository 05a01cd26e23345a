#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/runtime/cells/workflow_cell.h"

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox {

// The workflows that are in memory, by id: at most one cell for an id, and at most one thread running it.
// Thread-safety: any thread.
class CellTable {
public:
    explicit CellTable(std::size_t mailboxBound) : m_mailboxBound(mailboxBound) {}

    struct Delivery {
        enum class Outcome : std::uint8_t {
            Delivered, // in the mailbox
            Full,      // the mailbox is
            Refused,   // there is no cell, and none was wanted
            Taken,     // there is a cell, and none was to be
        };
        Outcome outcome = Outcome::Delivered;
        WorkflowCellPtr toRun; // set when the caller must see that the cell is run
    };
    struct Rules {
        std::function<bool()> wantsCell; // asked under the lock where there is no cell
        bool mustBeNew = false;
    };
    // Puts `turn` into the mailbox of `id`, which counts as use at `now`. Takes it only when it is delivered.
    [[nodiscard]] Delivery deliver(const std::string& id, PendingTurnPtr& turn, SteadyTime now, const Rules& rules);
    // Requires of those below: the caller runs the cell.
    struct Mail {
        std::vector<PendingTurnPtr> turns;
        bool isToIdle = false; // without turns: nobody used it for long
    };
    // The oldest letters, `most` of them.
    [[nodiscard]] Mail takeMail(WorkflowCell& cell, std::size_t most);
    // Returns: true when there is new mail, and the cell is to be run again; else it is not run any more.
    [[nodiscard]] bool finish(WorkflowCell& cell);
    // Takes the cell out, with `onErased` under the lock, unless it has mail or turns in flight. Returns: whether it
    // did.
    bool erase(WorkflowCell& cell, const std::function<void()>& onErased);

    // Marks every cell without use since `unusedSince` as running, to idle, and gives it to the caller, who must see
    // that it is run. Also those without a workflow behind them.
    [[nodiscard]] std::vector<WorkflowCellPtr> takeUnused(SteadyTime unusedSince);

private:
    static constexpr std::size_t kShards = 64;
    struct Shard {
        mutable Mutex mutex;
        // The keys are views of the cells' ids.
        std::unordered_map<std::string_view, WorkflowCellPtr> cells GUARDED_BY(mutex);
    };
    [[nodiscard]] Shard& shardOf(std::string_view id) {
        return m_shards[std::hash<std::string_view>{}(id) / kShards % kShards];
    }

    std::size_t m_mailboxBound;
    std::array<Shard, kShards> m_shards;
};

} // namespace signalbox
