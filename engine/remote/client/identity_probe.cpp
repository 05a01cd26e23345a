#include "engine/remote/client/identity_probe.h"

#include "engine/remote/client/channel_identity.h"
#include "engine/remote/client/probe_socket.h"
#include "engine/remote/tls/openssl_handles.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <csignal>
#include <utility>

namespace signalbox {
namespace {

void trust(SSL_CTX& context, const std::string& roots) {
    const BioPtr text(BIO_new_mem_buf(roots.data(), static_cast<int>(roots.size())));
    X509_STORE* const store = SSL_CTX_get_cert_store(&context);
    while (const CertificatePtr root{PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)})
        X509_STORE_add_cert(store, root.get());
    // The end of the text is an error to OpenSSL.
    ERR_clear_error();
}

// Verifies, tells what it found, and goes on with the handshake either way.
SslPtr sessionFor(SSL_CTX& context, const ServerAddress& address) {
    SslPtr session(SSL_new(&context));
    const std::string& name = address.expectedName.empty() ? address.host : address.expectedName;
    SSL_set_verify(session.get(), SSL_VERIFY_NONE, nullptr);
    X509_VERIFY_PARAM* const expected = SSL_get0_param(session.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, name.c_str()) != 1) {
        X509_VERIFY_PARAM_set1_host(expected, name.c_str(), 0);
        SSL_set_tlsext_host_name(session.get(), name.c_str());
    }
    static constexpr std::array<unsigned char, 3> kHttp2{2, 'h', '2'};
    SSL_set_alpn_protos(session.get(), kHttp2.data(), kHttp2.size());
    return session;
}

LinkProblem problemOf(long verified) {
    switch (verified) {
    case X509_V_OK:
        return LinkProblem::None;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return LinkProblem::ExpiredCertificate;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return LinkProblem::NotYetValid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return LinkProblem::WrongName;
    default:
        return LinkProblem::UntrustedIssuer;
    }
}

std::string messageOf(LinkProblem problem, long verified, const ServerAddress& address) {
    const std::string target = targetOf(address);
    switch (problem) {
    case LinkProblem::ExpiredCertificate:
        return fmt::format("the certificate of {} has expired", target);
    case LinkProblem::NotYetValid:
        return fmt::format("the certificate of {} is not valid yet; is the clock right?", target);
    case LinkProblem::WrongName:
        return fmt::format("the certificate of {} is for another name than {}", target,
                           address.expectedName.empty() ? address.host : address.expectedName);
    default:
        return fmt::format("nobody who is trusted has signed the certificate of {}: {}", target,
                           X509_verify_cert_error_string(verified));
    }
}

ProbeResult judge(SSL& session, const ServerAddress& address) {
    const CertificatePtr shown(SSL_get1_peer_certificate(&session));
    ProbeResult result;
    if (shown) result.fingerprint = fingerprintOf(*shown);
    if (address.trust == ServerAddress::Trust::Pinned) {
        if (result.fingerprint == address.fingerprint) return result;
        const bool isNew = address.fingerprint.empty();
        result.problem = isNew ? LinkProblem::UnknownIdentity : LinkProblem::ChangedIdentity;
        result.message =
            isNew ? fmt::format("{} shows a certificate that nobody has confirmed yet", targetOf(address))
                  : fmt::format("{} shows another certificate than the one that is trusted", targetOf(address));
        return result;
    }
    const long verified = SSL_get_verify_result(&session);
    result.problem = problemOf(verified);
    if (result.problem != LinkProblem::None) result.message = messageOf(result.problem, verified, address);
    return result;
}

// OpenSSL writes to a socket as to a file: where the other side has hung up, a signal comes that ends the process. It
// comes to the thread that writes; here it is kept off, and taken away when it has come.
class NoPipeSignal {
public:
    NoPipeSignal() {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~NoPipeSignal() {
        const timespec atOnce{};
        sigtimedwait(&m_pipe, nullptr, &atOnce);
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    NoPipeSignal(const NoPipeSignal&) = delete;
    NoPipeSignal& operator=(const NoPipeSignal&) = delete;

private:
    sigset_t m_pipe{};
    sigset_t m_before{};
};

enum class Handshake { Done, NotTls, TimedOut };

Handshake shakeHands(SSL& session, ProbeSocket& socket) {
    for (;;) {
        const int done = SSL_connect(&session);
        if (done == 1) return Handshake::Done;
        const int wanted = SSL_get_error(&session, done);
        if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE) return Handshake::NotTls;
        if (!socket.wait(wanted == SSL_ERROR_WANT_WRITE)) return Handshake::TimedOut;
    }
}

ProbeResult shake(ProbeSocket& socket, const ServerAddress& address) {
    const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    trust(*context, address.roots.empty() ? systemRoots() : address.roots);
    const SslPtr session = sessionFor(*context, address);
    SSL_set_fd(session.get(), socket.descriptor());
    const Handshake handshake = shakeHands(*session, socket);
    ERR_clear_error();
    const bool isPlaintext = address.trust == ServerAddress::Trust::Plaintext;
    if (handshake == Handshake::TimedOut)
        return {.problem = LinkProblem::Unreachable,
                .message = fmt::format("{} took the connection and does not answer", targetOf(address))};
    if (handshake == Handshake::NotTls)
        return isPlaintext
                   ? ProbeResult{.problem = LinkProblem::NotSignalbox,
                                 .message = fmt::format("what answers at {} is no workflow server", targetOf(address))}
                   : ProbeResult{.problem = LinkProblem::SpeaksPlaintext,
                                 .message = fmt::format("{} does not speak TLS", targetOf(address))};
    if (isPlaintext)
        return {.problem = LinkProblem::SpeaksTls,
                .message = fmt::format("{} wants TLS, and plaintext was asked for", targetOf(address))};
    return judge(*session, address);
}

} // namespace

ProbeResult probeIdentity(const ServerAddress& address, const Patience& patience) {
    const NoPipeSignal quiet;
    auto socket = ProbeSocket::connect(address.host, address.port, patience);
    if (!socket) return {.problem = LinkProblem::Unreachable, .message = std::move(socket).error().message};
    return shake(*socket, address);
}

} // namespace signalbox
