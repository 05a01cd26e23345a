#include "app/server/serve/server_access.h"

#include "engine/base/file_text.h"
#include "engine/remote/access/token_file.h"
#include "engine/remote/tls/openssl_handles.h"

#include <fmt/format.h>

#include <utility>

namespace signalbox {
namespace {

Result<AccessList> readAccess(const ServeSettings& settings) {
    AccessList known{.tokens = {}, .clients = settings.clients};
    if (settings.tokens.empty()) return known;
    auto tokens = readTokenFile(settings.tokens);
    if (!tokens) return std::unexpected(std::move(tokens).error());
    known.tokens = *std::move(tokens);
    return known;
}

bool isOpenFor(const ServeSettings& settings) {
    return settings.tokens.empty() && settings.clients.empty();
}

std::unexpected<SettingFault> blame(const char* setting, std::string what, std::string advice) {
    return std::unexpected(SettingFault{
        .name = setting,
        .error = {.code = ErrorCode::InvalidArgument, .message = std::move(what), .advice = std::move(advice)}});
}

std::expected<std::string, SettingFault> readPem(const char* setting, const std::string& path) {
    if (path.empty()) return std::string();
    auto text = textOfFile(path);
    if (!text) return blame(setting, fmt::format("{}: cannot be read", path), "Let the server's user read it.");
    if (!text->contains("-----BEGIN "))
        return blame(setting, fmt::format("{}: is not PEM", path),
                     "PEM begins with -----BEGIN CERTIFICATE-----, or a key's name.");
    return *std::move(text);
}

std::expected<void, SettingFault> checkFiles(const TlsSettings& tls, const ServerCertificate& read) {
    const CertificatePtr own = readCertificate(read.chain);
    if (!own)
        return blame("tls.certificate", fmt::format("{}: has no certificate that can be read", tls.certificate),
                     "Give PEM: the server's certificate first.");
    const KeyPtr key = readKey(read.key);
    if (!key)
        return blame("tls.key", fmt::format("{}: has no private key that can be read", tls.key),
                     "Give PEM, without a passphrase.");
    if (X509_check_private_key(own.get(), key.get()) != 1)
        return blame("tls.key", fmt::format("{}: is not the key of the certificate in {}", tls.key, tls.certificate),
                     "Give the two that were made together.");
    if (!read.clientRoots.empty() && !readCertificate(read.clientRoots))
        return blame("tls.client_roots", fmt::format("{}: has no certificate that can be read", tls.clientRoots),
                     "Give PEM: those that sign the certificates of clients.");
    return {};
}

} // namespace

Result<std::unique_ptr<ServerAccess>> ServerAccess::open(const ServeSettings& settings, const Clock& clock) {
    auto known = readAccess(settings);
    if (!known) return std::unexpected(std::move(known).error());
    return std::unique_ptr<ServerAccess>(new ServerAccess(*std::move(known), isOpenFor(settings), clock));
}

ServerAccess::ServerAccess(AccessList known, bool isOpen, const Clock& clock)
    : m_isOpen(isOpen)
    , m_known(std::move(known), clock) {}

Result<Principal> ServerAccess::principalOf(const Credentials& shown) {
    return m_isOpen ? m_everybody.principalOf(shown) : m_known.principalOf(shown);
}

Status ServerAccess::reload(const ServeSettings& settings) {
    auto known = readAccess(settings);
    if (!known) return std::unexpected(std::move(known).error());
    m_known.setKnown(*std::move(known));
    m_isOpen = isOpenFor(settings);
    return {};
}

std::expected<std::optional<ServerCertificate>, SettingFault> readCertificate(const TlsSettings& tls) {
    if (tls.certificate.empty()) return std::nullopt;
    ServerCertificate certificate{.chain = {}, .key = {}};
    certificate.requireClientCertificate = tls.requireClientCertificate;
    struct Part {
        const char* setting;
        const std::string& path;
        std::string& text;
    };
    for (const Part& part :
         {Part{"tls.certificate", tls.certificate, certificate.chain}, Part{"tls.key", tls.key, certificate.key},
          Part{"tls.client_roots", tls.clientRoots, certificate.clientRoots}}) {
        auto read = readPem(part.setting, part.path);
        if (!read) return std::unexpected(std::move(read).error());
        part.text = *std::move(read);
    }
    if (auto checked = checkFiles(tls, certificate); !checked) return std::unexpected(std::move(checked).error());
    return certificate;
}

} // namespace signalbox
