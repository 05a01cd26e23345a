#include "engine/store/sqlite/ballast.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace signalbox {

namespace {

bool isTaken(int file) {
    constexpr std::uint64_t kStatBlock = 512;
    struct stat entry{};
    return ::fstat(file, &entry) == 0 && static_cast<std::uint64_t>(entry.st_blocks) * kStatBlock >= Ballast::kBytes;
}

} // namespace

bool Ballast::take(std::uint64_t spareBytes) const {
    const int file = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0) return errno != ENOSPC && errno != EDQUOT;
    int failure = 0;
    // Really taking it is the one sure way to learn that it is there: quotas and reserves are not in statvfs().
    if (!isTaken(file) || spareBytes > 0) failure = ::posix_fallocate(file, 0, static_cast<off_t>(kBytes + spareBytes));
    const bool isFull = failure == ENOSPC || failure == EDQUOT;
    [[maybe_unused]] const int cut = ::ftruncate(file, isFull ? 0 : static_cast<off_t>(kBytes));
    ::close(file);
    return !isFull;
}

void Ballast::release() const {
    // Emptied and not removed: a full disk may refuse what has to change a folder.
    [[maybe_unused]] const int cut = ::truncate(m_path.c_str(), 0);
}

} // namespace signalbox
