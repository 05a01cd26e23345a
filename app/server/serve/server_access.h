#pragma once

#include "app/server/settings/serve_settings.h"
#include "engine/base/clock.h"
#include "engine/remote/access/authority.h"
#include "engine/remote/access/open_authority.h"
#include "engine/remote/access/token_authority.h"
#include "engine/remote/server/server_settings.h"

#include <atomic>
#include <expected>
#include <memory>
#include <optional>

namespace signalbox {

// Who may call a server, as its settings and files say: whoever is there if they name neither tokens nor clients, which
// only a server that this machine alone reaches may do.  Thread-safety: any thread.
class ServerAccess final : public Authority {
public:
    // Errors: as readTokenFile().  Lifetime: `clock` outlives it.
    [[nodiscard]] static Result<std::unique_ptr<ServerAccess>> open(const ServeSettings& settings, const Clock& clock);

    [[nodiscard]] Result<Principal> principalOf(const Credentials& shown) override;
    // Reads the files again; all that they say now holds at once. Errors: as open(): what held before still does.
    [[nodiscard]] Status reload(const ServeSettings& settings);
    [[nodiscard]] bool isOpen() const { return m_isOpen; }

private:
    ServerAccess(AccessList known, bool isOpen, const Clock& clock);

    std::atomic<bool> m_isOpen;
    OpenAuthority m_everybody;
    TokenAuthority m_known;
};

// What the files of `tls` hold; none: there is no certificate.
// Faults: a file that cannot be read or does not hold what it should, by its path; of two that do not belong together,
// by both.
[[nodiscard]] std::expected<std::optional<ServerCertificate>, SettingFault> readCertificate(const TlsSettings& tls);

} // namespace signalbox
