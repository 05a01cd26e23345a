#pragma once

#include "engine/runtime/turns/turn_plan.h"
#include "engine/workflow_definitions.h"

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

} // namespace signalbox
