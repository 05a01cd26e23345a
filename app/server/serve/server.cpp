#include "app/server/serve/server.h"

#include "app/server/serve/file_warnings.h"
#include "app/server/settings/setting_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds kLeastForEffects{1000}; // also when calls have taken all the time

// A socket has no port, whatever gRPC says its is.
std::string withPort(const std::string& listen, int port) {
    if (port == 0 || listen.starts_with("unix")) return listen;
    return fmt::format("{}:{}", listen.substr(0, listen.rfind(':')), port);
}

constexpr const char* kKeepsBefore = "not taken over, what was before still holds";

} // namespace

void Server::Observer::ended(const Call& call) {
    m_log.ended(call);
    m_metrics.ended(call);
}

void Server::Observer::refused(std::string_view address, std::string_view reason) {
    m_log.refused(address, reason);
    m_metrics.refused(address, reason);
}

void Server::Observer::full(const Error& reason) {
    m_log.full(reason);
}

Server::Server(const ServeSettings& settings, const Parts& parts)
    : m_settings(settings)
    , m_log(parts.log)
    , m_clock(parts.clock)
    , m_observer(parts.log, m_callMetrics)
    , m_storeHealth(parts.log) {}

// The engine ends after the server, and tells of its store until then.
Server::~Server() {
    m_storeHealth.setServer(nullptr);
}

std::expected<std::unique_ptr<Server>, SettingFault> Server::start(const ServeSettings& settings, const Parts& parts) {
    std::unique_ptr<Server> server(new Server(settings, parts));
    if (auto opened = server->open(parts); !opened) return std::unexpected(std::move(opened).error());
    return server;
}

// What an operator has to change comes first: then nothing was begun.
std::expected<void, SettingFault> Server::open(const Parts& parts) {
    auto access = ServerAccess::open(m_settings, parts.clock);
    if (!access) return std::unexpected(SettingFault{.name = "tokens", .error = std::move(access).error()});
    m_access = *std::move(access);
    auto certificate = readCertificate(m_settings.tls);
    if (!certificate) return std::unexpected(std::move(certificate).error());
    Status opened = openEngine(parts);
    if (opened) opened = openRemote(parts, *certificate);
    if (opened) opened = openMetrics(parts);
    if (!opened) return std::unexpected(SettingFault{.name = {}, .error = std::move(opened).error()});
    if (*certificate) warnOfCertificate(m_settings.tls, **certificate, m_log, m_clock.now());
    warnOfAccess(m_settings, m_log);
    return {};
}

Status Server::openEngine(const Parts& parts) {
    auto engine = ServedEngine::open(
        m_settings, {.environment = parts.environment, .log = m_log, .engineLog = m_storeHealth, .clock = parts.clock});
    if (!engine) return std::unexpected(std::move(engine).error());
    m_engine = *std::move(engine);
    return {};
}

Status Server::openRemote(const Parts& parts, std::optional<ServerCertificate> certificate) {
    ServerSettings settings = m_settings.server;
    settings.certificate = std::move(certificate);
    settings.version = parts.version;
    auto remote = RemoteServer::start({.service = m_engine->service(),
                                       .authority = *m_access,
                                       .clock = parts.clock,
                                       .settings = std::move(settings),
                                       .observer = &m_observer});
    if (!remote) return std::unexpected(std::move(remote).error());
    m_remote = *std::move(remote);
    m_storeHealth.setServer(m_remote.get());
    return {};
}

Status Server::openMetrics(const Parts& parts) {
    if (m_settings.metricsListen.empty()) return {};
    auto metrics =
        MetricsEndpoint::open(m_settings.metricsListen, {.statistics = [this] { return m_engine->statistics(); },
                                                         .server = [this] { return m_remote->figures(); },
                                                         .calls = m_callMetrics.registry(),
                                                         .version = parts.version});
    if (!metrics) return std::unexpected(std::move(metrics).error());
    m_metrics = *std::move(metrics);
    return {};
}

std::string Server::addresses() const {
    std::string text;
    const auto ports = m_remote->ports();
    for (std::size_t place = 0; place < m_settings.server.listen.size(); ++place)
        text += fmt::format("{}{}", place == 0 ? "" : ", ", withPort(m_settings.server.listen[place], ports[place]));
    if (m_metrics)
        text += fmt::format("; metrics at http://{}/metrics", withPort(m_settings.metricsListen, m_metrics->port()));
    return text;
}

void Server::reload(const ServeSettings& settings) {
    // It goes on at its addresses: whom it lets in must fit them, not those of its next start.
    ServeSettings held = settings;
    held.server.listen = m_settings.server.listen;
    if (const auto fits = validate(held); !fits)
        return m_log.write(LogLevel::Error, fmt::format("nothing was reloaded: {}", fits.error().name),
                           fits.error().error);
    for (const Setting& each : settingTable())
        if (!each.isReloadable && each.text(settings) != each.text(m_settings))
            m_log.write(LogLevel::Warn, "takes effect with the next start", {{"setting", each.name}});
    m_log.setLevel(settings.log.level);
    if (Status taken = m_access->reload(settings); !taken)
        m_log.write(LogLevel::Error, fmt::format("tokens: {}", kKeepsBefore), taken.error());
    if (Status taken = m_engine->setEffects(effectSettings(settings)); !taken)
        m_log.write(LogLevel::Error, fmt::format("effects: {}", kKeepsBefore), taken.error());
    reloadCertificate(settings);
    warnOfAccess(settings, m_log);
    m_log.write(LogLevel::Info, "reloaded");
}

void Server::reloadCertificate(const ServeSettings& settings) {
    if (m_settings.tls.certificate.empty() != settings.tls.certificate.empty())
        return m_log.write(LogLevel::Warn, "whether there is TLS takes effect with the next start",
                           {{"setting", "tls.certificate"}});
    const auto certificate = readCertificate(settings.tls);
    if (certificate && !*certificate) return;
    const Status taken =
        certificate ? m_remote->replaceCertificate(**certificate) : Status(std::unexpected(certificate.error().error));
    if (!taken) return m_log.write(LogLevel::Error, fmt::format("certificate: {}", kKeepsBefore), taken.error());
    warnOfCertificate(settings.tls, **certificate, m_log, m_clock.now());
}

void Server::drain() {
    const auto due = SteadyClock::now() + m_settings.drainTime;
    m_remote->drain(std::chrono::duration_cast<milliseconds>(m_settings.drainTime));
    m_metrics.reset();
    const auto left = std::chrono::duration_cast<milliseconds>(due - SteadyClock::now());
    m_engine->close(std::max(left, kLeastForEffects));
}

} // namespace signalbox
