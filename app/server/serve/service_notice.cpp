#include "app/server/serve/service_notice.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>

namespace signalbox {

void notifyServiceManager(const std::string& socket, std::string_view state) {
    sockaddr_un address{};
    if (socket.size() < 2 || socket.size() >= sizeof(address.sun_path)) return;
    address.sun_family = AF_UNIX;
    std::ranges::copy(socket, address.sun_path);
    if (socket.front() == '@') address.sun_path[0] = '\0'; // abstract
    const int file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0) return;
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size());
    // A manager that does not listen will find out by itself.
    static_cast<void>(
        ::sendto(file, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), length));
    ::close(file);
}

} // namespace signalbox
