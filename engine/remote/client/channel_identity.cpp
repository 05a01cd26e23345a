#include "engine/remote/client/channel_identity.h"

#include "engine/remote/signalbox.grpc.pb.h"
#include "engine/remote/tls/openssl_handles.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace signalbox {
namespace {

namespace tls = grpc::experimental;

// Takes a server whose certificate has one fingerprint, whoever signed it.
class PinVerifier final : public tls::ExternalCertificateVerifier {
public:
    explicit PinVerifier(std::string fingerprint) : m_fingerprint(std::move(fingerprint)) {}

    // NOLINTBEGIN(readability-identifier-naming): gRPC's names
    bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)> /*callback*/,
                grpc::Status* status) override {
        const grpc::string_ref shown = request->peer_cert();
        const bool isKnown =
            !m_fingerprint.empty() && fingerprintOf(std::string(shown.data(), shown.size())) == m_fingerprint;
        *status = isKnown ? grpc::Status::OK
                          : grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "the certificate is not the trusted one");
        return true;
    }
    void Cancel(tls::TlsCustomVerificationCheckRequest* /*request*/) override {}
    // NOLINTEND(readability-identifier-naming)

private:
    const std::string m_fingerprint;
};

std::shared_ptr<tls::CertificateProviderInterface> certificatesOf(const ServerAddress& address,
                                                                  const std::string& roots) {
    std::vector<tls::IdentityKeyCertPair> own;
    if (!address.clientCertificate.empty())
        own.push_back({.private_key = address.clientKey, .certificate_chain = address.clientCertificate});
    return std::make_shared<tls::StaticDataCertificateProvider>(roots, own);
}

std::shared_ptr<grpc::ChannelCredentials> credentialsOf(const ServerAddress& address) {
    if (address.trust == ServerAddress::Trust::Plaintext) return grpc::InsecureChannelCredentials();
    tls::TlsChannelCredentialsOptions options;
    const bool isPinned = address.trust == ServerAddress::Trust::Pinned;
    // gRPC insists on roots of some kind; whoever is pinned is not measured by them.
    const std::string roots = address.roots.empty() || isPinned ? systemRoots() : address.roots;
    options.set_certificate_provider(certificatesOf(address, roots));
    if (!roots.empty()) options.watch_root_certs();
    if (!address.clientCertificate.empty()) options.watch_identity_key_cert_pairs();
    options.set_verify_server_certs(!isPinned);
    options.set_check_call_host(false);
    if (isPinned) {
        options.set_certificate_verifier(tls::ExternalCertificateVerifier::Create<PinVerifier>(address.fingerprint));
    } else {
        options.set_certificate_verifier(std::make_shared<tls::HostNameCertificateVerifier>());
    }
    return tls::TlsCredentials(options);
}

std::string contentOf(const char* file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

int inMilliseconds(std::chrono::milliseconds time) {
    return static_cast<int>(time.count());
}

// The callbacks of a process have one queue, which gRPC 1.51 takes down with the last channel that has used it; where
// the last hold of that channel is let go inside such a callback, it frees the queue twice. One that nobody lets go.
void keepCallbackQueue() {
    struct Kept {
        std::shared_ptr<grpc::Channel> channel = grpc::CreateChannel("127.0.0.1:1", grpc::InsecureChannelCredentials());
        std::unique_ptr<v1::WorkflowService::Stub> stub = v1::WorkflowService::NewStub(channel);
        grpc::ClientContext context;
        v1::StatisticsRequest request;
        v1::StatisticsReply reply;
    };
    [[maybe_unused]] static const Kept* const kKept = [] {
        auto* const kept = new Kept;
        // It takes a call to use the queue; this one is over before it has begun.
        kept->context.set_deadline(std::chrono::system_clock::time_point{});
        kept->stub->async()->Statistics(&kept->context, &kept->request, &kept->reply, [](const grpc::Status&) {});
        return kept;
    }();
}

} // namespace

std::string targetOf(const ServerAddress& address) {
    if (address.host.starts_with("unix:")) return address.host;
    const bool isIpv6 = address.host.find(':') != std::string::npos;
    return isIpv6 ? fmt::format("[{}]:{}", address.host, address.port)
                  : fmt::format("{}:{}", address.host, address.port);
}

std::shared_ptr<grpc::Channel> makeChannel(const ServerAddress& address, const RemoteServiceSettings& settings) {
    keepCallbackQueue();
    grpc::ChannelArguments arguments;
    // Each try is a channel of its own with a connection of its own: when to try again is decided by us.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, inMilliseconds(settings.longestPause));
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, inMilliseconds(settings.connectTimeout));
    arguments.SetInt(GRPC_ARG_CLIENT_IDLE_TIMEOUT_MS, std::numeric_limits<int>::max());
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, inMilliseconds(settings.keepalive));
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, inMilliseconds(settings.keepaliveTimeout));
    arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
    // What is configured is what is meant: no proxy of the environment, no retries behind our back.
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    arguments.SetMaxReceiveMessageSize(static_cast<int>(settings.messageBytes));
    if (!address.expectedName.empty()) arguments.SetSslTargetNameOverride(address.expectedName);
    return grpc::CreateCustomChannel(targetOf(address), credentialsOf(address), arguments);
}

std::string systemRoots() {
    if (const char* const chosen = std::getenv(X509_get_default_cert_file_env())) return contentOf(chosen);
    // Debian keeps the file apart from where OpenSSL looks for it.
    for (const char* const file : {X509_get_default_cert_file(), "/etc/ssl/certs/ca-certificates.crt"}) {
        std::string roots = contentOf(file);
        if (!roots.empty()) return roots;
    }
    return {};
}

std::string fingerprintOf(const std::string& pem) {
    const auto certificate = readCertificate(pem);
    return certificate ? fingerprintOf(*certificate) : std::string();
}

} // namespace signalbox
