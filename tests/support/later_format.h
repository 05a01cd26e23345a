#pragma once

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/migration.h"

#include <cstdint>
#include <utility>

namespace signalbox {

// One or two versions after this program's, as there never were: the first has a table more, the second moves rows
// about.
inline StoreFormat laterFormat(std::int64_t steps) {
    StoreFormat format = currentFormat();
    const std::int64_t current = std::exchange(format.version, format.version + steps);
    format.migrations.push_back({.from = current, .run = [](Database& database) {
                                     return database.run("CREATE TABLE later (key INTEGER PRIMARY KEY) STRICT");
                                 }});
    format.migrations.push_back({.from = current + 1, .run = [](Database& database) {
                                     return database.run("INSERT INTO later SELECT key FROM workflow");
                                 }});
    return format;
}

} // namespace signalbox
