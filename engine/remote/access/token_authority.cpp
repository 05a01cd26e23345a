#include "engine/remote/access/token_authority.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

std::unexpected<Error> unknownToken() {
    // Which of the three it is would help whoever found a token more than whoever owns one.
    return fail(ErrorCode::Unauthenticated, "the token is not known, has expired, or was revoked",
                "Ask whoever runs the server for a new one.");
}

std::unexpected<Error> unknownCaller(bool hasCertificate) {
    return fail(ErrorCode::Unauthenticated,
                hasCertificate ? "the server knows none of the certificate's names" : "the server asks for a token",
                "Send the metadata \"authorization: Bearer TOKEN\", or a certificate that the server knows.");
}

std::unexpected<Error> tooManyFailures(std::chrono::milliseconds pause) {
    return std::unexpected(Error{.code = ErrorCode::Busy,
                                 .message = "too many wrong tokens came from this address",
                                 .advice = "Wait, and then send the right one.",
                                 .retryAfter = pause});
}

const TokenRecord* findToken(const std::vector<TokenRecord>& tokens, const Sha256& hash) {
    const TokenRecord* found = nullptr;
    for (const TokenRecord& each : tokens)
        if (CRYPTO_memcmp(each.hash.data(), hash.data(), hash.size()) == 0) found = &each;
    return found;
}

const ClientIdentity* findClient(const std::vector<ClientIdentity>& clients, std::span<const std::string> names) {
    const auto found = std::ranges::find_if(
        clients, [&](const ClientIdentity& each) { return std::ranges::find(names, each.san) != names.end(); });
    return found == clients.end() ? nullptr : &*found;
}

} // namespace

TokenAuthority::TokenAuthority(AccessList known, const Clock& clock, const ThrottleSettings& throttle)
    : m_clock(clock)
    , m_throttle(throttle, clock)
    , m_recent(throttle.addresses)
    , m_known(std::make_shared<const AccessList>(std::move(known))) {}

void TokenAuthority::setKnown(AccessList known) {
    auto next = std::make_shared<const AccessList>(std::move(known));
    const MutexLock lock(m_mutex);
    m_known = std::move(next);
}

std::shared_ptr<const AccessList> TokenAuthority::known() const {
    const MutexLock lock(m_mutex);
    return m_known;
}

Result<Principal> TokenAuthority::principalOf(const Credentials& shown) {
    const auto list = known();
    if (!shown.token.empty()) return byToken(*list, shown);
    const ClientIdentity* const client = findClient(list->clients, shown.certificateNames);
    if (client == nullptr) return unknownCaller(!shown.certificateNames.empty());
    return Principal{.name = client->name, .role = client->role, .definitions = client->definitions};
}

Result<Principal> TokenAuthority::byToken(const AccessList& known, const Credentials& shown) {
    const Sha256 hash = hashOfToken(shown.token);
    // Before the comparison: else guesses would go on while they are refused.
    const auto pause = m_throttle.pauseOf(shown.address);
    if (pause > pause.zero() && !m_recent.knows(shown.address, hash)) return tooManyFailures(pause);
    const TokenRecord* const token = findToken(known.tokens, hash);
    const bool isGood = token != nullptr && !token->revoked && (!token->expires || m_clock.now() < *token->expires);
    if (!isGood) {
        m_throttle.failed(shown.address);
        return unknownToken();
    }
    m_recent.add(shown.address, hash);
    return Principal{
        .name = token->name, .role = token->role, .definitions = token->definitions, .expires = token->expires};
}

} // namespace signalbox
