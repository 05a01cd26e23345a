#pragma once

#include "engine/base/json.h"
#include "engine/store/store.h"
#include "engine/workflow_definitions.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// What the log keeps of a migration: the arguments of its change, as engine/store/FORMAT.md has them.

// `states`: the mapping that was asked for, as of MigrateRequest.
[[nodiscard]] Json migrationArguments(const MigrateReply& migration, const std::map<std::string, std::string>& states);
// Reads them back, all but the revision and the seq.  Null: `record` is something else.
[[nodiscard]] std::shared_ptr<const MigrateReply> migrationOf(const ChangeRecord& record);
// The leaves before it, by name; empty: the arguments are of something else.
[[nodiscard]] std::vector<std::string> statesBeforeMigration(const Json& arguments);
// Whether the first leaf after it bears another name than the one before.  Requires: `record` is a migration.
[[nodiscard]] bool hasMovedLeaf(const ChangeRecord& record);

[[nodiscard]] std::string_view name(MigrationGap::Kind kind);

} // namespace signalbox
