#include "engine/remote/client/probe_socket.h"

#include "engine/remote/client/name_resolver.h"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kUnix = "unix:";

std::unexpected<Error> unreachable(const std::string& host, int port, const std::string& why) {
    const std::string target = host.starts_with(kUnix) ? host : fmt::format("{}:{}", host, port);
    return fail(ErrorCode::Disconnected, fmt::format("{} cannot be reached: {}", target, why),
                "check the address, and whether the server runs");
}

std::string textOf(int error) {
    return std::system_category().message(error);
}

sockaddr_un unixAddress(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
}

int newSocket(int family) {
    return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

} // namespace

Result<ProbeSocket> ProbeSocket::connect(const std::string& host, int port, const Patience& patience) {
    if (host.starts_with(kUnix)) {
        ProbeSocket socket(newSocket(AF_UNIX), patience);
        const sockaddr_un address = unixAddress(host.substr(kUnix.size()));
        const int begun = ::connect(socket.m_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        if (const int error = socket.finishConnecting(begun); error != 0) return unreachable(host, port, textOf(error));
        return socket;
    }
    const auto resolved = resolveName(host, port, patience);
    if (!resolved) return unreachable(host, port, "nobody says what its name stands for");
    if (resolved->error != 0) return unreachable(host, port, gai_strerror(resolved->error));
    int error = 0;
    for (const addrinfo* each = resolved->addresses.get(); each != nullptr; each = each->ai_next) {
        ProbeSocket socket(newSocket(each->ai_family), patience);
        error = socket.finishConnecting(::connect(socket.m_descriptor, each->ai_addr, each->ai_addrlen));
        if (error == 0) return socket;
    }
    return unreachable(host, port, textOf(error));
}

int ProbeSocket::finishConnecting(int begun) const {
    if (begun == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    if (!wait(true)) return ETIMEDOUT;
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

bool ProbeSocket::wait(bool forWriting) const {
    pollfd watched{.fd = m_descriptor, .events = static_cast<short>(forWriting ? POLLOUT : POLLIN), .revents = 0};
    while (!m_patience.isOver()) {
        const auto look = std::chrono::ceil<std::chrono::milliseconds>(m_patience.nextLook() - Patience::Clock::now());
        if (::poll(&watched, 1, static_cast<int>(std::max<std::int64_t>(look.count(), 0))) > 0) return true;
    }
    return false;
}

ProbeSocket::ProbeSocket(ProbeSocket&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_patience(std::move(other.m_patience)) {}

ProbeSocket::~ProbeSocket() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

} // namespace signalbox
