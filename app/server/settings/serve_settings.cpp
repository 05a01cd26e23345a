#include "app/server/settings/serve_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

using Checked = std::expected<void, SettingFault>;

constexpr Duration kLongestDrain = std::chrono::seconds{25}; // what is left of 30 s ends the engine and its sender

Checked wrong(std::string name, std::string message, std::string advice = {}) {
    return std::unexpected(SettingFault{
        .name = std::move(name),
        .error = {.code = ErrorCode::InvalidArgument, .message = std::move(message), .advice = std::move(advice)}});
}

Checked blame(std::string name, const Status& status) {
    if (status) return {};
    return std::unexpected(SettingFault{.name = std::move(name), .error = status.error()});
}

// Those that the engine would refuse under its own name for them all.
Checked validateBounds(const ServeSettings& settings) {
    if (const auto limit = limitOutOfRange(settings.server); !limit.empty())
        return wrong(fmt::format("limits.{}", limit), "is out of range",
                     "give more than 0, and less than 2 GiB or 24 days");
    const EngineSettings& engine = settings.engine;
    const std::array<std::pair<const char*, bool>, 13> positive{
        {{"log.files", settings.log.files > 0},
         {"log.size_kb", settings.log.sizeKb > 0},
         {"backup.kept", settings.backup.kept > 0},
         {"backup.interval", settings.backup.interval > Duration::zero()},
         {"effects.connect_timeout", settings.effects.connectTimeout > Duration::zero()},
         {"effects.attempts", engine.outbox.attemptBound > 0},
         {"effects.patience", engine.outbox.patience > Duration::zero()},
         {"engine.scan_interval", engine.scanInterval > Duration::zero()},
         {"engine.request_id_retention", engine.requestIdRetention > Duration::zero()},
         {"engine.mailbox_bound", engine.mailboxBound > 0},
         {"engine.commit_bound", engine.commitBound > 0},
         {"engine.argument_bytes", engine.argumentBytes > 0},
         {"engine.json_depth", engine.jsonDepth > 0}}};
    for (const auto& [name, holds] : positive)
        if (!holds) return wrong(name, "must be above 0");
    if (settings.effects.totalTimeout < settings.effects.connectTimeout)
        return wrong("effects.total_timeout", "must not be below effects.connect_timeout");
    if (settings.effects.signingSecret.empty()) return wrong("effects.signing_secret", "must name a secret");
    return {};
}

Checked validateServer(const ServeSettings& settings) {
    if (settings.store.empty()) return wrong("store", "there is no store to serve", "name its file");
    if (settings.drainTime < Duration::zero() || settings.drainTime > kLongestDrain)
        return wrong("drain_time", "must be from 0s to 25s", "a service must end within 30 s");
    if (settings.tls.certificate.empty() != settings.tls.key.empty())
        return wrong("tls.certificate", "a certificate and its key belong together", "give both");
    if (settings.tls.certificate.empty() && !settings.tls.clientRoots.empty())
        return wrong("tls.client_roots", "nobody shows a certificate to a server that has none",
                     "give tls.certificate and tls.key too");
    if (settings.tls.requireClientCertificate && settings.tls.clientRoots.empty())
        return wrong("tls.require_client_certificate", "nobody's certificate is believed", "give tls.client_roots");
    if (!settings.clients.empty() && settings.tls.clientRoots.empty())
        return wrong("client", "clients are known by certificates, and nobody's are believed", "give tls.client_roots");
    // The rest needs to know only whether there will be a certificate.
    ServerSettings server = settings.server;
    if (!settings.tls.certificate.empty())
        server.certificate = ServerCertificate{.chain = "file", .key = "file", .clientRoots = "file"};
    return blame("listen", validate(server));
}

Checked validateAccess(const ServeSettings& settings) {
    const bool isLocal = std::ranges::all_of(settings.server.listen, isLocalAddress);
    const bool knowsSomebody = !settings.tokens.empty() || !settings.clients.empty();
    if (isLocal || knowsSomebody) return {};
    return wrong("tokens", "others can reach this server, and it knows nobody",
                 "give a file of tokens, which `signalboxd token create` makes, or clients with certificates");
}

} // namespace

EffectSettings effectSettings(const ServeSettings& settings) {
    EffectSettings effects = settings.effects;
    if (settings.mail.host.empty()) return effects;
    MailSettings mail = settings.mail;
    mail.password = mail.user.empty() ? std::string() : fmt::format("${{secret:{}}}", settings.mail.password);
    effects.mail = std::move(mail);
    return effects;
}

Checked validate(const ServeSettings& settings) {
    if (auto checked = validateBounds(settings); !checked) return checked;
    if (auto checked = validateServer(settings); !checked) return checked;
    if (auto checked = validateAccess(settings); !checked) return checked;
    const bool isMail = !settings.mail.host.empty();
    if (isMail && !settings.mail.user.empty() && settings.mail.password.empty())
        return wrong("mail.password_secret", "there is a user and no password", "name the secret that holds it");
    if (auto checked = blame(isMail ? "mail.host" : "effects.allowed_receivers", validate(effectSettings(settings)));
        !checked)
        return checked;
    return blame("engine.idle_timeout", validate(settings.engine));
}

} // namespace signalbox
