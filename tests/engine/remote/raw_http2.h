#pragma once

#include "engine/remote/tls/openssl_handles.h"
#include "tests/engine/remote/raw_socket.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// A client of HTTP/2 over TLS that begins calls, and sends nothing of them but their headers.
class RawHttp2 {
public:
    explicit RawHttp2(int port) : m_socket(port), m_context(SSL_CTX_new(TLS_client_method())) {
        m_session.reset(SSL_new(m_context.get()));
        static constexpr std::array<unsigned char, 3> kHttp2{2, 'h', '2'};
        SSL_set_alpn_protos(m_session.get(), kHttp2.data(), kHttp2.size());
        SSL_set_fd(m_session.get(), m_socket.descriptor());
        if (SSL_connect(m_session.get()) != 1) return;
        say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(kSettings, 0, 0, {}));
        // The server's settings: its bounds hold once they are acknowledged.
        std::array<char, 9> head{};
        m_isOpen = SSL_read(m_session.get(), head.data(), head.size()) > 0;
        say(frame(kSettings, kAcknowledged, 0, {}));
    }

    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    // `path`: "/signalbox.v1.WorkflowService/Statistics".
    void begin(std::string_view path) {
        // HPACK: by their numbers in its table, or in full.
        const std::string headers = "\x83\x87\x04" + text(path) + '\x01' + text("localhost") + std::string(1, '\0') +
                                    text("content-type") + text("application/grpc") + std::string(1, '\0') +
                                    text("te") + text("trailers");
        say(frame(kHeaders, kHeadersEnd, m_nextStream, headers));
        m_nextStream += 2;
    }
    // What the server says until then is passed over.
    [[nodiscard]] bool isClosedWithin(std::chrono::milliseconds time) const { return m_socket.isClosedWithin(time); }

private:
    static constexpr std::uint8_t kHeaders = 1;
    static constexpr std::uint8_t kSettings = 4;
    static constexpr std::uint8_t kAcknowledged = 1;
    static constexpr std::uint8_t kHeadersEnd = 4;

    static std::string text(std::string_view value) {
        return std::string(1, static_cast<char>(value.size())) + std::string(value);
    }
    static std::string frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream, const std::string& payload) {
        const std::array<std::uint32_t, 9> head{0,
                                                0,
                                                static_cast<std::uint32_t>(payload.size()),
                                                type,
                                                flags,
                                                stream >> 24U,
                                                stream >> 16U,
                                                stream >> 8U,
                                                stream};
        std::string bytes;
        for (const std::uint32_t each : head)
            bytes += static_cast<char>(each & 0xFFU);
        return bytes + payload;
    }
    void say(const std::string& bytes) {
        static_cast<void>(SSL_write(m_session.get(), bytes.data(), static_cast<int>(bytes.size())));
    }

    const RawSocket m_socket;
    const SslContextPtr m_context;
    SslPtr m_session;
    bool m_isOpen = false;
    std::uint32_t m_nextStream = 1;
};

} // namespace signalbox
