#include "engine/store/sqlite/schema.h"

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/meta.h"

#include <fmt/format.h>

namespace signalbox {

namespace {

// FORMAT.md specifies every column.
constexpr const char* kTables = R"sql(
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    crc INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE definition (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    hash TEXT NOT NULL,
    source TEXT NOT NULL,
    installed INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    deployment BLOB,
    UNIQUE (name, version)
) STRICT;

CREATE TABLE workflow_id (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    removed INTEGER NOT NULL,
    crc INTEGER NOT NULL
) STRICT;

CREATE TABLE workflow (
    key INTEGER PRIMARY KEY,
    definition INTEGER NOT NULL,
    state INTEGER NOT NULL,
    configuration BLOB,
    status INTEGER NOT NULL,
    assignee TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    state_since INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    data BLOB,
    crc INTEGER NOT NULL,
    memory BLOB
) STRICT;

CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    workflow INTEGER NOT NULL,
    prev_seq INTEGER NOT NULL,
    definition INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    trigger INTEGER,
    from_state INTEGER,
    to_state INTEGER NOT NULL,
    status INTEGER NOT NULL,
    assignee TEXT NOT NULL,
    principal TEXT NOT NULL,
    reason TEXT NOT NULL,
    request_id TEXT NOT NULL,
    effects INTEGER NOT NULL,
    detail BLOB,
    chain BLOB NOT NULL,
    crc INTEGER NOT NULL
) STRICT;

CREATE TABLE timer (
    workflow INTEGER NOT NULL,
    name TEXT NOT NULL,
    due INTEGER NOT NULL,
    trigger INTEGER NOT NULL,
    scope INTEGER,
    crc INTEGER NOT NULL,
    delivery BLOB,
    PRIMARY KEY (workflow, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE effect (
    change INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    workflow INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    payload BLOB NOT NULL,
    status INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    delivery BLOB,
    PRIMARY KEY (change, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX effect_open ON effect (status, change, ordinal) WHERE status IN (0, 2);

CREATE TABLE job (
    key INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    status INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    content BLOB NOT NULL,
    crc INTEGER NOT NULL
) STRICT;
)sql";

Status fill(Database& database, Time now) {
    Result<std::string> id = freshStoreId();
    if (!id) return std::unexpected(std::move(id.error()));
    Result<std::string> key = freshReplyKey();
    if (!key) return std::unexpected(std::move(key.error()));
    const std::string header =
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kApplicationId, kFormatVersion);
    if (Status done = database.run(kTables); !done) return done;
    if (Status done = database.run(header.c_str()); !done) return done;
    return writeMeta(database,
                     {.storeId = *std::move(id), .created = now, .backupOf = {}, .replyKey = *std::move(key)});
}

} // namespace

Status createSchema(Database& database, Time now) {
    // Still with a rollback journal, so that the file's own first page tells what it is before there is a WAL.
    if (Status done = database.run("PRAGMA synchronous = FULL; PRAGMA page_size = 4096; BEGIN EXCLUSIVE"); !done)
        return done;
    Status filled = fill(database, now);
    if (filled) filled = database.run("COMMIT");
    if (!filled && database.isInTransaction()) (void)database.run("ROLLBACK");
    return filled;
}

Status prepareWriter(Database& database) {
    return database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                        "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON");
}

Status prepareReader(Database& database) {
    return database.run("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON");
}

} // namespace signalbox
