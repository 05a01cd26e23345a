#include "engine/runtime/history/change_view.h"

#include "engine/runtime/history/migration_log.h"

#include <cassert>
#include <utility>

namespace signalbox {
namespace {

// A migration comes from a state of another version.
std::string nameBefore(const ChangeRecord& record, const DefinitionTable::Entry& definition) {
    if (!record.from) return {};
    if (record.kind != ChangeKind::Migrated) return definition.stateName(*record.from);
    const auto states = statesBeforeMigration(record.arguments);
    return states.empty() ? std::string() : states.front();
}

} // namespace

Change toChange(const ChangeRecord& record, std::string id, const DefinitionTable::Entry& definition) {
    return {.seq = record.seq,
            .id = std::move(id),
            .definition = definition.ref(),
            .revision = record.revision,
            .at = record.at,
            .kind = record.kind,
            .outcome = record.outcome,
            .trigger = definition.triggerName(record.trigger),
            .arguments = record.arguments,
            .from = nameBefore(record, definition),
            .to = definition.stateName(record.to),
            .assignee = record.assignee,
            .status = record.status,
            .caller = record.caller,
            .dataChanges = record.dataChanges,
            .taken = record.taken,
            .effects = {},
            .log = record.log};
}

WorkflowRow toRow(const WorkflowRecord& record, const DefinitionTable::Entry& definition, bool isResident) {
    return {.id = record.id,
            .definition = definition.ref(),
            .state = definition.stateName(leafOf(record.snapshot)),
            .status = record.status,
            .assignee = record.assignee,
            .revision = record.revision,
            .created = record.created,
            .updated = record.updated,
            .stateSince = record.stateSince,
            .isResident = isResident};
}

StateIndex leafOf(const Snapshot& snapshot) {
    assert(!snapshot.configuration.empty());
    return snapshot.configuration.front();
}

} // namespace signalbox
