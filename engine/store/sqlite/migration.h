#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/store/sqlite/meta.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace signalbox {

class Database;

// What brings a store from one version of the format to the next. It may change everything but the columns of `meta`,
// and `seq` and `chain` of `change`, which are read before the version counts. It runs inside a transaction.
struct Migration {
    std::int64_t from = 0;
    std::function<Status(Database&)> run;
};

// The format that a program writes, and the ways to it from older ones: one migration from each version to the next.
struct StoreFormat {
    std::int64_t version = 0;
    std::vector<Migration> migrations = {};
};

// Of this program.
[[nodiscard]] StoreFormat currentFormat();

// Brings the store that `database` has open to `format`, in one transaction, after a backup of it as it is: the file
// "FILE.before-format-N", which stays; "FILE.before-format-N-2" and so on where that is of another moment. Does nothing
// when it has that format.
// Requires: a store of no higher version, whose parts belong together, and its lock is held.
// Errors: Corrupt for a version that there is no way from; DiskFull, Io: the store is as it was.
[[nodiscard]] Status migrate(Database& database, const StoreFormat& format, StoreMeta& meta, Time now);

} // namespace signalbox
