#pragma once

#include "engine/store/sqlite/database.h"
#include "engine/store/sqlite/migration.h"

#include <cstdint>

namespace signalbox {

// Two versions that there never were: the second has a table more, the third moves rows about.
inline StoreFormat laterFormat(std::int64_t version) {
    StoreFormat format = currentFormat();
    format.version = version;
    format.migrations.push_back({.from = 1, .run = [](Database& database) {
                                     return database.run("CREATE TABLE later (key INTEGER PRIMARY KEY) STRICT");
                                 }});
    format.migrations.push_back({.from = 2, .run = [](Database& database) {
                                     return database.run("INSERT INTO later SELECT key FROM workflow");
                                 }});
    return format;
}

} // namespace signalbox
