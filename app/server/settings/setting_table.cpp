#include "app/server/settings/setting_table.h"

#include <algorithm>
#include <cctype>
#include <type_traits>

namespace signalbox {
namespace {

// `Place` says where in the settings it lies.
template <auto Place>
constexpr Setting setting(std::string_view name, std::string_view help) {
    using Value = std::remove_reference_t<decltype(Place(std::declval<ServeSettings&>()))>;
    return {
        .name = name,
        .kind = kKindOf<Value>,
        .isReloadable = false,
        .help = help,
        .set = [](ServeSettings& settings, const SettingTexts& texts) { return readSetting(texts, Place(settings)); },
        .text =
            [](const ServeSettings& settings) {
                ServeSettings copy = settings;
                return settingText(Place(copy));
            }};
}

constexpr Setting file(Setting setting) {
    setting.kind = SettingKind::File;
    return setting;
}

constexpr Setting reloadable(Setting setting) {
    setting.isReloadable = true;
    return setting;
}

// What the place of a setting is written with below.
// NOLINTNEXTLINE(bugprone-macro-parentheses): a member's name
#define SIGNALBOX_PLACE(member) ([](ServeSettings& s) -> auto& { return s.member; })

std::vector<Setting> serverSettings() {
    return {
        file(setting<SIGNALBOX_PLACE(store)>("store", "The store to serve; it is made if there is none")),
        setting<SIGNALBOX_PLACE(server.listen)>("listen", "HOST:PORT, [IPV6]:PORT or unix:PATH; port 0: a free one"),
        file(reloadable(setting<SIGNALBOX_PLACE(tokens)>("tokens", "File of tokens, which `signalboxd token` makes"))),
        reloadable(setting<SIGNALBOX_PLACE(clients)>("client", "Who is known by which name of a certificate")),
        setting<SIGNALBOX_PLACE(drainTime)>("drain_time", "What has begun gets so long to end; at most 25s"),
        setting<SIGNALBOX_PLACE(allowNetworkFileSystem)>("allow_network_file_system",
                                                         "Open a store on what looks like a network file system"),
        file(reloadable(setting<SIGNALBOX_PLACE(tls.certificate)>(
            "tls.certificate", "PEM: the server's certificate, and those between it and a root"))),
        file(reloadable(setting<SIGNALBOX_PLACE(tls.key)>("tls.key", "PEM: its key"))),
        file(reloadable(setting<SIGNALBOX_PLACE(tls.clientRoots)>("tls.client_roots",
                                                                  "PEM: who signs the certificates of clients"))),
        setting<SIGNALBOX_PLACE(tls.requireClientCertificate)>("tls.require_client_certificate",
                                                               "Nobody connects without such a certificate"),
        reloadable(setting<SIGNALBOX_PLACE(log.level)>("log.level", "debug (every call), info, warn or error")),
        setting<SIGNALBOX_PLACE(log.format)>("log.format", "text or json, one object a line"),
        setting<SIGNALBOX_PLACE(log.console)>("log.console", "Log to standard error"),
        file(setting<SIGNALBOX_PLACE(log.file)>("log.file", "Log to this file")),
        setting<SIGNALBOX_PLACE(log.files)>("log.files", "Files to keep, with the one that is written"),
        setting<SIGNALBOX_PLACE(log.sizeKb)>("log.size_kb", "Size of each, in KiB"),
        setting<SIGNALBOX_PLACE(metricsListen)>("metrics.listen",
                                                "HOST:PORT for Prometheus, /metrics; empty: none. Whoever reaches it"
                                                " reads the figures"),
    };
}

std::vector<Setting> limitSettings() {
    return {
        setting<SIGNALBOX_PLACE(server.messageBytes)>("limits.message_bytes", "Of one message that is received"),
        setting<SIGNALBOX_PLACE(server.metadataBytes)>("limits.metadata_bytes", "Of the metadata of one call"),
        setting<SIGNALBOX_PLACE(server.connections)>("limits.connections",
                                                     "At the same time; a new one beyond is closed at once"),
        setting<SIGNALBOX_PLACE(server.connectionsPerAddress)>("limits.connections_per_address",
                                                               "Of these; IPv6: per /64"),
        setting<SIGNALBOX_PLACE(server.streamsPerConnection)>("limits.streams_per_connection",
                                                              "Calls at the same time over one connection"),
        setting<SIGNALBOX_PLACE(server.memoryBytes)>("limits.memory_bytes", "Of the buffers of all connections"),
        setting<SIGNALBOX_PLACE(server.handshake)>("limits.handshake", "For a new connection to prove itself"),
        setting<SIGNALBOX_PLACE(server.call)>("limits.call", "For the answer to a call, whatever its own deadline"),
        setting<SIGNALBOX_PLACE(server.keepalive)>("limits.keepalive", "Without a word, before a ping"),
        setting<SIGNALBOX_PLACE(server.keepaliveTimeout)>("limits.keepalive_timeout", "For the answer to the ping"),
        setting<SIGNALBOX_PLACE(server.heartbeat)>("limits.heartbeat", "Between messages of a quiet watch"),
        setting<SIGNALBOX_PLACE(server.recheck)>("limits.recheck", "Between looks whether a watcher still may"),
        setting<SIGNALBOX_PLACE(server.stall)>("limits.stall", "Before a watcher that takes nothing is let go"),
        setting<SIGNALBOX_PLACE(server.watchChanges)>("limits.watch_changes", "That wait for one watcher in memory"),
        setting<SIGNALBOX_PLACE(server.watchBytes)>("limits.watch_bytes", "That wait for one watcher in memory"),
    };
}

std::vector<Setting> effectSettingRows() {
    return {
        setting<SIGNALBOX_PLACE(sendsEffects)>("effects.send", "Send mails and web requests; else they wait"),
        reloadable(setting<SIGNALBOX_PLACE(effects.allowedReceivers)>(
            "effects.allowed_receivers", "Hosts, HOST:PORT or networks that may be asked in the clear and at private"
                                         " addresses")),
        reloadable(setting<SIGNALBOX_PLACE(effects.signingSecret)>(
            "effects.signing_secret", "Name of the secret that web requests are signed with")),
        reloadable(setting<SIGNALBOX_PLACE(effects.connectTimeout)>("effects.connect_timeout", "To reach a receiver")),
        reloadable(setting<SIGNALBOX_PLACE(effects.totalTimeout)>("effects.total_timeout", "Of one attempt")),
        file(reloadable(setting<SIGNALBOX_PLACE(effects.certificateFile)>("effects.certificate_file",
                                                                          "PEM: whom to trust besides the system's"))),
        setting<SIGNALBOX_PLACE(engine.outbox.attemptBound)>("effects.attempts", "After which an effect has failed"),
        setting<SIGNALBOX_PLACE(engine.outbox.patience)>("effects.patience", "After which an effect has failed"),
        reloadable(setting<SIGNALBOX_PLACE(mail.host)>("mail.host", "Mail server; empty: mails wait")),
        reloadable(setting<SIGNALBOX_PLACE(mail.port)>("mail.port", "Its port")),
        reloadable(setting<SIGNALBOX_PLACE(mail.security)>("mail.security", "starttls, tls, or none (loopback)")),
        reloadable(setting<SIGNALBOX_PLACE(mail.user)>("mail.user", "To sign in as; empty: nobody")),
        reloadable(
            setting<SIGNALBOX_PLACE(mail.password)>("mail.password_secret", "Name of the secret with the password")),
        reloadable(setting<SIGNALBOX_PLACE(mail.from)>("mail.from", "Sender of the mails")),
        file(setting<SIGNALBOX_PLACE(secrets.folder)>(
            "secrets.folder", "A file for each secret; unless it is set: $CREDENTIALS_DIRECTORY")),
        setting<SIGNALBOX_PLACE(secrets.environment)>(
            "secrets.environment", "Secrets are variables that begin with this: MY_ and mail-password"
                                   " make MY_MAIL_PASSWORD"),
    };
}

std::vector<Setting> engineSettingRows() {
    return {
        setting<SIGNALBOX_PLACE(engine.idleTimeout)>("engine.idle_timeout",
                                                     "Without use, a workflow leaves the memory"),
        setting<SIGNALBOX_PLACE(engine.scanInterval)>("engine.scan_interval", "Between looks for idle ones"),
        setting<SIGNALBOX_PLACE(engine.requestIdRetention)>("engine.request_id_retention",
                                                            "How long a repeated request is known"),
        setting<SIGNALBOX_PLACE(engine.mailboxBound)>("engine.mailbox_bound", "Requests that wait for one workflow"),
        setting<SIGNALBOX_PLACE(engine.commitBound)>("engine.commit_bound", "Turns in one commit"),
        setting<SIGNALBOX_PLACE(engine.argumentBytes)>("engine.argument_bytes", "Of the arguments of one request"),
        setting<SIGNALBOX_PLACE(engine.jsonDepth)>("engine.json_depth", "Of the arguments of one request"),
        setting<SIGNALBOX_PLACE(backup.isEnabled)>("backup.enabled", "Back the store up now and then"),
        setting<SIGNALBOX_PLACE(backup.interval)>("backup.interval", "Between two backups"),
        setting<SIGNALBOX_PLACE(backup.kept)>("backup.kept", "The newest that stay"),
        file(setting<SIGNALBOX_PLACE(backup.folder)>("backup.folder", "Where they go; else STORE.backups")),
    };
}

#undef SIGNALBOX_PLACE

std::string joined(std::string_view prefix, std::string_view name, char between, int (*letter)(int)) {
    std::string text(prefix);
    for (const char each : name)
        text += each == '.' || each == '_' ? between : static_cast<char>(letter(static_cast<unsigned char>(each)));
    return text;
}

} // namespace

const std::vector<Setting>& settingTable() {
    static const std::vector<Setting> kTable = [] {
        std::vector<Setting> all;
        for (const auto& part : {serverSettings(), limitSettings(), effectSettingRows(), engineSettingRows()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return kTable;
}

const Setting* findSetting(std::string_view name) {
    const auto found = std::ranges::find(settingTable(), name, &Setting::name);
    return found == settingTable().end() ? nullptr : &*found;
}

std::string flagOf(const Setting& setting) {
    return joined("--", setting.name, '-', std::tolower);
}

std::string environmentOf(const Setting& setting) {
    return joined("SIGNALBOX_", setting.name, '_', std::toupper);
}

std::string_view valueName(SettingKind kind) {
    switch (kind) {
    case SettingKind::Text:
        return "TEXT";
    case SettingKind::File:
        return "PATH";
    case SettingKind::Flag:
        return "true|false";
    case SettingKind::Number:
        return "NUMBER";
    case SettingKind::TimeSpan:
        return "TIME";
    case SettingKind::Choice:
        return "WORD";
    case SettingKind::List:
        return "TEXT";
    case SettingKind::Clients:
        return "JSON";
    }
    return "";
}

} // namespace signalbox
