#pragma once

#include "engine/runtime/definition_table.h"
#include "engine/store/store.h"
#include "engine/workflow_values.h"

#include <string>

namespace signalbox {

// A row of the log with names for indices, without its effects. `definition` is the change's own.
[[nodiscard]] Change toChange(const ChangeRecord& record, std::string id, const DefinitionTable::Entry& definition);

// The list row of a workflow, from its stored record.
[[nodiscard]] WorkflowRow toRow(const WorkflowRecord& record, const DefinitionTable::Entry& definition,
                                bool isResident);

// The deepest active state; of several regions, that of the first. Requires: a snapshot of a workflow, which always
// rests somewhere.
[[nodiscard]] StateIndex leafOf(const Snapshot& snapshot);

} // namespace signalbox
