#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

class Database;

// What a store says about itself: FORMAT.md, table `meta`.
struct StoreMeta {
    std::string storeId; // 32 lower-case hexadecimal digits
    std::uint64_t epoch = 1;
    // Counts up with the first transaction after a finished checkpoint, so that the write-ahead log and the file itself
    // tell whether they belong together.
    std::uint64_t generation = 1;
    Time created = {};
    std::optional<Time> backupOf = {}; // set in a backup: when it was taken

    bool operator==(const StoreMeta&) const = default;
};

// Errors: Corrupt (a checksum does not hold, or a value is missing); Io.
[[nodiscard]] Result<StoreMeta> readMeta(Database& database);
// Puts every value.  Requires: a transaction.
[[nodiscard]] Status writeMeta(Database& database, const StoreMeta& meta);
// Requires: a transaction.
[[nodiscard]] Status writeGeneration(Database& database, std::uint64_t generation);

// A fresh identity for a new store.  Errors: Io.
[[nodiscard]] Result<std::string> freshStoreId();

} // namespace signalbox
