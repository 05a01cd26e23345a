#include "engine/remote/client/probe_socket.h"

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

struct FreeAddresses {
    void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};

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

Result<ProbeSocket> ProbeSocket::connect(const std::string& host, int port, std::chrono::milliseconds timeout) {
    const Deadline deadline = std::chrono::steady_clock::now() + timeout;
    if (host.starts_with(kUnix)) {
        ProbeSocket socket(newSocket(AF_UNIX), deadline);
        const sockaddr_un address = unixAddress(host.substr(kUnix.size()));
        const int begun = ::connect(socket.m_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        if (const int error = socket.finishConnecting(begun); error != 0) return unreachable(host, port, textOf(error));
        return socket;
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failed = getaddrinfo(host.c_str(), fmt::format("{}", port).c_str(), &hints, &found);
    if (failed != 0) return unreachable(host, port, gai_strerror(failed));
    const std::unique_ptr<addrinfo, FreeAddresses> addresses(found);
    int error = 0;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        ProbeSocket socket(newSocket(each->ai_family), deadline);
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
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(m_deadline - std::chrono::steady_clock::now());
    pollfd watched{.fd = m_descriptor, .events = static_cast<short>(forWriting ? POLLOUT : POLLIN), .revents = 0};
    return ::poll(&watched, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) > 0;
}

ProbeSocket::ProbeSocket(ProbeSocket&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_deadline(other.m_deadline) {}

ProbeSocket::~ProbeSocket() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

} // namespace signalbox
