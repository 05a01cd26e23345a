#pragma once

#include "engine/base/error.h"

namespace signalbox {

class Database;

// What SQLite itself finds wrong with the pages and indexes of a file, whatever its rows say.
// Errors of both: Corrupt, in SQLite's words; Io.

// Looks at every page.
[[nodiscard]] Status checkStructure(Database& database);
// Looks at every page of a small file, and of a large one at the tables whose lost rows leave no trace elsewhere.
[[nodiscard]] Status checkStructureAtOpening(Database& database);

} // namespace signalbox
