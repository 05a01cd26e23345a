#include "engine/remote/server/taken_socket.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace signalbox {

bool isTakenSocket(const std::string& listen) {
    constexpr std::string_view kScheme = "unix:";
    if (!listen.starts_with(kScheme)) return false;
    std::string_view path = std::string_view(listen).substr(kScheme.size());
    if (path.starts_with("//")) path.remove_prefix(2);
    sockaddr_un address{};
    if (path.size() >= sizeof(address.sun_path)) return false;
    address.sun_family = AF_UNIX;
    std::ranges::copy(path, address.sun_path);
    const int file = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (file < 0) return false;
    const int connected = ::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    // One whose queue is full is there, too.
    const bool isTaken = connected == 0 || errno == EAGAIN;
    ::close(file);
    return isTaken;
}

} // namespace signalbox
