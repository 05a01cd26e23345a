#include "engine/runtime/history/migration_log.h"

#include <algorithm>
#include <array>

namespace signalbox {
namespace {

constexpr std::array<std::string_view, 5> kGapNames{"state", "history", "timer", "child", "variable"};

Json toJson(const MigrationGap& gap) {
    return {{"kind", name(gap.kind)}, {"subject", gap.subject}, {"message", gap.message}};
}

MigrationGap gapFrom(const Json& json) {
    const auto kind = std::ranges::find(kGapNames, json.value("kind", ""));
    const auto place = kind == kGapNames.end() ? 0 : kind - kGapNames.begin();
    return {.kind = static_cast<MigrationGap::Kind>(place),
            .subject = json.value("subject", ""),
            .message = json.value("message", "")};
}

std::vector<std::string> namesFrom(const Json& arguments, const char* member) {
    std::vector<std::string> names;
    const auto list = arguments.find(member);
    if (list == arguments.end() || !list->is_array()) return names;
    for (const Json& name : *list)
        if (name.is_string()) names.push_back(name.get<std::string>());
    return names;
}

} // namespace

Json migrationArguments(const MigrateReply& migration, const std::map<std::string, std::string>& states) {
    Json arguments{{"definition", migration.from.name},
                   {"fromVersion", migration.from.version},
                   {"toVersion", migration.to.version},
                   {"statesBefore", migration.statesBefore},
                   {"statesAfter", migration.statesAfter}};
    if (!states.empty()) arguments["states"] = states;
    for (const MigrationGap& gap : migration.gaps)
        arguments["gaps"].push_back(toJson(gap));
    return arguments;
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

std::string_view name(MigrationGap::Kind kind) {
    return kGapNames.at(static_cast<std::size_t>(kind));
}

} // namespace signalbox
