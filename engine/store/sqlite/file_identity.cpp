#include "engine/store/sqlite/file_identity.h"

#include <sys/stat.h>

namespace signalbox {

std::optional<FileIdentity> fileIdentityOf(const std::string& path) {
    struct stat entry{};
    if (::stat(path.c_str(), &entry) != 0) return std::nullopt;
    return FileIdentity{.device = entry.st_dev, .number = entry.st_ino};
}

} // namespace signalbox
