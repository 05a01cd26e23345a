#pragma once

#include "engine/runtime/turn_plan.h"
#include "engine/workflow_definitions.h"

#include <memory>
#include <vector>

namespace signalbox {

// The turn that moves a workflow to another version of its definition: as turn_plan.h does for other requests.

struct MigrationTurn {
    const DefinitionTable::Entry& from; // the workflow's own
    const DefinitionTable::Entry& to;
    const WorkflowRecord& before;
    const std::vector<TimerRequest>& timers; // that it has
    const MigrateRequest& request;
    Time now;
};

// Where `request` leads. Errors: NotFound, DefinitionUnavailable, InvalidArgument (of another definition).
[[nodiscard]] Result<const DefinitionTable::Entry*>
migrationTarget(const DefinitionTable& definitions, const DefinitionTable::Entry& from, const MigrateRequest& request);

// The answer is in the plan's `migration`; it writes nothing when a gap is in the way.
// Errors: NotPermitted when it has ended, or is there already and not faulted; InvalidArgument (states).
[[nodiscard]] Result<TurnPlan> planMigration(const MigrationTurn& turn);

// Reads back what the log keeps of a migration; `record` is one. Null: it is something else.
[[nodiscard]] std::shared_ptr<const MigrateReply> migrationOf(const ChangeRecord& record);
// The leaves before it, by name; empty: it is something else.
[[nodiscard]] std::vector<std::string> statesBeforeMigration(const Json& arguments);

// Whether the first leaf after it bears another name than the one before.  Requires: `record` is a migration.
[[nodiscard]] bool hasMovedLeaf(const ChangeRecord& record);

} // namespace signalbox
