#include "tests/bench/loopback_receiver.h"

#include "tests/bench/bench.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <map>
#include <string_view>

namespace signalbox::bench {
namespace {

constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLength = "Content-Length: ";

void watch(int epoll, int descriptor) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    if (::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) giveUp("nothing can be watched");
}

// How long the first request in `bytes` is; 0: it is not there in full.
std::size_t requestLength(std::string_view bytes) {
    const std::size_t head = bytes.find(kHeadEnd);
    if (head == std::string_view::npos) return 0;
    const std::size_t length = bytes.find(kLength);
    std::size_t body = 0;
    if (length < head) {
        const std::string_view number = bytes.substr(length + kLength.size());
        const char* const begin = number.data();
        std::from_chars(begin, begin + number.size(), body);
    }
    const std::size_t whole = head + kHeadEnd.size() + body;
    return whole <= bytes.size() ? whole : 0;
}

// Answers all requests that are there in full.  Returns: how many.
std::size_t answer(int connection, std::string& bytes) {
    std::size_t count = 0;
    std::size_t done = 0;
    while (const std::size_t length = requestLength(std::string_view(bytes).substr(done))) {
        done += length;
        ++count;
        (void)!::write(connection, kAnswer.data(), kAnswer.size());
    }
    bytes.erase(0, done);
    return count;
}

} // namespace

LoopbackReceiver::LoopbackReceiver()
    : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    , m_stop(::eventfd(0, EFD_CLOEXEC)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    const bool isListening = ::bind(m_listener, generic, size) == 0 && ::listen(m_listener, SOMAXCONN) == 0 &&
                             ::getsockname(m_listener, generic, &size) == 0;
    if (!isListening) giveUp("no receiver can listen on loopback");
    m_port = ::ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

LoopbackReceiver::~LoopbackReceiver() {
    const std::uint64_t one = 1;
    (void)!::write(m_stop, &one, sizeof one);
    m_thread.join();
    ::close(m_listener);
    ::close(m_stop);
}

std::string LoopbackReceiver::url() const {
    return fmt::format("http://127.0.0.1:{}/steps", m_port);
}

void LoopbackReceiver::run() {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, m_listener);
    watch(epoll, m_stop);
    std::map<int, std::string> connections;
    std::array<char, 16 * 1024> buffer{};
    for (;;) {
        epoll_event event{};
        if (::epoll_wait(epoll, &event, 1, -1) != 1) continue;
        const int descriptor = event.data.fd;
        if (descriptor == m_stop) break;
        if (descriptor == m_listener) {
            const int connection = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            const int isOn = 1;
            ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &isOn, sizeof isOn);
            connections[connection];
            watch(epoll, connection);
            continue;
        }
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count <= 0) {
            connections.erase(descriptor);
            ::close(descriptor);
            continue;
        }
        std::string& bytes = connections[descriptor];
        bytes.append(buffer.data(), static_cast<std::size_t>(count));
        m_received += answer(descriptor, bytes);
    }
    for (const auto& [connection, bytes] : connections)
        ::close(connection);
    ::close(epoll);
}

} // namespace signalbox::bench
