#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <cstdint>
#include <string>

namespace signalbox {

class Database;

// "Sgbx": what tells a Signalbox store from any other SQLite file. Persistent: never change a value.
inline constexpr std::int64_t kApplicationId = 0x53676278;
// The format that this program writes. Persistent: counts up with every migration.
inline constexpr std::int64_t kFormatVersion = 3;

// Makes a store of an empty file, with a fresh identity, durably.
[[nodiscard]] Status createSchema(Database& database, Time now);
// Settings of a connection that are not kept in the file.
[[nodiscard]] Status prepareWriter(Database& database);
[[nodiscard]] Status prepareReader(Database& database);

} // namespace signalbox
