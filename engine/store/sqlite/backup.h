#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/store/sqlite/reader.h"
#include "engine/store/sqlite/verification.h"

#include <functional>
#include <stop_token>
#include <string>

namespace signalbox {

class Database;

// Copies the store at `source` as it is at one moment, beside a program that goes on writing, into the new file
// `target`. `change` then runs in a transaction on the copy, which has no write-ahead log.
// Durability: when it returns, the copy survives a loss of power under its name.
// Errors: DiskFull; ShuttingDown when `stop` was requested; Corrupt; Io. What is left of a failed copy is the caller's.
[[nodiscard]] Status copyStore(const Reader::Source& source, const std::string& target,
                               const std::function<Status(Database&)>& change, const std::stop_token& stop);

// The same with the mark of a backup, for a store of any version: its pages are checked, not its rows.
[[nodiscard]] Status copyAsBackup(const Reader::Source& source, const std::string& target, Time now,
                                  const std::stop_token& stop = {});

// A backup of the store at `source` in the new file `target`: one file that holds everything, was read back and
// verified whole, and appears under its name only then. It is a store that can be read; to write to it, restore it.
// Returns: what is in it.
// Errors: AlreadyExists; Corrupt when the store is damaged: there is no backup then; as copyStore().
[[nodiscard]] Result<StoreSummary> backUpStore(const Reader::Source& source, const std::string& target, Time now,
                                               const std::stop_token& stop = {});

} // namespace signalbox
