#include "engine/remote/tls/openssl_handles.h"
#include "tests/engine/remote/raw_socket.h"
#include "tests/engine/remote/remote_fixture.h"

#include <openssl/err.h>

#include <array>
#include <string>

namespace signalbox {
namespace {

// How a handshake ends in which nothing but one version of TLS is offered.
struct Shaken {
    std::string version; // that was agreed on; empty: none
    bool hasSaidHello = false;
    int reason = 0; // OpenSSL's, of a failure
};

class TlsVersionsTest : public RemoteTest {
protected:
    TlsVersionsTest() { serve(); }

    [[nodiscard]] Shaken offer(int version) const {
        const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_set_min_proto_version(context.get(), version);
        SSL_CTX_set_max_proto_version(context.get(), version);
        // Old versions need signatures that are not offered by themselves any more.
        SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
        const RawSocket socket(m_port);
        const SslPtr session(SSL_new(context.get()));
        static constexpr std::array<unsigned char, 3> kHttp2{2, 'h', '2'};
        SSL_set_alpn_protos(session.get(), kHttp2.data(), kHttp2.size());
        SSL_set_fd(session.get(), socket.descriptor());
        ERR_clear_error();
        if (SSL_connect(session.get()) == 1) return {.version = SSL_get_version(session.get()), .hasSaidHello = true};
        return {.version = {},
                .hasSaidHello = SSL_get_state(session.get()) == TLS_ST_CW_CLNT_HELLO,
                .reason = ERR_GET_REASON(ERR_peek_error())};
    }
};

TEST_F(TlsVersionsTest, OldOnesAreRefused) {
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        const Shaken shaken = offer(version);
        EXPECT_EQ(shaken.version, "");
        // The server hangs up, on a hello that was said.
        EXPECT_TRUE(shaken.hasSaidHello);
        EXPECT_EQ(shaken.reason, SSL_R_UNEXPECTED_EOF_WHILE_READING);
    }
}

TEST_F(TlsVersionsTest, NewOnesAreTaken) {
    EXPECT_EQ(offer(TLS1_2_VERSION).version, "TLSv1.2");
    EXPECT_EQ(offer(TLS1_3_VERSION).version, "TLSv1.3");
}

} // namespace
} // namespace signalbox
