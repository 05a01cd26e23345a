#include "engine/store/sqlite/statement.h"

#include "engine/store/sqlite/database.h"

#include <sqlite3.h>

#include <cassert>

namespace signalbox {

Statement::Statement(Database& database, const char* sql)
    : m_database(database)
    , m_sql(sql)
    , m_prepared(sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr)) {}

Statement::~Statement() {
    sqlite3_finalize(m_statement);
}

Query::Query(Statement& statement) : m_statement(statement) {}

Query::~Query() {
    sqlite3_reset(m_statement.m_statement);
}

void Query::bindInteger(int parameter, std::int64_t value) {
    sqlite3_bind_int64(m_statement.m_statement, parameter, value);
}

void Query::bindText(int parameter, std::string_view text) {
    // A null pointer would bind NULL, and an empty view may have one.
    const char* start = text.empty() ? "" : text.data();
    sqlite3_bind_text64(m_statement.m_statement, parameter, start, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Query::bindBlob(int parameter, std::span<const std::byte> bytes) {
    const void* start = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    sqlite3_bind_blob64(m_statement.m_statement, parameter, start, bytes.size(), SQLITE_STATIC);
}

void Query::bindNull(int parameter) {
    sqlite3_bind_null(m_statement.m_statement, parameter);
}

Result<bool> Query::next() {
    const int code =
        m_statement.m_statement != nullptr ? sqlite3_step(m_statement.m_statement) : m_statement.m_prepared;
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return std::unexpected(sqliteError(m_statement.m_database.handle(), code, m_statement.m_sql));
}

Status Query::finish() {
    for (;;) {
        const Result<bool> hasRow = next();
        if (!hasRow) return std::unexpected(hasRow.error());
        if (!*hasRow) return {};
    }
}

std::int64_t Query::changedRows() const {
    return sqlite3_changes64(m_statement.m_database.handle());
}

bool Query::hasColumn(int column) const {
    return column < sqlite3_data_count(m_statement.m_statement);
}

Query::Type Query::type(int column) const {
    switch (sqlite3_column_type(m_statement.m_statement, column)) {
    case SQLITE_INTEGER:
        return Type::Integer;
    case SQLITE_TEXT:
        return Type::Text;
    case SQLITE_BLOB:
        return Type::Blob;
    default: // STRICT tables of the store have no floating-point column
        return Type::Null;
    }
}

bool Query::isNull(int column) const {
    return sqlite3_column_type(m_statement.m_statement, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(m_statement.m_statement, column);
}

std::string_view Query::text(int column) const {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.m_statement, column));
    const int size = sqlite3_column_bytes(m_statement.m_statement, column);
    return start != nullptr ? std::string_view(start, static_cast<std::size_t>(size)) : std::string_view();
}

std::span<const std::byte> Query::blob(int column) const {
    const auto* start = static_cast<const std::byte*>(sqlite3_column_blob(m_statement.m_statement, column));
    const int size = sqlite3_column_bytes(m_statement.m_statement, column);
    return {start, start != nullptr ? static_cast<std::size_t>(size) : 0};
}

} // namespace signalbox
