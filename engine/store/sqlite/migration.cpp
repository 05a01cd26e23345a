#include "engine/store/sqlite/migration.h"

#include "engine/base/crash_point.h"
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

constexpr const char* kLastChange = "SELECT max(seq) FROM change";

// Whether the file is a copy of this very store, made by a migration that was interrupted, and no turn came since: the
// program of the older version may have gone on with it.
bool isCopyOf(Database& database, const StoreMeta& meta, const std::string& file) {
    Database copy;
    if (!copy.open(file, {.isReadOnly = true, .isImmutable = true})) return false;
    auto of = readMeta(copy);
    if (!of) return false;
    of->backupOf = meta.backupOf;
    const auto last = database.number(kLastChange);
    return *of == meta && last && copy.number(kLastChange) == last;
}

// The store of an older version, page by page: this program may not know how to read its rows.
Status backUpPages(Database& database, const StoreMeta& meta, std::int64_t version, Time now) {
    const std::string first = fmt::format("{}.before-format-{}", database.path(), version);
    std::string target = first;
    for (int i = 2; std::filesystem::exists(target); ++i) {
        if (isCopyOf(database, meta, target)) return {};
        target = fmt::format("{}-{}", first, i);
    }
    const std::string draft = target + ".new";
    removeStoreFiles(draft);
    Status done = copyAsBackup({.path = database.path(), .vfs = {}}, draft, now);
    SIGNALBOX_CRASH_POINT("migration_copied");
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
        SIGNALBOX_CRASH_POINT("migration_half_done");
    }
    if (Status done = writeGeneration(database, generation); !done) return done;
    return database.run(fmt::format("PRAGMA user_version = {}", format.version).c_str());
}

// What workflows of the SCXML profile need. Rows stay as they are: columns that they lack are NULL.
Status addStatechartColumns(Database& database) {
    return database.run("ALTER TABLE workflow ADD COLUMN memory BLOB; ALTER TABLE timer ADD COLUMN delivery BLOB; "
                        "ALTER TABLE definition ADD COLUMN deployment BLOB");
}

// What the outbox needs; rows stay as they are here too.
Status addDelivery(Database& database) {
    if (Status done = database.run("ALTER TABLE effect ADD COLUMN delivery BLOB"); !done) return done;
    const Result<std::string> key = freshReplyKey();
    return key ? writeReplyKey(database, *key) : std::unexpected(key.error());
}

} // namespace

StoreFormat currentFormat() {
    return {.version = kFormatVersion,
            .migrations = {{.from = 1, .run = addStatechartColumns}, {.from = 2, .run = addDelivery}}};
}

Status migrate(Database& database, const StoreFormat& format, StoreMeta& meta, Time now) {
    const Result<std::int64_t> version = database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (*version == format.version) return {};
    if (Status done = backUpPages(database, meta, *version, now); !done) return done;
    SIGNALBOX_CRASH_POINT("migration_backed_up");
    if (Status done = emptyLog(database); !done) return done;
    if (Status done = database.run("BEGIN EXCLUSIVE"); !done) return done;
    SIGNALBOX_CRASH_POINT("migration_begun");
    Status done = runSteps(database, format, *version, meta.generation + 1);
    SIGNALBOX_CRASH_POINT("migration_written");
    if (done) done = database.run("COMMIT");
    if (!done && database.isInTransaction()) (void)database.run("ROLLBACK");
    if (!done) return done;
    SIGNALBOX_CRASH_POINT("migration_committed");
    Result<StoreMeta> migrated = readMeta(database);
    if (!migrated) return std::unexpected(std::move(migrated.error()));
    meta = *std::move(migrated);
    // So that the file itself tells its version to whoever looks at it.
    done = emptyLog(database);
    SIGNALBOX_CRASH_POINT("migration_done");
    return done;
}

} // namespace signalbox
