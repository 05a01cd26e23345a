#include "tests/support/small_disk.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace signalbox {

SmallDisk::SmallDisk(std::uint64_t bytes) {
    std::string name = (std::filesystem::temp_directory_path() / "signalbox-disk-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) m_path = name;
    const std::string options = "size=" + std::to_string(bytes);
    const bool isOwn = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    if (!isOwn || ::mount("none", m_path.c_str(), "tmpfs", 0, options.c_str()) != 0)
        m_obstacle = std::string("no file system can be mounted here: ") + std::strerror(errno);
}

SmallDisk::~SmallDisk() {
    if (m_obstacle.empty()) ::umount2(m_path.c_str(), MNT_DETACH);
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

void SmallDisk::fill(std::uint64_t spareBytes) {
    struct statvfs disk{};
    ::statvfs(m_path.c_str(), &disk);
    const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    const int filler = ::open(file("filler").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    const off_t before = ::lseek(filler, 0, SEEK_END);
    const std::uint64_t wanted = free - std::min(free, spareBytes);
    if (wanted > 0) static_cast<void>(::posix_fallocate(filler, before, static_cast<off_t>(wanted)));
    ::close(filler);
}

void SmallDisk::empty() {
    ::unlink(file("filler").c_str());
}

bool SmallDisk::makeReadOnly() {
    return ::mount("none", m_path.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
}

} // namespace signalbox
