#include "engine/runtime/cells/cell_loader.h"

#include "engine/chart/chart.h"
#include "engine/chart/step.h"
#include "engine/runtime/history/change_view.h"

#include <fmt/format.h>

#include <utility>

namespace signalbox {
namespace {

constexpr std::uint32_t kPage = 256;

using Presence = WorkflowCell::Presence;

} // namespace

Status CellLoader::ensureLoaded(WorkflowCell& cell) {
    if (cell.failedGeneration == cell.generation) {
        ++cell.generation;
        cell.presence = Presence::Unknown;
    }
    if (cell.presence != Presence::Unknown) return {};
    cell.requests.clear();
    cell.knowsRequests = false;
    cell.loadedFrom = Seq();
    cell.lastKind.reset();
    cell.faultReason.reset();
    const auto key = m_parts.catalogue.find(cell.id);
    if (Status timers = reloadTimers(cell.id, key); !timers) return timers;
    if (!key) {
        cell.presence = Presence::Absent;
        return {};
    }
    if (Status loaded = load(cell, *key); !loaded) return loaded;
    announce(cell, true);
    wake(cell);
    return {};
}

Status CellLoader::reloadTimers(const std::string& id, std::optional<WorkflowKey> key) {
    if (!m_parts.timers.isStale(id)) return {};
    Result<std::vector<TimerRecord>> timers;
    if (key) timers = m_parts.store.timersOf(*key);
    if (!timers) return std::unexpected(std::move(timers).error());
    m_parts.timers.replace(id, *std::move(timers));
    return {};
}

Status CellLoader::load(WorkflowCell& cell, WorkflowKey key) {
    auto record = m_parts.store.load(key);
    if (!record) return std::unexpected(std::move(record).error());
    if (!*record) return fail(ErrorCode::Corrupt, fmt::format("{} is listed, but its row is not there", cell.id));
    const DefinitionTable::Entry* definition = m_parts.definitions.find((*record)->definition);
    if (!definition) return fail(ErrorCode::Corrupt, fmt::format("the definition of {} is not there", cell.id));
    cell.head = **std::move(record);
    cell.definition = definition;
    cell.key = key;
    cell.lastChange = cell.head.lastChange;
    cell.loadedFrom = cell.head.lastChange;
    // One that was not touched for so long has answered nothing that is remembered.
    cell.knowsRequests = m_parts.age.of(cell.head.lastChange, cell.head.updated) < m_parts.age.oldest();
    cell.presence = Presence::Present;
    return {};
}

Result<RequestMemory::Answer> CellLoader::findAnswer(WorkflowCell& cell, const std::string& requestId) {
    if (requestId.empty()) return nullptr;
    const Time oldest = m_parts.age.oldest();
    if (auto known = cell.requests.find(requestId, oldest)) return known;
    if (cell.knowsRequests) return nullptr;
    if (Status recalled = recallRequests(cell); !recalled) return std::unexpected(std::move(recalled).error());
    return cell.requests.find(requestId, oldest);
}

void CellLoader::remember(WorkflowCell& cell, const std::string& requestId, RequestMemory::Answer answer) {
    answer->seen = m_parts.age.now();
    cell.requests.add(requestId, std::move(answer), m_parts.age.oldest());
}

Status CellLoader::recallRequests(WorkflowCell& cell) {
    const auto isWhole = recallFrom(cell, cell.loadedFrom);
    if (!isWhole) return std::unexpected(isWhole.error());
    // One that has been there for longer than is remembered has no earlier life that matters.
    if (Status recalled = *isWhole ? recallEarlierLives(cell) : Status(); !recalled) return recalled;
    cell.knowsRequests = true;
    return {};
}

Status CellLoader::recallEarlierLives(WorkflowCell& cell) {
    const auto removals = m_parts.requests.removals(cell.id);
    if (!removals) return std::unexpected(removals.error());
    for (const Seq removed : *removals)
        if (const auto isWhole = recallFrom(cell, removed); !isWhole) return std::unexpected(isWhole.error());
    return {};
}

// From the change `newest` back, as far as requests are remembered. Returns: whether to the first change. The log's
// times may rise and fall with a clock that was set: a page without a young one ends it.
Result<bool> CellLoader::recallFrom(WorkflowCell& cell, Seq newest) {
    const Time oldest = m_parts.age.oldest();
    while (newest != Seq()) {
        const auto changes = m_parts.store.changesBack(newest, kPage);
        if (!changes) return std::unexpected(changes.error());
        bool isYoung = false;
        for (const ChangeRecord& change : *changes) {
            const Time seen = m_parts.age.of(change.seq, change.at);
            if (seen < oldest) continue;
            isYoung = true;
            // Newest first: where a request made two changes, the later is its answer.
            const std::string& requestId = change.caller.requestId;
            if (!requestId.empty() && !cell.requests.find(requestId, oldest))
                cell.requests.add(requestId, std::make_shared<RequestAnswer>(RequestAnswer::of(change, seen)), oldest);
        }
        if (!isYoung) return false;
        newest = changes->back().previous;
    }
    return true;
}

void CellLoader::wake(WorkflowCell& cell) {
    if (std::exchange(cell.isAwake, true)) return;
    std::vector<std::string> lines;
    if (const ChartPtr& chart = cell.definition->chart())
        lines = activate(*chart, cell.head.snapshot, {.now = m_parts.clock.now(), .workflowId = cell.id});
    if (m_parts.log) m_parts.log->activated(cell.id, cell.definition->stateName(leafOf(cell.head.snapshot)), lines);
}

void CellLoader::sleep(WorkflowCell& cell) {
    if (!std::exchange(cell.isAwake, false)) return;
    std::vector<std::string> lines;
    if (const ChartPtr& chart = cell.definition->chart())
        lines = deactivate(*chart, cell.head.snapshot, {.now = m_parts.clock.now(), .workflowId = cell.id});
    if (m_parts.log) m_parts.log->deactivated(cell.id, cell.definition->stateName(leafOf(cell.head.snapshot)), lines);
}

void CellLoader::announce(const WorkflowCell& cell, bool isResident) {
    m_parts.catalogue.setResident(cell.key, isResident);
    m_parts.watchers.publishResidency(cell.id, isResident);
}

} // namespace signalbox
