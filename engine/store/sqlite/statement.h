#pragma once

#include "engine/base/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

struct sqlite3_stmt;

namespace signalbox {

class Database;

// A prepared statement, kept for as long as its connection. One that could not be prepared says so when it is run.
class Statement {
public:
    // Lifetime: `database` outlives the statement; `sql` is a literal.
    Statement(Database& database, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

private:
    friend class Query;

    Database& m_database;
    const char* m_sql;
    sqlite3_stmt* m_statement = nullptr;
    int m_prepared; // SQLite's result code
};

// One run of a statement. Ends it when it is destroyed, so that no read transaction stays open.
// Parameters are numbered from 1, columns from 0, as SQLite does.
class Query {
public:
    explicit Query(Statement& statement);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    // Lifetime: text and blobs are not copied: they live until the run ends.
    void bindInteger(int parameter, std::int64_t value);
    void bindText(int parameter, std::string_view text);
    void bindBlob(int parameter, std::span<const std::byte> bytes);
    void bindNull(int parameter);

    // Goes to the next row; false: there is none.
    [[nodiscard]] Result<bool> next();
    // Runs to the end.
    [[nodiscard]] Status finish();
    // Rows that the run inserted, updated or deleted.
    [[nodiscard]] std::int64_t changedRows() const;

    enum class Type : std::uint8_t { Null, Integer, Text, Blob };

    // Whether the answer is so wide: `SELECT *` has fewer columns in a store of an older format.
    [[nodiscard]] bool hasColumn(int column) const;
    // Lifetime of views: until the next call of next().
    [[nodiscard]] Type type(int column) const;
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::span<const std::byte> blob(int column) const;

private:
    Statement& m_statement;
};

} // namespace signalbox
