#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/schema.h"

#include <cstdint>
#include <string>

namespace signalbox {

// The file alone, without its log, in whatever state a process that was killed has left it.
[[nodiscard]] inline Database::Options fileAlone(const std::string& vfs) {
    return {.isReadOnly = true, .isImmutable = true, .mayBeShort = true, .vfs = vfs};
}

// What stands at a path, found without changing it or anything beside it.
enum class StoreFile : std::uint8_t { Missing, Empty, Store };

// Absolute and without symbolic links, as far as the path exists.
[[nodiscard]] std::string canonicalPath(const std::string& path);
// Errors: NotAStore, NewerFormat, Corrupt, Io; each says what the file is and what to do.
[[nodiscard]] Result<StoreFile> inspectStoreFile(const std::string& path, const std::string& vfs,
                                                 std::int64_t newestVersion = kFormatVersion);
// The refusal of a store that a newer program wrote.
[[nodiscard]] std::unexpected<Error> newerFormat(const std::string& path, std::int64_t version,
                                                 std::int64_t newestVersion);
// Makes an empty store at `path` that is there in full, durably, or not at all. Replaces an empty file.
[[nodiscard]] Status createStoreFile(const std::string& path, const std::string& vfs, Time now);
// Removes a file of SQLite and what it may have left beside it.
void removeStoreFiles(const std::string& path);
// Makes a file's content durable.  Requires: no connection of SQLite to it is open in this process.
[[nodiscard]] Status syncFile(const std::string& path);
// Makes the names in the folder of `path` durable.
[[nodiscard]] Status syncFolderOf(const std::string& path);
// Replaces what is at `to`.  Durability: when it returns, the new name survives a loss of power.
[[nodiscard]] Status renameDurably(const std::string& from, const std::string& to);
// Whether a write-ahead log with something in it is beside the store.
[[nodiscard]] bool hasLog(const std::string& path);
// The store that a restore kept last of those that were at `path`, by its dated name; empty: none.
[[nodiscard]] std::string newestKeptAside(const std::string& path);
// Whether the store must be read without locks: from a medium or folder that takes no files, and where no writer left
// anything behind.
[[nodiscard]] bool isImmutableStore(const std::string& path);

} // namespace signalbox
