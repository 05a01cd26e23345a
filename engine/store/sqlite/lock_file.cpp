#include "engine/store/sqlite/lock_file.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace signalbox {

namespace {

std::string userName() {
    std::array<char, 1024> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return std::to_string(::geteuid());
}

std::string hostName() {
    std::array<char, 256> buffer{};
    if (::gethostname(buffer.data(), buffer.size() - 1) != 0) return "unknown";
    return buffer.data();
}

// FORMAT.md, "Lock file".
std::string holderText(Time now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    return fmt::format("pid {}\nuser {}\nhost {}\nsince {:%Y-%m-%dT%H:%M:%S}Z\n", ::getpid(), userName(), hostName(),
                       seconds);
}

// "pid 12, user sue, host box, since ..."; what a stranger wrote there is cut and made one line.
std::string describeHolder(int file) {
    std::array<char, 512> buffer{};
    const ssize_t size = ::pread(file, buffer.data(), buffer.size(), 0);
    std::string text(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    std::string line;
    for (const char c : text) {
        if (c == '\n')
            line += ", ";
        else
            line += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return line.empty() ? "another process" : line;
}

// For people only: the lock holds without it, also on a full disk.
void writeHolder(int file, const std::string& text) {
    if (::ftruncate(file, 0) != 0) return;
    [[maybe_unused]] const ssize_t written = ::pwrite(file, text.data(), text.size(), 0);
}

} // namespace

LockFile::~LockFile() {
    if (m_file < 0) return;
    // Not removed: another process may have it open already and would lock a file that no longer has a name.
    [[maybe_unused]] const int emptied = ::ftruncate(m_file, 0);
    ::close(m_file);
}

Status LockFile::acquire(const std::string& storePath, Time now) {
    const std::string path = storePath + ".lock";
    m_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (m_file < 0)
        return fail(errno == EROFS || errno == EACCES ? ErrorCode::ReadOnly : ErrorCode::Io,
                    fmt::format("{}: cannot open the lock file: {}", path, std::strerror(errno)),
                    "Check that the folder may be written to, or open the store read-only.");
    if (::flock(m_file, LOCK_EX | LOCK_NB) == 0) {
        writeHolder(m_file, holderText(now));
        return {};
    }
    const int reason = errno;
    const std::string holder = describeHolder(m_file);
    ::close(std::exchange(m_file, -1));
    if (reason != EWOULDBLOCK)
        return fail(ErrorCode::Io, fmt::format("{}: cannot lock: {}", path, std::strerror(reason)));
    return fail(ErrorCode::Locked, fmt::format("{}: already open for writing by {}", storePath, holder),
                "Close it there, or open the store read-only.");
}

} // namespace signalbox
