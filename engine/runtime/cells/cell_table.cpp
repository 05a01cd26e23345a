#include "engine/runtime/cells/cell_table.h"

#include <iterator>
#include <utility>

namespace signalbox {

CellTable::Delivery CellTable::deliver(const std::string& id, PendingTurnPtr& turn, SteadyTime now,
                                       const Rules& rules) {
    Shard& shard = shardOf(id);
    const MutexLock lock(shard.mutex);
    auto found = shard.cells.find(id);
    if (found == shard.cells.end()) {
        if (!rules.wantsCell()) return {.outcome = Delivery::Outcome::Refused, .toRun = nullptr};
        auto cell = std::make_shared<WorkflowCell>(id);
        found = shard.cells.emplace(cell->id, cell).first;
    } else if (rules.mustBeNew) {
        return {.outcome = Delivery::Outcome::Taken, .toRun = nullptr};
    }
    const WorkflowCellPtr& cell = found->second;
    if (cell->mailbox.size() + cell->inFlight >= m_mailboxBound)
        return {.outcome = Delivery::Outcome::Full, .toRun = nullptr};
    cell->mailbox.push_back(std::move(turn));
    cell->lastUse = now;
    const bool mustRun = !std::exchange(cell->isRunning, true);
    return {.outcome = Delivery::Outcome::Delivered, .toRun = mustRun ? cell : nullptr};
}

CellTable::Mail CellTable::takeMail(WorkflowCell& cell, std::size_t most) {
    const MutexLock lock(shardOf(cell.id).mutex);
    Mail mail{.turns = {}, .isToIdle = std::exchange(cell.isToIdle, false)};
    if (cell.mailbox.size() <= most) {
        mail.turns.swap(cell.mailbox);
        return mail;
    }
    const auto end = cell.mailbox.begin() + static_cast<std::ptrdiff_t>(most);
    mail.turns.assign(std::make_move_iterator(cell.mailbox.begin()), std::make_move_iterator(end));
    cell.mailbox.erase(cell.mailbox.begin(), end);
    return mail;
}

bool CellTable::finish(WorkflowCell& cell) {
    const MutexLock lock(shardOf(cell.id).mutex);
    cell.isRunning = !cell.mailbox.empty();
    return cell.isRunning;
}

bool CellTable::erase(WorkflowCell& cell, const std::function<void()>& onErased) {
    Shard& shard = shardOf(cell.id);
    const MutexLock lock(shard.mutex);
    if (!cell.mailbox.empty() || cell.inFlight != 0) return false;
    onErased();
    shard.cells.erase(cell.id);
    return true;
}

std::vector<WorkflowCellPtr> CellTable::takeUnused(SteadyTime unusedSince) {
    std::vector<WorkflowCellPtr> unused;
    for (Shard& shard : m_shards) {
        const MutexLock lock(shard.mutex);
        for (const auto& [id, cell] : shard.cells) {
            // The rest of the cell may be looked at only when nobody runs it.
            if (cell->isRunning || !cell->mailbox.empty() || cell->inFlight != 0) continue;
            const bool isUnused = cell->lastUse <= unusedSince || cell->presence != WorkflowCell::Presence::Present;
            if (!isUnused) continue;
            cell->isRunning = true;
            cell->isToIdle = true;
            unused.push_back(cell);
        }
    }
    return unused;
}

} // namespace signalbox
