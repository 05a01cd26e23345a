// A storage that fails, for a process of its own: preloaded, it stands before the system's calls. Told by environment:
// SIGNALBOX_SHIM_PATH: only files whose path begins so; SIGNALBOX_SHIM_FAIL: "sync:N" or "write:N", the Nth such call,
// "sync:N+" it and all later ones, "sync:N!" the process ends there as kill -9 ends it; SIGNALBOX_SHIM_ERRNO: with
// which errno, by number; SIGNALBOX_SHIM_FILE_SYSTEM: the type that statfs() answers, by number. Prints "fault" when a
// call fails.

#include "tests/support/shim.h"

#include <fcntl.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

using signalbox::shim::environment;
using signalbox::shim::next;

bool isWatched(int file) {
    const std::string_view wanted = environment("SIGNALBOX_SHIM_PATH");
    return !wanted.empty() && signalbox::shim::pathOf(file).starts_with(wanted);
}

// What is to fail, read once.
struct Plan {
    std::string_view call;
    long nth = 0;
    bool isForEver = false;
    bool doesKill = false;
    int error = EIO;

    static Plan read() {
        Plan plan;
        const std::string_view text = environment("SIGNALBOX_SHIM_FAIL");
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) return plan;
        plan.call = text.substr(0, colon);
        plan.nth = std::atol(text.data() + colon + 1);
        plan.isForEver = text.ends_with('+');
        plan.doesKill = text.ends_with('!');
        const std::string_view error = environment("SIGNALBOX_SHIM_ERRNO");
        if (!error.empty()) plan.error = std::atoi(error.data());
        return plan;
    }
};

bool fails(std::string_view call, int file) {
    static const Plan plan = Plan::read();
    static std::atomic<long> count = 0;
    if (call != plan.call || !isWatched(file)) return false;
    const long now = ++count;
    if (now != plan.nth && !(plan.isForEver && now > plan.nth)) return false;
    if (plan.doesKill) ::kill(::getpid(), SIGKILL);
    constexpr std::string_view kTold = "fault\n";
    ::syscall(SYS_write, STDOUT_FILENO, kTold.data(), kTold.size());
    errno = plan.error;
    return true;
}

} // namespace

extern "C" {

int fdatasync(int file) {
    static auto* const real = next<int(int)>("fdatasync");
    return fails("sync", file) ? -1 : real(file);
}

int fsync(int file) {
    static auto* const real = next<int(int)>("fsync");
    return fails("sync", file) ? -1 : real(file);
}

ssize_t pwrite(int file, const void* from, size_t size, off_t at) {
    static auto* const real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    return fails("write", file) ? -1 : real(file, from, size, at);
}

ssize_t pwrite64(int file, const void* from, size_t size, off64_t at) {
    static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    return fails("write", file) ? -1 : real(file, from, size, at);
}

int statfs(const char* path, struct statfs* found) noexcept {
    static auto* const real = next<int(const char*, struct statfs*)>("statfs");
    const int result = real(path, found);
    const std::string_view type = environment("SIGNALBOX_SHIM_FILE_SYSTEM");
    if (result == 0 && !type.empty()) found->f_type = std::atol(type.data());
    return result;
}

} // extern "C"
