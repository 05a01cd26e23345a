#include "engine/runtime/migration_plan.h"

#include "engine/runtime/migration.h"
#include "engine/runtime/turn_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

using Kind = MigrationGap::Kind;

constexpr std::array<std::string_view, 5> kGapNames{"state", "history", "timer", "child", "variable"};

Json toJson(const MigrationGap& gap) {
    return {
        {"kind", kGapNames.at(static_cast<std::size_t>(gap.kind))}, {"subject", gap.subject}, {"message", gap.message}};
}

MigrationGap gapFrom(const Json& json) {
    const auto kind = std::ranges::find(kGapNames, json.value("kind", ""));
    const auto place = kind == kGapNames.end() ? 0 : kind - kGapNames.begin();
    return {
        .kind = static_cast<Kind>(place), .subject = json.value("subject", ""), .message = json.value("message", "")};
}

// As the log keeps it: engine/store/FORMAT.md.
Json argumentsOf(const MigrationTurn& turn, const WorkflowMigration& migration) {
    Json arguments{{"definition", turn.from.record.name},
                   {"fromVersion", turn.from.record.version},
                   {"toVersion", turn.to.record.version},
                   {"statesBefore", migration.statesBefore},
                   {"statesAfter", migration.statesAfter}};
    if (!turn.request.states.empty()) arguments["states"] = turn.request.states;
    for (const MigrationGap& gap : migration.gaps)
        arguments["gaps"].push_back(toJson(gap));
    return arguments;
}

std::vector<std::string> namesFrom(const Json& arguments, const char* member) {
    std::vector<std::string> names;
    const auto list = arguments.find(member);
    if (list == arguments.end() || !list->is_array()) return names;
    for (const Json& name : *list)
        if (name.is_string()) names.push_back(name.get<std::string>());
    return names;
}

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
        step.log.push_back(
            fmt::format("{} '{}': {}", kGapNames.at(static_cast<std::size_t>(gap.kind)), gap.subject, gap.message));
    return step;
}

TurnPlan planWrites(const MigrationTurn& turn, WorkflowMigration& migration) {
    const bool isLeafMoved = migration.statesBefore.front() != migration.statesAfter.front();
    TurnPlan plan = planStep(turn.to, turn.before,
                             {.kind = ChangeKind::Migrated,
                              .trigger = {},
                              .arguments = argumentsOf(turn, migration),
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
        plan = planWrites(turn, migration);
    plan.migration = std::move(reply);
    return plan;
}

std::shared_ptr<const MigrateReply> migrationOf(const ChangeRecord& record) {
    const Json& arguments = record.arguments;
    if (record.kind != ChangeKind::Migrated || !arguments.is_object()) return nullptr;
    auto reply = std::make_shared<MigrateReply>();
    reply->from = {.name = arguments.value("definition", ""), .version = arguments.value("fromVersion", 0U)};
    reply->to = {.name = reply->from.name, .version = arguments.value("toVersion", 0U)};
    reply->statesBefore = namesFrom(arguments, "statesBefore");
    reply->statesAfter = namesFrom(arguments, "statesAfter");
    if (const auto gaps = arguments.find("gaps"); gaps != arguments.end())
        for (const Json& gap : *gaps)
            reply->gaps.push_back(gapFrom(gap));
    return reply;
}

bool hasMovedLeaf(const ChangeRecord& record) {
    const auto migration = migrationOf(record);
    return migration && !migration->statesBefore.empty() && !migration->statesAfter.empty() &&
           migration->statesBefore.front() != migration->statesAfter.front();
}

std::vector<std::string> statesBeforeMigration(const Json& arguments) {
    return arguments.is_object() ? namesFrom(arguments, "statesBefore") : std::vector<std::string>();
}

} // namespace signalbox
