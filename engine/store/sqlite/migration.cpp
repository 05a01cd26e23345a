#include "engine/store/sqlite/migration.h"

#include "engine/store/sqlite/backup.h"
#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/schema.h"
#include "engine/store/sqlite/store_file.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

namespace signalbox {

namespace {

// The store of an older version, page by page: this program may not know how to read its rows.
Status backUpPages(const std::string& path, std::int64_t version, Time now) {
    const std::string target = fmt::format("{}.before-format-{}", path, version);
    if (std::filesystem::exists(target)) return {}; // of a migration that was interrupted
    const std::string draft = target + ".new";
    removeStoreFiles(draft);
    Status done = copyAsBackup({.path = path, .vfs = {}}, draft, now);
    if (done) done = renameDurably(draft, target);
    removeStoreFiles(draft);
    return done;
}

// The log goes into the file first, so that the migrated pages are a generation of their own.
Status emptyLog(Database& database) {
    const int code =
        sqlite3_wal_checkpoint_v2(database.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code == SQLITE_OK) return {};
    return std::unexpected(sqliteError(database.handle(), code, "cannot prepare the migration"));
}

Status runSteps(Database& database, const StoreFormat& format, std::int64_t version, std::uint64_t generation) {
    for (; version < format.version; ++version) {
        const auto step = std::ranges::find(format.migrations, version, &Migration::from);
        if (step == format.migrations.end())
            return fail(ErrorCode::Corrupt, fmt::format("{}: there is no way from format version {} to {}",
                                                        database.path(), version, format.version));
        if (Status done = step->run(database); !done) return done;
    }
    if (Status done = writeGeneration(database, generation); !done) return done;
    return database.run(fmt::format("PRAGMA user_version = {}", format.version).c_str());
}

} // namespace

StoreFormat currentFormat() {
    return {.version = kFormatVersion, .migrations = {}};
}

Status migrate(Database& database, const StoreFormat& format, StoreMeta& meta, Time now) {
    const Result<std::int64_t> version = database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (*version == format.version) return {};
    if (Status done = backUpPages(database.path(), *version, now); !done) return done;
    if (Status done = emptyLog(database); !done) return done;
    if (Status done = database.run("BEGIN EXCLUSIVE"); !done) return done;
    Status done = runSteps(database, format, *version, meta.generation + 1);
    if (done) done = database.run("COMMIT");
    if (!done && database.isInTransaction()) (void)database.run("ROLLBACK");
    if (!done) return done;
    ++meta.generation;
    // So that the file itself tells its version to whoever looks at it.
    return emptyLog(database);
}

} // namespace signalbox
