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
    std::string replyKey = {};         // 32 bytes; empty in a store of version 1 or 2

    bool operator==(const StoreMeta&) const = default;
};

// Of a store of any version.  Errors: Corrupt (a checksum does not hold, or a value is missing); Io.
[[nodiscard]] Result<StoreMeta> readMeta(Database& database);
// Puts every value.  Requires: a transaction.
[[nodiscard]] Status writeMeta(Database& database, const StoreMeta& meta);
// Requires: a transaction.
[[nodiscard]] Status writeGeneration(Database& database, std::uint64_t generation);
// Requires: a transaction.
[[nodiscard]] Status writeReplyKey(Database& database, const std::string& key);

// A fresh identity for a new store.  Errors: Io.
[[nodiscard]] Result<std::string> freshStoreId();
// A fresh secret for reply addresses: 32 bytes.  Errors: Io.
[[nodiscard]] Result<std::string> freshReplyKey();

} // namespace signalbox
