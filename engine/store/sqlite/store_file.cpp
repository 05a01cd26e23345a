#include "engine/store/sqlite/store_file.h"

#include "engine/base/crash_point.h"
#include "engine/store/sqlite/file_descriptor.h"
#include "engine/store/sqlite/schema.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace signalbox {

namespace {

namespace fs = std::filesystem;

constexpr const char* kAnotherFile = "Choose another file; this one was left as it was.";

std::unexpected<Error> systemError(const std::string& path, std::string_view doing) {
    return fail(ErrorCode::Io, fmt::format("{}: {}: {}", path, doing, std::strerror(errno)));
}

Result<StoreFile> inspectHeader(Database& database, const std::string& path, std::int64_t newestVersion) {
    const Result<std::int64_t> application = database.number("PRAGMA application_id");
    if (!application && application.error().code == ErrorCode::Corrupt)
        return fail(ErrorCode::NotAStore, fmt::format("{}: is not a Signalbox store, nor any SQLite file", path),
                    kAnotherFile);
    if (!application) return std::unexpected(application.error());
    if (*application != kApplicationId)
        return fail(ErrorCode::NotAStore, fmt::format("{}: is an SQLite file of another program", path), kAnotherFile);
    const Result<std::int64_t> version = database.number("PRAGMA user_version");
    if (!version) return std::unexpected(version.error());
    if (*version > newestVersion) return newerFormat(path, *version, newestVersion);
    if (*version < 1) return fail(ErrorCode::Corrupt, fmt::format("{}: has no format version", path));
    return StoreFile::Store;
}

Status createAt(const std::string& path, const std::string& vfs, Time now) {
    Database database;
    if (Status done = database.open(path, {.mayCreate = true, .vfs = vfs}); !done) return done;
    if (Status done = createSchema(database, now); !done) return done;
    return database.run("PRAGMA journal_mode = WAL");
}

} // namespace

std::string canonicalPath(const std::string& path) {
    std::error_code failure;
    const fs::path absolute = fs::absolute(path, failure);
    if (failure) return path;
    const fs::path canonical = fs::weakly_canonical(absolute, failure);
    return failure ? absolute.string() : canonical.string();
}

std::unexpected<Error> newerFormat(const std::string& path, std::int64_t version, std::int64_t newestVersion) {
    return fail(
        ErrorCode::NewerFormat,
        fmt::format("{}: has format version {}, this program knows versions up to {}", path, version, newestVersion),
        "Open it with a newer Signalbox; the file was left as it was.");
}

Result<StoreFile> inspectStoreFile(const std::string& path, const std::string& vfs, std::int64_t newestVersion) {
    struct stat entry{};
    if (::stat(path.c_str(), &entry) != 0) {
        if (errno == ENOENT) return StoreFile::Missing;
        return systemError(path, "cannot be looked at");
    }
    if (S_ISDIR(entry.st_mode))
        return fail(ErrorCode::NotAStore, fmt::format("{}: is a folder", path), "Choose a file in it.");
    if (!S_ISREG(entry.st_mode))
        return fail(ErrorCode::NotAStore, fmt::format("{}: is not an ordinary file", path), kAnotherFile);
    if (entry.st_size == 0) return StoreFile::Empty;
    Database database;
    // Immutable: an ordinary connection would recover another program's journal, or leave files beside it.
    if (Status done = database.open(path, fileAlone(vfs)); !done) return std::unexpected(std::move(done.error()));
    return inspectHeader(database, path, newestVersion);
}

Status createStoreFile(const std::string& path, const std::string& vfs, Time now) {
    const std::string draft = path + ".new";
    removeStoreFiles(draft);
    Status done = createAt(draft, vfs, now);
    SIGNALBOX_CRASH_POINT("store_drafted");
    if (done && ::rename(draft.c_str(), path.c_str()) != 0) done = systemError(path, "cannot be created");
    SIGNALBOX_CRASH_POINT("store_named");
    if (done) return syncFolderOf(path);
    removeStoreFiles(draft);
    return done;
}

void removeStoreFiles(const std::string& path) {
    ::unlink(path.c_str());
    for (const char* suffix : {"-journal", "-wal", "-shm"})
        ::unlink((path + suffix).c_str());
}

Status syncFile(const std::string& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (file.isOpen() && ::fsync(file.number()) == 0) return {};
    return systemError(path, "cannot be made durable");
}

Status syncFolderOf(const std::string& path) {
    const std::string folder = fs::path(path).parent_path();
    const int file = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return systemError(folder, "cannot open the folder");
    const bool isSynced = ::fsync(file) == 0;
    ::close(file);
    if (!isSynced) return systemError(folder, "cannot make its names durable");
    return {};
}

Status renameDurably(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return systemError(to, "cannot be given its name");
    return syncFolderOf(to);
}

bool hasLog(const std::string& path) {
    struct stat entry{};
    return ::stat((path + "-wal").c_str(), &entry) == 0 && entry.st_size > 0;
}

std::string newestKeptAside(const std::string& path) {
    const std::string prefix = fs::path(path).filename().string() + ".kept-";
    std::string newest;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(fs::path(path).parent_path(), failure)) {
        const std::string name = entry.path().filename();
        const bool isStore = name.starts_with(prefix) && !name.ends_with("-wal") && !name.ends_with("-shm");
        if (isStore && entry.path().string() > newest) newest = entry.path();
    }
    return newest;
}

bool isImmutableStore(const std::string& path) {
    const std::string folder = fs::path(path).parent_path();
    const bool isWritable = ::access(folder.empty() ? "." : folder.c_str(), W_OK) == 0;
    return !isWritable && !hasLog(path);
}

} // namespace signalbox
