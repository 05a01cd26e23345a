#pragma once

#include "engine/base/error.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

struct sqlite3;

namespace signalbox {

// The Error for a result code of SQLite: which file, what was being done, SQLite's own words.
// `Corrupt` for damage, `Locked` for a lock of another program, `ReadOnly` for a refused write, `DiskFull` with the
// bytes that are free, otherwise `Io`.
[[nodiscard]] Error sqliteError(sqlite3* db, int code, std::string_view doing);

// One connection to a SQLite file.
// Thread-safety: one thread at a time.
class Database {
public:
    struct Options {
        bool isReadOnly = false;
        bool mayCreate = false;
        // The file is read as it stands: no locks, no WAL, no journal; nothing is written beside it either.
        bool isImmutable = false;
        // The file may end before the size that it tells: a checkpoint that was cut off, or that goes on meanwhile,
        // wrote its first page before its last ones, which are in the WAL. Pages that are not there are read as damage.
        bool mayBeShort = false;
        std::chrono::milliseconds busyTimeout{2000};
        std::string vfs = {}; // of SQLite; empty: the default
    };

    Database() = default;
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Requires: not open yet.
    [[nodiscard]] Status open(const std::string& path, const Options& options);
    // Runs statements that give no rows, or whose rows do not matter.
    Status run(const char* sql);
    // The first column of the first row: of pragmas and aggregates; 0 when there is none or it is NULL.
    [[nodiscard]] Result<std::int64_t> number(const char* sql);

    // Asked after any error: SQLite rolls back by itself after some, and not after others.
    [[nodiscard]] bool isInTransaction() const;
    // Whether the file that is open is another one than that at its path.
    [[nodiscard]] bool hasMoved() const;
    // Whether closing this connection, if it is the last one, writes the WAL's pages into the file and removes it.
    void foldWalOnClose(bool doesFold);

    // Absolute.  Requires: open.
    [[nodiscard]] std::string path() const;
    [[nodiscard]] sqlite3* handle() const { return m_db; }

private:
    void acceptShortFile();

    sqlite3* m_db = nullptr;
};

} // namespace signalbox
