#include "engine/store/sqlite/backup.h"

#include "engine/base/crash_point.h"
#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/meta.h"
#include "engine/store/sqlite/store_file.h"
#include "engine/store/sqlite/structure_check.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace signalbox {

namespace {

namespace fs = std::filesystem;

constexpr int kPagesPerStep = 1024;
// Of a disk that the store itself needs to go on writing.
constexpr std::uintmax_t kSpaceLeft = 64 << 20;

Status ensureSpace(Database& source, const std::string& target) {
    const Result<std::int64_t> bytes =
        source.number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    if (!bytes) return std::unexpected(bytes.error());
    std::error_code failure;
    const fs::space_info disk = fs::space(fs::path(target).parent_path(), failure);
    const std::uintmax_t needed = static_cast<std::uintmax_t>(*bytes) + kSpaceLeft;
    if (failure || disk.available >= needed) return {};
    return fail(ErrorCode::DiskFull,
                fmt::format("{}: {} bytes are needed for a copy, {} are free", target, needed, disk.available),
                "Free space on the disk, or choose another one.");
}

// SQLite's own copy, page by page. The source's read transaction stays open meanwhile, so that all pages are of one
// moment, and commits do not make it begin again.
class PageCopy {
public:
    PageCopy(Database& from, Database& to)
        : m_to(to)
        , m_backup(sqlite3_backup_init(to.handle(), "main", from.handle(), "main")) {}
    ~PageCopy() { sqlite3_backup_finish(m_backup); }
    PageCopy(const PageCopy&) = delete;
    PageCopy& operator=(const PageCopy&) = delete;

    Status run(const std::string& target, const std::stop_token& stop) {
        int code = m_backup != nullptr ? SQLITE_OK : sqlite3_errcode(m_to.handle());
        while (code == SQLITE_OK) {
            if (stop.stop_requested())
                return fail(ErrorCode::ShuttingDown, fmt::format("{}: the copy was not finished", target));
            code = sqlite3_backup_step(m_backup, kPagesPerStep);
            SIGNALBOX_CRASH_POINT("copy_half_made");
        }
        if (code == SQLITE_DONE) return {};
        return std::unexpected(sqliteError(m_to.handle(), code, "cannot copy the store here"));
    }

private:
    Database& m_to;
    sqlite3_backup* m_backup;
};

Status copyPages(const Reader::Source& source, const std::string& target, const std::stop_token& stop) {
    Database from;
    const Database::Options reading{.isReadOnly = true, .isImmutable = source.isImmutable, .vfs = source.vfs};
    if (Status done = from.open(source.path, reading); !done) return done;
    if (hasLog(source.path)) from.foldWalOnClose(false);
    if (Status done = from.run("BEGIN; SELECT count(*) FROM meta"); !done) return done;
    if (Status done = ensureSpace(from, target); !done) return done;
    Database to;
    if (Status done = to.open(target, {.mayCreate = true, .vfs = source.vfs}); !done) return done;
    // Made durable once, at the end.
    if (Status done = to.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF"); !done) return done;
    return PageCopy(from, to).run(target, stop);
}

Status changeCopy(const Reader::Source& source, const std::string& target,
                  const std::function<Status(Database&)>& change) {
    Database copy;
    if (Status done = copy.open(target, {.vfs = source.vfs}); !done) return done;
    // The copied header asks for a write-ahead log; a copy is one file.
    if (Status done = copy.run("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE"); !done)
        return done;
    Status done = change(copy);
    SIGNALBOX_CRASH_POINT("copy_changed");
    if (done) done = copy.run("COMMIT");
    if (!done && copy.isInTransaction()) (void)copy.run("ROLLBACK");
    return done;
}

Status markAsBackup(Database& copy, Time now) {
    auto meta = readMeta(copy);
    if (!meta) return std::unexpected(std::move(meta.error()));
    // A backup of a backup is of the moment of the first.
    if (!meta->backupOf) meta->backupOf = now;
    return writeMeta(copy, *meta);
}

Result<StoreSummary> makeBackup(const Reader::Source& source, const std::string& draft, Time now,
                                const std::stop_token& stop) {
    if (Status done = copyAsBackup(source, draft, now, stop); !done) return std::unexpected(std::move(done.error()));
    return verifyStore({.path = draft, .vfs = source.vfs, .isImmutable = true}, stop);
}

} // namespace

Status copyStore(const Reader::Source& source, const std::string& target,
                 const std::function<Status(Database&)>& change, const std::stop_token& stop) {
    if (Status done = copyPages(source, target, stop); !done) return done;
    SIGNALBOX_CRASH_POINT("copy_made");
    if (Status done = changeCopy(source, target, change); !done) return done;
    Status done = syncFile(target);
    SIGNALBOX_CRASH_POINT("copy_synced");
    return done;
}

Status copyAsBackup(const Reader::Source& source, const std::string& target, Time now, const std::stop_token& stop) {
    const auto mark = [now](Database& copy) -> Status {
        if (Status whole = checkStructure(copy); !whole) return whole;
        return markAsBackup(copy, now);
    };
    return copyStore(source, target, mark, stop);
}

Result<StoreSummary> backUpStore(const Reader::Source& source, const std::string& target, Time now,
                                 const std::stop_token& stop) {
    if (fs::exists(target))
        return fail(ErrorCode::AlreadyExists, fmt::format("{}: there is a file already", target),
                    "Choose another name; a backup replaces nothing.");
    const std::string draft = target + ".new";
    removeStoreFiles(draft);
    auto summary = makeBackup(source, draft, now, stop);
    SIGNALBOX_CRASH_POINT("backup_verified");
    Status named = summary ? renameDurably(draft, target) : Status{};
    SIGNALBOX_CRASH_POINT("backup_named");
    removeStoreFiles(draft);
    if (!named) return std::unexpected(std::move(named.error()));
    return summary;
}

} // namespace signalbox
