// What a process asks of its storage, in order: preloaded, it stands before the system's calls, hands them on, and
// writes down those that name a file in SIGNALBOX_RECORD_FOLDER, as well as what the process says on its standard
// output, to the file SIGNALBOX_RECORD_TO: as readStorageCalls() reads it. What SQLite shares in "-shm" is left out, as
// it is nothing that a storage keeps.

#include "tests/support/shim.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using signalbox::shim::environment;
using signalbox::shim::next;
using signalbox::shim::pathOf;

bool isWatched(std::string_view path) {
    static const std::string_view folder = environment("SIGNALBOX_RECORD_FOLDER");
    return !folder.empty() && path.starts_with(folder) && !path.ends_with("-shm") && !path.ends_with(" (deleted)");
}

// One write for each, so that threads do not mix theirs.
void record(std::string_view verb, const std::string& path, off64_t at, std::string_view bytes) {
    static const int to = ::open(std::getenv("SIGNALBOX_RECORD_TO"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::string line =
        std::string(verb) + '\t' + path + '\t' + std::to_string(at) + '\t' + std::to_string(bytes.size()) + '\n';
    line += bytes;
    if (::syscall(SYS_write, to, line.data(), line.size()) < 0) std::abort();
}

void recordOn(int file, std::string_view verb, off64_t at = 0, std::string_view bytes = {}) {
    const std::string path = pathOf(file);
    if (isWatched(path)) record(verb, path, at, bytes);
}

std::string_view bytesOf(const void* from, ssize_t size) {
    return {static_cast<const char*>(from), size > 0 ? static_cast<std::size_t>(size) : 0};
}

} // namespace

extern "C" {

ssize_t write(int file, const void* from, size_t size) {
    static auto* const real = next<ssize_t(int, const void*, size_t)>("write");
    if (file == STDOUT_FILENO && !environment("SIGNALBOX_RECORD_TO").empty())
        record("say", "-", 0, bytesOf(from, static_cast<ssize_t>(size)));
    return real(file, from, size);
}

ssize_t pwrite(int file, const void* from, size_t size, off_t at) {
    static auto* const real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    const ssize_t written = real(file, from, size, at);
    recordOn(file, "write", at, bytesOf(from, written));
    return written;
}

ssize_t pwrite64(int file, const void* from, size_t size, off64_t at) {
    static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    const ssize_t written = real(file, from, size, at);
    recordOn(file, "write", at, bytesOf(from, written));
    return written;
}

// How the standard library copies files.
ssize_t sendfile(int to, int from, off_t* at, size_t size) noexcept {
    static auto* const real = next<ssize_t(int, int, off_t*, size_t)>("sendfile");
    const off_t begin = ::lseek(to, 0, SEEK_CUR);
    const ssize_t sent = real(to, from, at, size);
    const std::string path = pathOf(to);
    if (sent <= 0 || !isWatched(path)) return sent;
    std::string bytes(static_cast<std::size_t>(sent), '\0');
    const int written = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (::pread(written, bytes.data(), bytes.size(), begin) != sent) std::abort();
    ::close(written);
    record("write", path, begin, bytes);
    return sent;
}

int ftruncate(int file, off_t size) noexcept {
    static auto* const real = next<int(int, off_t)>("ftruncate");
    const int result = real(file, size);
    if (result == 0) recordOn(file, "truncate", size);
    return result;
}

int ftruncate64(int file, off64_t size) noexcept {
    static auto* const real = next<int(int, off64_t)>("ftruncate64");
    const int result = real(file, size);
    if (result == 0) recordOn(file, "truncate", size);
    return result;
}

int truncate(const char* path, off_t size) noexcept {
    static auto* const real = next<int(const char*, off_t)>("truncate");
    const int result = real(path, size);
    if (result == 0 && isWatched(path)) record("truncate", path, size, {});
    return result;
}

int fdatasync(int file) {
    static auto* const real = next<int(int)>("fdatasync");
    const int result = real(file);
    if (result == 0) recordOn(file, "sync");
    return result;
}

int fsync(int file) {
    static auto* const real = next<int(int)>("fsync");
    const int result = real(file);
    if (result == 0) recordOn(file, "sync");
    return result;
}

int rename(const char* from, const char* to) noexcept {
    static auto* const real = next<int(const char*, const char*)>("rename");
    const int result = real(from, to);
    if (result == 0 && isWatched(from)) record("rename", from, 0, to);
    return result;
}

int unlink(const char* path) noexcept {
    static auto* const real = next<int(const char*)>("unlink");
    const int result = real(path);
    if (result == 0 && isWatched(path)) record("unlink", path, 0, {});
    return result;
}

} // extern "C"
