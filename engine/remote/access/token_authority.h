#pragma once

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remote/access/authority.h"
#include "engine/remote/access/failure_throttle.h"
#include "engine/remote/access/recent_callers.h"
#include "engine/remote/access/token.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace signalbox {

// Whom a server takes for whom by his certificate.
struct ClientIdentity {
    std::string san;  // a name of the certificate, to the letter: "intake.example.org", "spiffe://example.org/intake"
    std::string name; // whom the history names
    Role role = Role::Viewer;
    std::vector<std::string> definitions{}; // empty: all
    bool operator==(const ClientIdentity&) const = default;
};

// Everybody whom a server knows.
struct AccessList {
    std::vector<TokenRecord> tokens;
    std::vector<ClientIdentity> clients; // of several that fit a certificate the first counts
};

// Knows callers by their tokens, and by client certificates.
//
// - Who shows a token is known by that alone, whatever certificate he has: tokens say more exactly who he is.
// - Every comparison goes over all tokens in constant time, and compares hashes: how long it takes tells nothing.
// - An address that shows too many wrong tokens has to wait, Busy, whatever it shows: but for a token that was right
// from
//   there lately, so that nobody keeps out those who share his address. Showing nothing is no guess and not counted.
class TokenAuthority final : public Authority {
public:
    // Lifetime: `clock` outlives it.
    TokenAuthority(AccessList known, const Clock& clock, const ThrottleSettings& throttle = {});

    [[nodiscard]] Result<Principal> principalOf(const Credentials& shown) override;

    // From now on these are known, and nobody else. All of it at once: no call sees a mixture.  Thread-safety: any.
    void setKnown(AccessList known);

private:
    [[nodiscard]] std::shared_ptr<const AccessList> known() const;
    [[nodiscard]] Result<Principal> byToken(const AccessList& known, const Credentials& shown);

    const Clock& m_clock;
    FailureThrottle m_throttle;
    RecentCallers m_recent;
    mutable Mutex m_mutex;
    std::shared_ptr<const AccessList> m_known GUARDED_BY(m_mutex);
};

} // namespace signalbox
