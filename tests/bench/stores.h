#pragma once

#include "engine/base/clock.h"
#include "engine/chart/chart.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace signalbox::bench {

// A new folder inside `parent` for the stores of one measurement, removed with them.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::string& parent);
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return m_path + "/" + name; }

private:
    std::string m_path;
};

// Ends the program where it cannot.
[[nodiscard]] std::unique_ptr<SqliteStore> openStore(const std::string& path, const Clock& clock);

// Makes a store at `path` with `count` workflows of `chart`, many in a commit: `creation` of 0, 1 ... `now` is the same
// for all of them.
using Creation = std::function<TurnWrite(std::size_t number, const DefinitionRecord& definition, Time now)>;
void prepareWorkflows(const std::string& path, const Chart& chart, std::size_t count, const Creation& creation);

// Makes a store at `path` with workflows 1 to `workflows`, the last of whose changes is a typical fire, for RawSqlite.
void prepareFiredStore(const std::string& path, std::size_t workflows);

} // namespace signalbox::bench
