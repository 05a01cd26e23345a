#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"

#include <string>

namespace signalbox {

// The lock that lets one process write to a store: flock() on a file beside it, which tells who holds it. The kernel
// drops it when the process ends, however it ends; the file stays.
class LockFile {
public:
    LockFile() = default;
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

    // Errors: Locked, naming the holder; Io.
    [[nodiscard]] Status acquire(const std::string& storePath, Time now);

private:
    int m_file = -1;
};

} // namespace signalbox
