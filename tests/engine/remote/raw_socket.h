#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace signalbox {

// A connection to a port of this machine on which nothing is said but what a test says.
class RawSocket {
public:
    // Not yet.
    RawSocket() : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    explicit RawSocket(int port) : RawSocket() { open(port); }
    // From another of this machine's addresses: "127.0.0.2".
    RawSocket(int port, const char* from) : RawSocket() {
        const sockaddr_in source = addressOf(from, 0);
        static_cast<void>(::bind(m_descriptor, reinterpret_cast<const sockaddr*>(&source), sizeof source));
        open(port);
    }
    ~RawSocket() { ::close(m_descriptor); }
    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;

    void open(int port) {
        const sockaddr_in target = addressOf("127.0.0.1", port);
        m_isOpen = ::connect(m_descriptor, reinterpret_cast<const sockaddr*>(&target), sizeof target) == 0;
    }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    void say(std::string_view bytes) const {
        static_cast<void>(::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }
    // Whether the other side hangs up in this time. What it says until then is passed over.
    [[nodiscard]] bool isClosedWithin(std::chrono::milliseconds time) const {
        const auto due = std::chrono::steady_clock::now() + time;
        for (;;) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - std::chrono::steady_clock::now());
            pollfd waiting{.fd = m_descriptor, .events = POLLIN, .revents = 0};
            if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
            std::array<char, 4096> heard{};
            if (::recv(m_descriptor, heard.data(), heard.size(), 0) <= 0) return true;
        }
    }

private:
    static sockaddr_in addressOf(const char* text, int port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        static_cast<void>(::inet_pton(AF_INET, text, &address.sin_addr));
        return address;
    }

    const int m_descriptor;
    bool m_isOpen = false;
};

} // namespace signalbox
