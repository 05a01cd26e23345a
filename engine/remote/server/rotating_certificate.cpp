#include "engine/remote/server/rotating_certificate.h"

#include "engine/remote/tls/openssl_handles.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <openssl/x509.h>

#include <string>
#include <utility>

namespace signalbox {
namespace {

grpc_ssl_server_certificate_config* configOf(const ServerCertificate& certificate) {
    const grpc_ssl_pem_key_cert_pair pair{.private_key = certificate.key.c_str(),
                                          .cert_chain = certificate.chain.c_str()};
    // gRPC insists on some; where no client is asked for a certificate, nobody is measured by them.
    const std::string& roots = certificate.clientRoots.empty() ? certificate.chain : certificate.clientRoots;
    return grpc_ssl_server_certificate_config_create(roots.c_str(), &pair, 1);
}

grpc_ssl_certificate_config_reload_status fetch(void* rotating, grpc_ssl_server_certificate_config** config) {
    *config = configOf(static_cast<RotatingCertificate*>(rotating)->current());
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
}

grpc_ssl_client_certificate_request_type requestType(const ServerCertificate& certificate) {
    if (certificate.clientRoots.empty()) return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
    return certificate.requireClientCertificate ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                                : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
}

std::optional<Time> expiryOf(const ServerCertificate& certificate) {
    const CertificatePtr own = readCertificate(certificate.chain);
    const auto validity = own ? validityOf(*own) : std::nullopt;
    return validity ? std::optional(validity->until) : std::nullopt;
}

class RotatingCredentials final : public grpc::ServerCredentials {
public:
    explicit RotatingCredentials(RotatingCertificate& certificate)
        : m_credentials(grpc_ssl_server_credentials_create_with_options(
              grpc_ssl_server_credentials_create_options_using_config_fetcher(requestType(certificate.current()), fetch,
                                                                              &certificate))) {}
    ~RotatingCredentials() override { grpc_server_credentials_release(m_credentials); }
    RotatingCredentials(const RotatingCredentials&) = delete;
    RotatingCredentials& operator=(const RotatingCredentials&) = delete;

    // Callers are looked at where their calls arrive.
    // NOLINTBEGIN(readability-identifier-naming): gRPC's names
    void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>& /*processor*/) override {}

private:
    int AddPortToServer(const std::string& address, grpc_server* server) override {
        return grpc_server_add_http2_port(server, address.c_str(), m_credentials);
    }
    // NOLINTEND(readability-identifier-naming)

    grpc_server_credentials* m_credentials;
};

} // namespace

Status checkCertificate(const ServerCertificate& certificate) {
    const CertificatePtr own = readCertificate(certificate.chain);
    if (!own) return fail(ErrorCode::InvalidArgument, "the certificate is no PEM certificate", "give a PEM file");
    const KeyPtr key = readKey(certificate.key);
    if (!key)
        return fail(ErrorCode::InvalidArgument, "the key is no PEM private key without a passphrase",
                    "give a PEM file");
    if (X509_check_private_key(own.get(), key.get()) != 1)
        return fail(ErrorCode::InvalidArgument, "the key is not that of the certificate",
                    "give the two that were made together");
    if (!certificate.clientRoots.empty() && !readCertificate(certificate.clientRoots))
        return fail(ErrorCode::InvalidArgument, "the client roots are no PEM certificates", "give a PEM file");
    return {};
}

RotatingCertificate::RotatingCertificate(ServerCertificate certificate)
    : m_certificate(std::move(certificate))
    , m_until(expiryOf(m_certificate)) {}

Status RotatingCertificate::replace(ServerCertificate certificate) {
    if (auto checked = checkCertificate(certificate); !checked) return checked;
    const MutexLock lock(m_mutex);
    // What a server asks of its clients is fixed when it starts.
    if (requestType(certificate) != requestType(m_certificate))
        return fail(ErrorCode::InvalidArgument, "whether clients show certificates cannot change while serving",
                    "start the server anew");
    m_certificate = std::move(certificate);
    m_until = expiryOf(m_certificate);
    return {};
}

std::optional<Time> RotatingCertificate::until() const {
    const MutexLock lock(m_mutex);
    return m_until;
}

ServerCertificate RotatingCertificate::current() const {
    const MutexLock lock(m_mutex);
    return m_certificate;
}

std::shared_ptr<grpc::ServerCredentials> credentialsOf(RotatingCertificate& certificate) {
    return std::make_shared<RotatingCredentials>(certificate);
}

} // namespace signalbox
