#include "engine/remote/server/front_door.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace signalbox {
namespace {

using namespace std::chrono_literals;

// How long it waits for others to end where the system has no room for another connection.
constexpr int kRoomMilliseconds = 100;
// Looking through thousands of connections for ended ones takes milliseconds: who is refused again and again must not
// keep the door from others.
constexpr auto kBetweenLooks = 100ms;

// 0: the system has none; such a connection counts as ended.
std::uint64_t cookieOf(int descriptor) {
    std::uint64_t cookie = 0;
    socklen_t size = sizeof cookie;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0 ? cookie : 0;
}

// Of all addresses of a network that IPv6 gives to one customer at least, the same. Empty: a UNIX socket.
std::string addressText(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(), text.size());
    } else if (address.ss_family == AF_INET6) {
        in6_addr one = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
        if (!IN6_IS_ADDR_V4MAPPED(&one)) std::fill(std::begin(one.s6_addr) + 8, std::end(one.s6_addr), 0);
        ::inet_ntop(AF_INET6, &one, text.data(), text.size());
    }
    return text.data();
}

bool isOutOfRoom(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace

FrontDoor::FrontDoor(std::vector<ListeningSocket> sockets, const Limits& limits, const Clock& clock, Hooks hooks)
    : m_sockets(std::move(sockets))
    , m_limits(limits)
    , m_clock(clock)
    , m_hooks(std::move(hooks))
    , m_end(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_thread([this] { run(); }) {}

void FrontDoor::close() {
    if (!m_thread.joinable()) return;
    m_mustEnd = true;
    static_cast<void>(::eventfd_write(m_end, 1));
    m_thread.join();
    if (m_end >= 0) ::close(m_end);
    m_sockets.clear();
}

FrontDoor::Figures FrontDoor::figures() const {
    const MutexLock lock(m_mutex);
    forgetEnded();
    return {.open = m_admitted.size(), .refused = m_refused};
}

void FrontDoor::forgetEnded() const {
    std::erase_if(m_admitted, [](const Admitted& each) { return cookieOf(each.descriptor) != each.cookie; });
}

void FrontDoor::run() {
    std::vector<pollfd> waiting{{.fd = m_end, .events = POLLIN, .revents = 0}};
    for (const ListeningSocket& socket : m_sockets)
        waiting.push_back({.fd = socket.descriptor(), .events = POLLIN, .revents = 0});
    bool hasRoom = true;
    while (!m_mustEnd) {
        for (pollfd& each : waiting)
            each.revents = 0;
        ::poll(waiting.data(), hasRoom ? waiting.size() : 1, hasRoom && m_end >= 0 ? -1 : kRoomMilliseconds);
        hasRoom = true;
        for (const pollfd& each : waiting)
            if (each.fd != m_end && each.revents != 0) hasRoom = take(each.fd) && hasRoom;
    }
}

bool FrontDoor::take(int listener) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int connection = ::accept4(listener, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
        const int error = errno;
        if (!isOutOfRoom(error)) return true;
        tell(Refusal::NoDescriptor, std::system_category().message(error));
        return false;
    }
    const std::string address = addressText(from);
    if (const auto refusal = note(connection, address)) {
        ::close(connection);
        tell(*refusal, address);
        return true;
    }
    m_hooks.admit(listener, connection);
    return true;
}

// Before anybody else has it: a connection that ends at once would leave its number to another one.
std::optional<FrontDoor::Refusal> FrontDoor::note(int connection, const std::string& address) {
    const MutexLock lock(m_mutex);
    if (refusalFor(address)) lookForRoom();
    if (const auto refusal = refusalFor(address)) {
        ++m_refused;
        return refusal;
    }
    if (const std::uint64_t cookie = cookieOf(connection); cookie != 0)
        m_admitted.push_back({.descriptor = connection, .cookie = cookie, .address = address});
    return std::nullopt;
}

void FrontDoor::lookForRoom() {
    const SteadyTime now = m_clock.steadyNow();
    if (m_lookedInVain && now - *m_lookedInVain < kBetweenLooks) return;
    const std::size_t before = m_admitted.size();
    forgetEnded();
    m_lookedInVain = m_admitted.size() == before ? std::optional(now) : std::nullopt;
}

std::optional<FrontDoor::Refusal> FrontDoor::refusalFor(const std::string& address) const {
    if (m_admitted.size() >= m_limits.all) return Refusal::Full;
    if (address.empty() || m_admitted.size() < m_limits.perAddress) return std::nullopt;
    const auto fromThere = std::ranges::count(m_admitted, address, &Admitted::address);
    if (std::cmp_less(fromThere, m_limits.perAddress)) return std::nullopt;
    return Refusal::FullFromAddress;
}

void FrontDoor::tell(Refusal refusal, const std::string& detail) {
    const SteadyTime now = m_clock.steadyNow();
    auto& told = m_told[static_cast<std::size_t>(refusal)];
    if (told && now - *told < 1min) return;
    told = now;
    switch (refusal) {
    case Refusal::Full:
        return m_hooks.full({.code = ErrorCode::Busy,
                             .message = fmt::format("{} are there, as many as may be", m_limits.all),
                             .advice = m_limits.isAllOfSystem
                                           ? "see whose they are, or raise the limit of open files (LimitNOFILE)"
                                           : "see whose they are, or raise limits.connections"});
    case Refusal::FullFromAddress:
        return m_hooks.full({.code = ErrorCode::Busy,
                             .message = fmt::format("{} are there from {}, as many as may be from one address",
                                                    m_limits.perAddress, detail),
                             .advice = "see why it opens so many, or raise limits.connections_per_address"});
    case Refusal::NoDescriptor:
        return m_hooks.full({.code = ErrorCode::Busy,
                             .message = "the system has no room for another one: " + detail,
                             .advice = "raise the limit of open files (LimitNOFILE)"});
    }
}

} // namespace signalbox
