#include "app/server/store_commands.h"

#include "app/server/report.h"
#include "app/server/store_examination.h"
#include "engine/base/clock.h"
#include "engine/store/sqlite/restore.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <fmt/format.h>

#include <cstdio>

namespace signalbox {

namespace {

constexpr int kFound = 1; // something is wrong with the store
constexpr int kUnreadable = 2;

// One that lacks what it had acknowledged is neither whole nor worth a backup.
Result<std::unique_ptr<SqliteStore>> openWhole(const std::string& path, bool allowNetworkFileSystem,
                                               const Clock& clock) {
    auto store = SqliteStore::open(path,
                                   {.mode = SqliteStore::Mode::ReadOnly,
                                    .createIfMissing = false,
                                    .allowNetworkFileSystem = allowNetworkFileSystem},
                                   clock);
    if (!store) return store;
    if (auto damage = (*store)->damage()) return std::unexpected(*std::move(damage));
    return store;
}

std::string describe(const StoreSummary& summary) {
    return fmt::format("{} workflows, {} changes", summary.workflowCount, summary.lastSeq.value());
}

} // namespace

int verifyCommand(const std::string& path, bool allowNetworkFileSystem) {
    const SystemClock clock;
    const auto store = openWhole(path, allowNetworkFileSystem, clock);
    if (!store) return report(store.error(), kFound);
    const auto summary = (*store)->verify();
    if (!summary) return report(summary.error(), kFound);
    fmt::print("{}: {}, every checksum holds and the chain is whole\n", path, describe(*summary));
    return 0;
}

int doctorCommand(const std::string& path, bool allowNetworkFileSystem) {
    bool isWhole = true;
    const auto print = [&](const StoreFinding& finding) {
        isWhole = isWhole && finding.seen.has_value();
        if (finding.seen) return fmt::print("{:12} ok     {}\n", finding.what, *finding.seen);
        fmt::print("{:12} WRONG  {}\n", finding.what, finding.seen.error().message);
        if (!finding.seen.error().advice.empty()) fmt::print("{:19} {}\n", "", finding.seen.error().advice);
        if (!finding.isReadable) fmt::print("{:19} Nothing more can be looked at.\n", "");
    };
    const bool isReadable = examineStore(path, allowNetworkFileSystem, SystemClock(), print);
    return !isReadable ? kUnreadable : isWhole ? 0 : kFound;
}

int backupCommand(const std::string& path, const std::string& target, bool allowNetworkFileSystem) {
    const SystemClock clock;
    const auto store = openWhole(path, allowNetworkFileSystem, clock);
    if (!store) return report(store.error(), kFound);
    const auto summary = (*store)->backup(target);
    if (!summary) return report(summary.error(), kFound);
    fmt::print("{}: {}, read back and whole\n", target, describe(*summary));
    return 0;
}

int restoreCommand(const std::string& backup, const std::string& path) {
    const auto restored = restoreStore(backup, path, SystemClock().now());
    if (!restored) return report(restored.error(), kFound);
    fmt::print("{}: {}, restored from {}\n", path, describe(restored->summary), backup);
    if (!restored->keptAside.empty()) fmt::print("  What was there is kept in {}\n", restored->keptAside);
    return 0;
}

} // namespace signalbox
