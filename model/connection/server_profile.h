#pragma once

#include <QString>

#include "engine/base/error.h"
#include "engine/remote/client/server_address.h"

#include <cstdint>
#include <optional>

namespace signalbox::model {

// What a server is for: how careful a person has to be there.
enum class Environment : std::uint8_t { Development, Test, Production };

// A server as a person has written it down. No secret is part of it: the token is in the key store, under `id`; the
// certificate and its key are files.
struct ServerProfile {
    QString id;     // for ever, and nobody else's; empty: not in a book yet
    QString name;   // the authority in links: "prod-eu"
    QString folder; // where it stands in the list: "Europe/Payments"; empty: at the top
    QString colour; // "#rrggbb"; empty: that of its environment
    Environment environment = Environment::Development;
    QString host; // name or address; "unix:/path" for a socket
    int port = 7411;
    ServerAddress::Trust trust = ServerAddress::Trust::Pinned;
    QString fingerprint{};     // Pinned: of the certificate that a person trusts; empty: none yet
    QString rootsFile{};       // Roots: PEM; empty: those of this machine
    QString expectedName{};    // in its certificate, instead of `host`
    QString certificateFile{}; // PEM, of this client, with `keyFile`; empty: none
    QString keyFile{};
    bool wantsToken = true;

    bool operator==(const ServerProfile&) const = default;
};

// The authorities of links that no server may take: this computer, and all servers at once.
inline constexpr char kLocalAuthority[] = "local";
inline constexpr char kMergedAuthority[] = "all";

inline constexpr qsizetype kLongestAuthority = 63;
// Whether `name` can stand in a link: lower-case letters, digits, '-' and '.', beginning with a letter or digit.
[[nodiscard]] bool isAuthority(const QString& name);

// Errors: InvalidArgument, with a translated sentence that names the field.
[[nodiscard]] Status validate(const ServerProfile& profile);

// Whether `after` is the server that `before` was, so that what is for the one may be shown to the other: it proves to
// be the same, or is at the same place and protected no less.
[[nodiscard]] bool isSameServer(const ServerProfile& before, const ServerProfile& after);

// What people hand on in one piece: "flows.example.com:7411", "[::1]:7411". Without a port it is all host.
struct HostAndPort {
    QString host;
    std::optional<int> port;
};
[[nodiscard]] HostAndPort hostAndPort(const QString& text);

// "Name or address:port", or the path of a socket.
[[nodiscard]] QString addressText(const ServerProfile& profile);

// "dev", "test", "prod": short, as it stands beside a server's name and in files.
[[nodiscard]] QString environmentWord(Environment environment);

} // namespace signalbox::model
