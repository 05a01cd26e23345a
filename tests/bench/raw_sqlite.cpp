#include "tests/bench/raw_sqlite.h"

#include "tests/bench/bench.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace signalbox::bench {
namespace {

// As the store's writer does it.
constexpr int kCheckpointPages = 10'000;

int checkpointWhenLong(void*, sqlite3* db, const char*, int pages) {
    if (pages >= kCheckpointPages) sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;
}

void require(sqlite3* db, bool holds, const char* what) {
    if (holds) return;
    fmt::print(stderr, "{}: {}\n", what, sqlite3_errmsg(db));
    std::abort();
}

// "?1, ?2, ?3"
std::string placeholders(std::size_t count) {
    std::vector<std::string> list;
    for (std::size_t i = 1; i <= count; ++i)
        list.push_back(fmt::format("?{}", i));
    return fmt::format("{}", fmt::join(list, ", "));
}

} // namespace

RawSqlite::RawSqlite(const std::string& path, std::uint64_t workflows) : m_workflows(workflows) {
    require(m_db, sqlite3_open(path.c_str(), &m_db) == SQLITE_OK, "opening the store");
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
        "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON");
    sqlite3_wal_hook(m_db, &checkpointWhenLong, nullptr);
    m_change = read("SELECT * FROM change ORDER BY seq DESC LIMIT 1").at(0);
    m_seq = sqlite3_value_int64(m_change.at(0));
    m_workflow = read(fmt::format("SELECT * FROM workflow WHERE last_seq = {}", m_seq)).at(0);
    m_effects = read(fmt::format("SELECT * FROM effect WHERE change = {}", m_seq));
    // The statements follow the tables as they are, so that a column more is measured too.
    const auto columns = columnNames("SELECT * FROM workflow");
    m_lastSeqColumn = static_cast<int>(std::ranges::find(columns, "last_seq") - columns.begin()) + 1;
    std::vector<std::string> settings;
    for (std::size_t i = 1; i < columns.size(); ++i)
        settings.push_back(fmt::format("{} = ?{}", columns[i], i + 1));
    m_update = prepare(fmt::format("UPDATE workflow SET {} WHERE key = ?1 AND last_seq >= ?{}",
                                   fmt::join(settings, ", "), columns.size() + 1));
    m_insertChange = prepare(fmt::format("INSERT INTO change VALUES ({})", placeholders(m_change.size())));
    m_insertEffect = prepare(
        fmt::format("INSERT INTO effect VALUES ({})", placeholders(columnNames("SELECT * FROM effect").size())));
}

RawSqlite::~RawSqlite() {
    for (sqlite3_stmt* statement : {m_update, m_insertChange, m_insertEffect})
        sqlite3_finalize(statement);
    m_effects.push_back(std::move(m_workflow));
    m_effects.push_back(std::move(m_change));
    for (const Row& row : m_effects)
        for (sqlite3_value* value : row)
            sqlite3_value_free(value);
    sqlite3_close(m_db);
}

void RawSqlite::commit(std::uint64_t fires) {
    run("BEGIN IMMEDIATE");
    for (std::uint64_t i = 0; i < fires; ++i)
        fire();
    run("COMMIT");
}

void RawSqlite::fire() {
    // With long strides, as the clients go: a commit then touches as many pages as the engine's.
    const auto key = static_cast<std::int64_t>(strided(m_next++, m_workflows) + 1);
    ++m_seq;
    bind(m_update, m_workflow);
    sqlite3_bind_int64(m_update, 1, key);
    sqlite3_bind_int64(m_update, m_lastSeqColumn, m_seq);
    sqlite3_bind_int64(m_update, static_cast<int>(m_workflow.size()) + 1, 0);
    step(m_update);
    bind(m_insertChange, m_change);
    sqlite3_bind_int64(m_insertChange, 1, m_seq);
    sqlite3_bind_int64(m_insertChange, 2, key);
    step(m_insertChange);
    for (const Row& effect : m_effects) {
        bind(m_insertEffect, effect);
        sqlite3_bind_int64(m_insertEffect, 1, m_seq);
        sqlite3_bind_int64(m_insertEffect, 3, key);
        step(m_insertEffect);
    }
}

void RawSqlite::run(const char* sql) {
    require(m_db, sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
}

sqlite3_stmt* RawSqlite::prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    require(m_db,
            sqlite3_prepare_v3(m_db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) == SQLITE_OK,
            sql.c_str());
    return statement;
}

std::vector<std::string> RawSqlite::columnNames(const std::string& sql) {
    sqlite3_stmt* statement = prepare(sql);
    std::vector<std::string> names;
    for (int column = 0; column < sqlite3_column_count(statement); ++column)
        names.emplace_back(sqlite3_column_name(statement, column));
    sqlite3_finalize(statement);
    return names;
}

std::vector<RawSqlite::Row> RawSqlite::read(const std::string& sql) {
    sqlite3_stmt* statement = prepare(sql);
    std::vector<Row> rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        Row& row = rows.emplace_back();
        for (int column = 0; column < sqlite3_column_count(statement); ++column)
            row.push_back(sqlite3_value_dup(sqlite3_column_value(statement, column)));
    }
    sqlite3_finalize(statement);
    return rows;
}

void RawSqlite::bind(sqlite3_stmt* statement, const Row& row) {
    for (std::size_t column = 0; column < row.size(); ++column)
        sqlite3_bind_value(statement, static_cast<int>(column) + 1, row[column]);
}

void RawSqlite::step(sqlite3_stmt* statement) {
    require(m_db, sqlite3_step(statement) == SQLITE_DONE, "a write");
    sqlite3_reset(statement);
}

} // namespace signalbox::bench
