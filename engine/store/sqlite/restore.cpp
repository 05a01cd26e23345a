#include "engine/store/sqlite/restore.h"

#include "engine/base/crash_point.h"
#include "engine/store/sqlite/backup.h"
#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/lock_file.h"
#include "engine/store/sqlite/meta.h"
#include "engine/store/sqlite/reader.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "engine/store/sqlite/store_file.h"
#include "engine/store/sqlite/watermark.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace signalbox {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLogSuffix = "-wal";

// Above every epoch that the store at `path` is known to have had. The time in seconds, so that two restores of one
// backup in different places differ.
std::uint64_t nextEpoch(std::uint64_t ofBackup, const std::string& path, Time now) {
    std::uint64_t known = ofBackup;
    if (const auto mark = Watermark::read(path)) known = std::max(known, mark->epoch);
    if (const auto there = summarizeStore({.path = path, .vfs = {}, .isImmutable = true}))
        known = std::max(known, there->meta.epoch);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    return std::max(known + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0)));
}

Status makeWritable(Database& copy, const std::string& path, Time now) {
    auto meta = readMeta(copy);
    if (!meta) return std::unexpected(std::move(meta.error()));
    meta->epoch = nextEpoch(meta->epoch, path, now);
    meta->backupOf.reset();
    return writeMeta(copy, *meta);
}

Status switchToLog(const std::string& draft) {
    Database database;
    if (Status done = database.open(draft, {}); !done) return done;
    return database.run("PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL");
}

// Its parts belong together: a log of another store would bring that store here.
Status checkReadable(const std::string& backup, Time now) {
    const ManualClock clock(now);
    const auto store = SqliteStore::open(
        backup, {.mode = SqliteStore::Mode::ReadOnly, .createIfMissing = false, .allowNetworkFileSystem = true}, clock);
    return store ? Status{} : std::unexpected(store.error());
}

Result<StoreSummary> makeDraft(const std::string& backup, const std::string& path, const std::string& draft, Time now) {
    if (Status readable = checkReadable(backup, now); !readable) return std::unexpected(std::move(readable.error()));
    const Reader::Source source{.path = backup, .vfs = {}, .isImmutable = isImmutableStore(backup)};
    const auto change = [&](Database& copy) { return makeWritable(copy, path, now); };
    if (Status done = copyStore(source, draft, change, {}); !done) return std::unexpected(std::move(done.error()));
    auto summary = verifyStore({.path = draft, .vfs = {}, .isImmutable = true});
    if (!summary) return summary;
    SIGNALBOX_CRASH_POINT("restore_verified");
    if (Status done = switchToLog(draft); !done) return std::unexpected(std::move(done.error()));
    SIGNALBOX_CRASH_POINT("restore_drafted");
    return summary;
}

// A name that is free: "bugs.sqlite.kept-2026-11-22T140502Z".
std::string asideName(const std::string& path, Time now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    const std::string first = fmt::format("{}.kept-{:%Y-%m-%dT%H%M%S}Z", path, seconds);
    std::string name = first;
    for (int i = 2; fs::exists(name) || fs::exists(name + kLogSuffix); ++i)
        name = fmt::format("{}-{}", first, i);
    return name;
}

Status copyLog(const std::string& path, const std::string& name) {
    if (!hasLog(path)) return {};
    const std::string copy = name + kLogSuffix;
    std::error_code failure;
    fs::copy_file(path + kLogSuffix, copy, failure);
    Status done = failure ? Status{} : syncFile(copy);
    if (failure)
        done = fail(failure == std::errc::no_space_on_device ? ErrorCode::DiskFull : ErrorCode::Io,
                    fmt::format("{}: the write-ahead log cannot be kept: {}", copy, failure.message()));
    if (!done) fs::remove(copy, failure);
    return done;
}

// The store goes to its other name in one step, when a copy of its log is there already; then the log here goes. So it
// is whole under the one name or the other at every moment; in between, the watermark tells that it is gone from here.
Result<std::string> putAside(const std::string& path, Time now) {
    std::string name = asideName(path, now);
    if (Status done = copyLog(path, name); !done) return std::unexpected(std::move(done.error()));
    SIGNALBOX_CRASH_POINT("restore_log_copied");
    if (!fs::exists(path)) return std::string(); // a log alone is kept too, but is no store
    if (Status done = renameDurably(path, name); !done) return std::unexpected(std::move(done.error()));
    SIGNALBOX_CRASH_POINT("restore_store_aside");
    return name;
}

Status takePlace(const std::string& draft, const std::string& path) {
    removeStoreFiles(path); // the log that was copied, and what SQLite kept for itself
    if (Status done = syncFolderOf(path); !done) return done;
    SIGNALBOX_CRASH_POINT("restore_cleared");
    if (Status done = renameDurably(draft, path); !done) return done;
    SIGNALBOX_CRASH_POINT("restore_named");
    return {};
}

} // namespace

Result<Restored> restoreStore(const std::string& backup, const std::string& path, Time now) {
    const std::string place = canonicalPath(path);
    LockFile lock;
    if (Status done = lock.acquire(place, now); !done) return std::unexpected(std::move(done.error()));
    const std::string draft = place + ".new";
    removeStoreFiles(draft);
    auto summary = makeDraft(canonicalPath(backup), place, draft, now);
    if (!summary) {
        removeStoreFiles(draft);
        return std::unexpected(std::move(summary.error()));
    }
    auto aside = putAside(place, now);
    if (!aside) return std::unexpected(std::move(aside.error()));
    if (Status done = takePlace(draft, place); !done) {
        done.error().message += fmt::format("; the store is in {}", *aside);
        return std::unexpected(std::move(done.error()));
    }
    return Restored{.summary = *std::move(summary), .keptAside = *std::move(aside)};
}

} // namespace signalbox
