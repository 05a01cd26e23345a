#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::bench {

// What SQLite gives for the writes of a fire when nothing else is done: the store's own tables and settings, its three
// statements, rows of the size that the engine wrote, copied from a store in which it fired.
class RawSqlite {
public:
    // Requires: a store at `path`, closed, with workflows 1 to `workflows`, whose last change is a typical fire.
    RawSqlite(const std::string& path, std::uint64_t workflows);
    ~RawSqlite();
    RawSqlite(const RawSqlite&) = delete;
    RawSqlite& operator=(const RawSqlite&) = delete;

    // One transaction with `fires` fires, durably.
    void commit(std::uint64_t fires);

private:
    // The columns of a row, ready to be bound again.
    using Row = std::vector<sqlite3_value*>;

    void run(const char* sql);
    [[nodiscard]] sqlite3_stmt* prepare(const std::string& sql);
    [[nodiscard]] std::vector<std::string> columnNames(const std::string& sql);
    [[nodiscard]] std::vector<Row> read(const std::string& sql);
    static void bind(sqlite3_stmt* statement, const Row& row);
    void step(sqlite3_stmt* statement);
    void fire();

    sqlite3* m_db = nullptr;
    std::uint64_t m_workflows;
    std::int64_t m_seq = 0;
    std::uint64_t m_next = 0;
    int m_lastSeqColumn = 0;
    Row m_workflow;
    Row m_change;
    std::vector<Row> m_effects;
    sqlite3_stmt* m_update = nullptr;
    sqlite3_stmt* m_insertChange = nullptr;
    sqlite3_stmt* m_insertEffect = nullptr;
};

} // namespace signalbox::bench
