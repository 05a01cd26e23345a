#pragma once

#include "engine/chart/chart.h"
#include "engine/runtime/migration/state_mapping.h"
#include "engine/workflow_definitions.h"

#include <string>
#include <vector>

namespace signalbox {

// A workflow that is to go on in another version of its definition.
struct MigrationCase {
    const ChartStructure& from;
    const Chart& to;
    const Snapshot& snapshot;
    const std::vector<TimerRequest>& timers; // that it has
    Time now;
};

// What it is there.
struct WorkflowMigration {
    Snapshot snapshot; // of the target; unusable when isBlocked()
    std::vector<DataChange> dataChanges;
    std::vector<TimerRequest> timersSet;
    std::vector<std::string> timersDropped;         // before `timersSet`
    std::vector<ChartMemory::Invoked> invokesEnded; // children that no state of the target waits for
    std::vector<std::string> statesBefore;          // leaves
    std::vector<std::string> statesAfter;           // where they go; a gap goes nowhere
    std::vector<MigrationGap> gaps;

    [[nodiscard]] bool isBlocked() const;
};

// Finds the workflow's place in the target, without running anything. Its leaves and what lies above them, its history,
// variables, children and timers go where `mapping` says; what is new in the target is as if it had been there from the
// start, as far as that is known without running the code. Whatever does not fit is a gap.
// Pure.  Requires: `mapping` is from `from` to the structure of `to`, the snapshot has not ended.
[[nodiscard]] WorkflowMigration migrateWorkflow(const MigrationCase& workflow, const StateMapping& mapping);

} // namespace signalbox
