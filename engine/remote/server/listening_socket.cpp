#include "engine/remote/server/listening_socket.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

namespace signalbox {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kAbstract = "unix-abstract:";

struct AddressesEnd {
    void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};
using Addresses = std::unique_ptr<addrinfo, AddressesEnd>;

// An address of any family, as the system takes it.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
    [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
    [[nodiscard]] int family() const { return storage.ss_family; }
};

SocketAddress addressOf(const void* given, std::size_t size) {
    SocketAddress address;
    std::memcpy(&address.storage, given, size);
    address.size = static_cast<socklen_t>(size);
    return address;
}

// Requires: `path` has room.
SocketAddress unixAddress(std::string_view path, bool isAbstract) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::size_t start = isAbstract ? 1 : 0;
    std::memcpy(address.sun_path + start, path.data(), path.size());
    const std::size_t size = isAbstract ? offsetof(sockaddr_un, sun_path) + start + path.size() : sizeof address;
    return addressOf(&address, size);
}

void setPort(SocketAddress& address, int port) {
    const in_port_t inNetOrder = htons(static_cast<in_port_t>(port));
    if (address.family() == AF_INET) reinterpret_cast<sockaddr_in&>(address.storage).sin_port = inNetOrder;
    if (address.family() == AF_INET6) reinterpret_cast<sockaddr_in6&>(address.storage).sin6_port = inNetOrder;
}

// Both families by one socket, where the system has both.
SocketAddress everywhere() {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_any;
    return addressOf(&address, sizeof address);
}

void setOption(int descriptor, int level, int option, int value) {
    static_cast<void>(::setsockopt(descriptor, level, option, &value, sizeof value));
}

// One that is no socket stays.
void removeSocketFile(const std::string& path) {
    struct stat found{};
    if (!path.empty() && ::stat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode)) ::unlink(path.c_str());
}

} // namespace

// Opens all sockets of one `listen`.
class SocketOpener {
public:
    SocketOpener(const std::string& listen, std::chrono::milliseconds patience)
        : m_listen(listen)
        , m_patience(patience) {}

    Result<std::vector<ListeningSocket>> open() {
        if (m_listen.starts_with(kAbstract))
            addLocal(std::string_view(m_listen).substr(kAbstract.size()), true);
        else if (m_listen.starts_with(kUnix))
            addLocal(std::string_view(m_listen).substr(kUnix.size()), false);
        else
            addNamed();
        if (!m_sockets.empty()) return std::move(m_sockets);
        return fail(ErrorCode::Io, fmt::format("cannot listen on {}: {}", m_listen, m_problem),
                    "another program may be listening there, or the address is not this machine's");
    }

private:
    void addLocal(std::string_view name, bool isAbstract) {
        if (!isAbstract && name.starts_with("//")) name.remove_prefix(2);
        if (name.empty() || name.size() >= sizeof(sockaddr_un::sun_path)) {
            m_problem = "the path is too long, or there is none";
            return;
        }
        const std::string path(name);
        if (!isAbstract) removeSocketFile(path);
        if (add(unixAddress(name, isAbstract)) && !isAbstract) m_sockets.back().m_path = path;
    }

    void addNamed() {
        const auto colon = m_listen.rfind(':');
        std::string host = m_listen.substr(0, colon);
        const std::string port = m_listen.substr(colon + 1);
        if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
        const bool isEverywhere = host == "0.0.0.0" || host == "::";
        addrinfo hints{};
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
        hints.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        const int error = ::getaddrinfo(isEverywhere ? "0.0.0.0" : host.c_str(), port.c_str(), &hints, &found);
        if (error != 0) return static_cast<void>(m_problem = ::gai_strerror(error));
        const Addresses addresses(found);
        if (isEverywhere) {
            SocketAddress both = everywhere();
            setPort(both, ntohs(reinterpret_cast<const sockaddr_in*>(found->ai_addr)->sin_port));
            if (add(both) || !m_hasNoFamily) return;
        }
        for (const addrinfo* each = found; each != nullptr; each = each->ai_next)
            add(addressOf(each->ai_addr, each->ai_addrlen));
    }

    bool add(SocketAddress address) {
        // All of a name have the port that the first one was given.
        if (!m_sockets.empty()) setPort(address, m_sockets.front().port());
        ListeningSocket socket(::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        m_hasNoFamily = socket.descriptor() < 0 && errno == EAFNOSUPPORT;
        if (address.family() != AF_UNIX) prepare(socket.descriptor(), address.family());
        if (socket.descriptor() < 0 || ::bind(socket.descriptor(), address.get(), address.size) != 0 ||
            ::listen(socket.descriptor(), SOMAXCONN) != 0) {
            m_problem = std::system_category().message(errno);
            return false;
        }
        m_sockets.push_back(std::move(socket));
        return true;
    }

    // What connections inherit, but for the first two. Nobody else may listen there too: he would get some of the
    // calls.
    void prepare(int descriptor, int family) const {
        if (family == AF_INET6) setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);
        setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
        setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
        setOption(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(m_patience.count()));
    }

    const std::string& m_listen;
    const std::chrono::milliseconds m_patience;
    std::vector<ListeningSocket> m_sockets;
    std::string m_problem;
    bool m_hasNoFamily = false; // the system does not know the last one's
};

Result<std::vector<ListeningSocket>> ListeningSocket::open(const std::string& listen,
                                                           std::chrono::milliseconds patience) {
    return SocketOpener(listen, patience).open();
}

ListeningSocket::ListeningSocket(ListeningSocket&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_path(std::exchange(other.m_path, {})) {}

ListeningSocket::~ListeningSocket() {
    if (m_descriptor < 0) return;
    removeSocketFile(m_path);
    ::close(m_descriptor);
}

int ListeningSocket::port() const {
    SocketAddress address;
    address.size = sizeof address.storage;
    if (::getsockname(m_descriptor, reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0) return 0;
    if (address.family() == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address.storage).sin_port);
    if (address.family() == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_port);
    return 0;
}

} // namespace signalbox
