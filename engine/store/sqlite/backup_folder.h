#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/store/sqlite/verification.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// When a store is backed up by itself, and how many of these backups stay.
struct BackupSettings {
    bool isEnabled = true;
    Duration interval = std::chrono::hours(24);
    std::uint32_t kept = 7;  // the newest ones; at least 1
    std::string folder = {}; // empty: FILE.backups beside the store
};

struct BackupFile {
    std::string path;
    Time takenAt;

    bool operator==(const BackupFile&) const = default;
};

// The backups that are made of one store by themselves: where they are, when one is due, which go.
// Thread-safety: one thread at a time.
class BackupFolder {
public:
    BackupFolder(std::string storePath, BackupSettings settings);

    // Newest first.
    [[nodiscard]] std::vector<BackupFile> files() const;
    // The one that holds the newest of the newest store, of those that can be opened, with what is in it. Their times
    // do not tell: the clock may have been set.
    [[nodiscard]] std::optional<std::pair<BackupFile, StoreSummary>> newestReadable() const;

    // Backs the store up, whether it is due or not, and lets the oldest ones go beyond those that are kept. A backup
    // that fails takes no other away, and one that cannot be read stays.  Errors: as backUpStore().
    Result<BackupFile> add(Time now, const std::stop_token& stop = {});
    // Backs the store up when the newest backup is older than the interval, or of the future, and the store has changed
    // since.
    // Returns: the backup that it made.  Errors: as backUpStore().
    Result<std::optional<BackupFile>> addIfDue(Time now, const std::stop_token& stop = {});

private:
    using Held = std::pair<BackupFile, StoreSummary>;
    // Those that can be opened, the newest first.
    [[nodiscard]] std::vector<Held> readable() const;
    [[nodiscard]] bool isDue(Time now) const;
    [[nodiscard]] std::string nameAt(Time now) const;
    void removeOldest(const BackupFile& added) const;
    void removeDrafts() const;

    const std::string m_storePath;
    const BackupSettings m_settings;
    const std::string m_folder;
};

} // namespace signalbox
