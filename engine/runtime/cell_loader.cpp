#include "engine/runtime/cell_loader.h"

#include "engine/chart/chart.h"
#include "engine/chart/step.h"
#include "engine/runtime/change_view.h"

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
    cell.lastKind.reset();
    const auto key = m_parts.catalogue.find(cell.id);
    if (!key) {
        cell.presence = Presence::Absent;
        return {};
    }
    if (Status loaded = load(cell, *key); !loaded) return loaded;
    announce(cell, true);
    wake(cell);
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
    if (Status recalled = recallRequests(cell); !recalled) return recalled;
    cell.presence = Presence::Present;
    return {};
}

Status CellLoader::recallRequests(WorkflowCell& cell) {
    const Time oldest = oldestRequest();
    if (cell.head.updated < oldest) return {};
    for (Seq newest = cell.head.lastChange; newest != Seq();) {
        auto changes = m_parts.store.changesBack(newest, kPage);
        if (!changes) return std::unexpected(std::move(changes).error());
        for (const ChangeRecord& change : *changes) {
            if (change.at < oldest) return {};
            // Newest first: where a request made two changes, the later is its answer.
            const std::string& requestId = change.caller.requestId;
            if (!requestId.empty() && !cell.requests.find(requestId, oldest))
                cell.requests.add(requestId, std::make_shared<RequestAnswer>(RequestAnswer::of(change)), oldest);
        }
        newest = changes->empty() ? Seq() : changes->back().previous;
    }
    return {};
}

void CellLoader::wake(WorkflowCell& cell) {
    if (std::exchange(cell.isAwake, true)) return;
    std::vector<std::string> lines;
    if (const ChartPtr& chart = cell.definition->chart)
        lines = activate(*chart, cell.head.snapshot, {.now = m_parts.clock.now(), .workflowId = cell.id});
    if (m_parts.log) m_parts.log->activated(cell.id, cell.definition->stateName(leafOf(cell.head.snapshot)), lines);
}

void CellLoader::sleep(WorkflowCell& cell) {
    if (!std::exchange(cell.isAwake, false)) return;
    std::vector<std::string> lines;
    if (const ChartPtr& chart = cell.definition->chart)
        lines = deactivate(*chart, cell.head.snapshot, {.now = m_parts.clock.now(), .workflowId = cell.id});
    if (m_parts.log) m_parts.log->deactivated(cell.id, cell.definition->stateName(leafOf(cell.head.snapshot)), lines);
}

void CellLoader::announce(const WorkflowCell& cell, bool isResident) {
    m_parts.catalogue.setResident(cell.key, isResident);
    m_parts.watchers.publishResidency(cell.id, isResident);
}

} // namespace signalbox
