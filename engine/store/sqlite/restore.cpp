#include "engine/store/sqlite/restore.h"

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
    if (Status done = switchToLog(draft); !done) return std::unexpected(std::move(done.error()));
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

// The log first: a store without its log is told from a whole one by the watermark, and a log without its store by
// nothing.
Result<std::string> putAside(const std::string& path, Time now) {
    if (!fs::exists(path)) return std::string();
    std::string name = asideName(path, now);
    if (fs::exists(path + kLogSuffix))
        if (Status done = renameDurably(path + kLogSuffix, name + kLogSuffix); !done)
            return std::unexpected(std::move(done.error()));
    if (Status done = renameDurably(path, name); !done) return std::unexpected(std::move(done.error()));
    removeStoreFiles(path); // what SQLite kept beside it for itself
    return name;
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
    if (Status done = renameDurably(draft, place); !done) {
        done.error().message += fmt::format("; the store is in {}", *aside);
        return std::unexpected(std::move(done.error()));
    }
    return Restored{.summary = *std::move(summary), .keptAside = *std::move(aside)};
}

} // namespace signalbox
