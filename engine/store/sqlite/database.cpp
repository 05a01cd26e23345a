#include "engine/store/sqlite/database.h"

#include "engine/store/sqlite/statement.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/statvfs.h>

#include <cassert>
#include <cerrno>

namespace signalbox {

namespace {

// A URI, because only there `immutable` can be asked for: the path with what a URI would misread escaped.
std::string uriOf(const std::string& path, bool isImmutable) {
    std::string uri = "file:";
    for (const char c : path) {
        if (c == '?' || c == '#' || c == '%')
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    // An empty authority keeps a path that starts with "//" a path.
    if (path.starts_with("//")) uri.insert(5, "//");
    return isImmutable ? uri + "?immutable=1" : uri;
}

// SQLite knows one errno for a disk without space; a quota has another.
bool isOverQuota(sqlite3* db, int code) {
    return code == SQLITE_IOERR_WRITE && db != nullptr && sqlite3_system_errno(db) == EDQUOT;
}

ErrorCode errorCode(int code) {
    switch (code & 0xff) {
    case SQLITE_FULL:
        return ErrorCode::DiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::Corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::Locked;
    case SQLITE_READONLY:
        return ErrorCode::ReadOnly;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
        return ErrorCode::Internal;
    default:
        return ErrorCode::Io;
    }
}

std::string adviceFor(int code, const std::string& path) {
    switch (code & 0xff) {
    case SQLITE_FULL: {
        struct statvfs disk{};
        const bool isKnown = ::statvfs(path.c_str(), &disk) == 0;
        const std::uint64_t freeBytes = isKnown ? std::uint64_t{disk.f_bavail} * disk.f_frsize : 0;
        return fmt::format("Free space on the disk: {} bytes are left.", freeBytes);
    }
    case SQLITE_BUSY:
        return "Another program holds SQLite's lock on the file: close it, then try again.";
    default:
        return {};
    }
}

} // namespace

Error sqliteError(sqlite3* db, int code, std::string_view doing) {
    const char* name = db != nullptr ? sqlite3_db_filename(db, "main") : nullptr;
    const std::string path = name != nullptr ? name : "";
    const int extended = db != nullptr && code == SQLITE_ERROR ? sqlite3_extended_errcode(db) : code;
    const char* words =
        db != nullptr && sqlite3_extended_errcode(db) == code ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    return {.code = isOverQuota(db, code) ? ErrorCode::DiskFull : errorCode(code),
            .message = fmt::format("{}: {}: {} (SQLite {})", path, doing, words, extended),
            .advice = adviceFor(code, path)};
}

Database::~Database() {
    [[maybe_unused]] const int code = sqlite3_close(m_db);
    assert(code == SQLITE_OK && "a statement outlives its database");
}

Status Database::open(const std::string& path, const Options& options) {
    assert(m_db == nullptr);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
    flags |= options.isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.mayCreate) flags |= SQLITE_OPEN_CREATE;
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    const int code = sqlite3_open_v2(uriOf(path, options.isImmutable).c_str(), &m_db, flags, vfs);
    if (code != SQLITE_OK) {
        Error error = sqliteError(m_db, code, "cannot open");
        error.message = fmt::format("{}: cannot open: {} (SQLite {})", path, sqlite3_errstr(code), code);
        return std::unexpected(std::move(error));
    }
    sqlite3_busy_timeout(m_db, static_cast<int>(options.busyTimeout.count()));
    // A file may come from anybody: its schema must not run code or rewrite itself.
    sqlite3_db_config(m_db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (options.mayBeShort) acceptShortFile();
    return {};
}

// SQLite refuses a file that is shorter than it tells, but for those who mend one by hand.
void Database::acceptShortFile() {
    sqlite3_db_config(m_db, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    sqlite3_db_config(m_db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
}

Status Database::run(const char* sql) {
    const int code = sqlite3_exec(m_db, sql, nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return {};
    return std::unexpected(sqliteError(m_db, code, sql));
}

Result<std::int64_t> Database::number(const char* sql) {
    Statement statement(*this, sql);
    Query query(statement);
    const Result<bool> hasRow = query.next();
    if (!hasRow) return std::unexpected(hasRow.error());
    return *hasRow ? query.integer(0) : 0;
}

std::string Database::path() const {
    const char* name = sqlite3_db_filename(m_db, "main");
    return name != nullptr ? name : "";
}

bool Database::isInTransaction() const {
    return sqlite3_get_autocommit(m_db) == 0;
}

bool Database::hasMoved() const {
    int hasMoved = 0;
    sqlite3_file_control(m_db, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved);
    return hasMoved != 0;
}

void Database::foldWalOnClose(bool doesFold) {
    sqlite3_db_config(m_db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, doesFold ? 0 : 1, nullptr);
}

} // namespace signalbox
