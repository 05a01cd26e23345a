#include "app/server/serve/server_access.h"

#include "engine/base/file_text.h"
#include "engine/remote/access/token_file.h"

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

Result<std::string> readPem(const std::string& path) {
    if (path.empty()) return std::string();
    auto text = textOfFile(path);
    if (!text) return fail(ErrorCode::Io, fmt::format("{}: cannot be read", path), "Let the server's user read it.");
    if (!text->contains("-----BEGIN "))
        return fail(ErrorCode::InvalidArgument, fmt::format("{}: is not PEM", path),
                    "PEM begins with -----BEGIN CERTIFICATE-----, or a key's name.");
    return *std::move(text);
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

Result<std::optional<ServerCertificate>> readCertificate(const TlsSettings& tls) {
    if (tls.certificate.empty()) return std::nullopt;
    ServerCertificate certificate{.chain = {}, .key = {}};
    certificate.requireClientCertificate = tls.requireClientCertificate;
    for (const auto& [path, text] : {std::pair{&tls.certificate, &certificate.chain},
                                     {&tls.key, &certificate.key},
                                     {&tls.clientRoots, &certificate.clientRoots}}) {
        auto read = readPem(*path);
        if (!read) return std::unexpected(std::move(read).error());
        *text = *std::move(read);
    }
    return certificate;
}

} // namespace signalbox
