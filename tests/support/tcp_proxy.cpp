#include "tests/support/tcp_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cassert>

namespace signalbox {
namespace {

// How long an order (cut, stop, another mode) may wait.
constexpr int kLook = 5; // ms

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

} // namespace

TcpProxy::TcpProxy(int serverPort)
    : m_serverPort(serverPort)
    , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    [[maybe_unused]] const int bound = ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address);
    assert(bound == 0);
    ::listen(m_listener, 16);
    socklen_t size = sizeof address;
    ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

TcpProxy::~TcpProxy() {
    m_mustStop = true;
    m_thread.join();
    ::close(m_listener);
}

void TcpProxy::cut(Mode next) {
    m_modeAfterCut = next;
    m_mustCut = true;
    while (m_mustCut)
        std::this_thread::yield();
}

void TcpProxy::run() {
    const auto closeAll = [this] {
        for (const Pair& pair : m_pairs) {
            ::close(pair.client);
            ::close(pair.server);
        }
        m_pairs.clear();
    };
    while (!m_mustStop) {
        std::vector<pollfd> watched{{.fd = m_listener, .events = POLLIN, .revents = 0}};
        // Once for all that is done now: an answer that arrived to be lost is not let through by a change meanwhile.
        const Mode mode = m_mode;
        const bool isFrozen = mode == Mode::Freeze;
        for (const Pair& pair : m_pairs) {
            watched.push_back({.fd = isFrozen ? -1 : pair.client, .events = POLLIN, .revents = 0});
            watched.push_back({.fd = isFrozen ? -1 : pair.server, .events = POLLIN, .revents = 0});
        }
        ::poll(watched.data(), watched.size(), kLook);
        std::vector<Pair> left;
        for (std::size_t place = 0; place < m_pairs.size(); ++place) {
            const Pair pair = m_pairs[place];
            const bool lives = (watched[1 + 2 * place].revents == 0 || forward(pair, false, mode)) &&
                               (watched[2 + 2 * place].revents == 0 || forward(pair, true, mode));
            if (lives) {
                left.push_back(pair);
                continue;
            }
            ::close(pair.client);
            ::close(pair.server);
        }
        m_pairs = std::move(left);
        if (watched.front().revents != 0) accept();
        if (m_mustCut) {
            closeAll();
            m_mode = m_modeAfterCut.load();
            m_mustCut = false;
        }
    }
    closeAll();
}

void TcpProxy::accept() {
    Pair pair{.client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC),
              .server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const sockaddr_in address = loopback(m_serverPort);
    if (::connect(pair.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        m_pairs.push_back(pair);
        return;
    }
    ::close(pair.client);
    ::close(pair.server);
}

bool TcpProxy::forward(const Pair& pair, bool isAnswer, Mode mode) {
    const int to = isAnswer ? pair.client : pair.server;
    std::array<char, 16384> buffer{};
    const ssize_t size = ::read(isAnswer ? pair.server : pair.client, buffer.data(), buffer.size());
    if (size <= 0) return false;
    if (!isAnswer) m_received += static_cast<std::size_t>(size);
    if (isAnswer && mode == Mode::LoseAnswers) return true;
    for (ssize_t done = 0; done < size;) {
        const ssize_t written = ::send(to, buffer.data() + done, static_cast<std::size_t>(size - done), MSG_NOSIGNAL);
        if (written <= 0) return false;
        done += written;
    }
    return true;
}

} // namespace signalbox
