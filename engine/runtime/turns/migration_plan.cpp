#include "engine/runtime/turns/migration_plan.h"

#include "engine/runtime/history/migration_log.h"
#include "engine/runtime/migration/migration.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

Status checkMovable(const MigrationTurn& turn) {
    const WorkflowRecord& before = turn.before;
    if (hasEnded(before.status))
        return fail(ErrorCode::NotPermitted, fmt::format("{} has ended already ({})", before.id, name(before.status)));
    // Of a faulted one it is the way to mend it.
    if (&turn.from != &turn.to || before.status == WorkflowStatus::Faulted) return {};
    return fail(ErrorCode::NotPermitted,
                fmt::format("{} is of {} version {} already", before.id, turn.to.record.name, turn.to.record.version));
}

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::ranges::sort(names);
    return names;
}

Step stepOf(WorkflowMigration& migration) {
    Step step;
    const bool isMoved = sorted(migration.statesBefore) != sorted(migration.statesAfter);
    step.outcome = isMoved ? Outcome::Transitioned : Outcome::Internal;
    step.snapshot = std::move(migration.snapshot);
    step.dataChanges = std::move(migration.dataChanges);
    step.timersSet = std::move(migration.timersSet);
    step.timersDropped = std::move(migration.timersDropped);
    step.invokesEnded = std::move(migration.invokesEnded);
    for (const MigrationGap& gap : migration.gaps)
        step.log.push_back(fmt::format("{} '{}': {}", name(gap.kind), gap.subject, gap.message));
    return step;
}

TurnPlan planWrites(const MigrationTurn& turn, WorkflowMigration& migration, const MigrateReply& reply) {
    const bool isLeafMoved = migration.statesBefore.front() != migration.statesAfter.front();
    TurnPlan plan = planStep(turn.to, turn.before,
                             {.kind = ChangeKind::Migrated,
                              .trigger = {},
                              .arguments = migrationArguments(reply, turn.request.states),
                              .caller = turn.request.caller},
                             stepOf(migration), turn.now);
    TurnWrite& write = plan.writes.back();
    write.after.definition = turn.to.record.key;
    write.change.definition = turn.to.record.key;
    // The leaf's number says nothing: it is of another structure.
    write.after.stateSince = isLeafMoved ? turn.now : turn.before.stateSince;
    return plan;
}

} // namespace

Result<const DefinitionTable::Entry*>
migrationTarget(const DefinitionTable& definitions, const DefinitionTable::Entry& from, const MigrateRequest& request) {
    const std::string& name = request.target.name.empty() ? from.record.name : request.target.name;
    if (name != from.record.name)
        return fail(ErrorCode::InvalidArgument, fmt::format("{} is a workflow of {}: it cannot become one of {}",
                                                            request.id, from.record.name, name));
    return runnable(definitions, {.name = name, .version = request.target.version});
}

Result<TurnPlan> planMigration(const MigrationTurn& turn) {
    if (Status movable = checkMovable(turn); !movable) return std::unexpected(std::move(movable).error());
    const auto mapping = StateMapping::make(turn.from.structure, turn.to.structure, turn.request.states);
    if (!mapping) return std::unexpected(mapping.error());
    WorkflowMigration migration = migrateWorkflow({.from = turn.from.structure,
                                                   .to = *turn.to.chart(),
                                                   .snapshot = turn.before.snapshot,
                                                   .timers = turn.timers,
                                                   .now = turn.now},
                                                  *mapping);
    auto reply = std::make_unique<MigrateReply>(MigrateReply{.from = turn.from.ref(),
                                                             .to = turn.to.ref(),
                                                             .statesBefore = migration.statesBefore,
                                                             .statesAfter = migration.statesAfter,
                                                             .gaps = migration.gaps,
                                                             .revision = turn.before.revision,
                                                             .seq = {}});
    TurnPlan plan;
    if (migration.isBlocked())
        plan.answer.revision = turn.before.revision;
    else
        plan = planWrites(turn, migration, *reply);
    plan.migration = std::move(reply);
    return plan;
}

} // namespace signalbox
