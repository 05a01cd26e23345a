#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/effects/effect_settings.h"
#include "engine/remote/access/token_authority.h"
#include "engine/remote/server/server_settings.h"
#include "engine/runtime/engine_settings.h"
#include "engine/store/sqlite/backup_folder.h"

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace signalbox {

enum class LogLevel : std::uint8_t { Debug, Info, Warn, Error };
enum class LogFormat : std::uint8_t { Text, JsonLines };

// What a server tells of itself, and where.
struct LogSettings {
    LogLevel level = LogLevel::Info;
    LogFormat format = LogFormat::Text;
    bool console = true;         // to standard error
    std::string file{};          // empty: none
    std::uint32_t files = 5;     // the one that is written and those before it
    std::uint32_t sizeKb = 2048; // of each, in KiB
};

// The files that a server proves itself with.
struct TlsSettings {
    std::string certificate{}; // PEM: its own first, then those that lead to a root; empty: plaintext
    std::string key{};
    std::string clientRoots{}; // whoever has a certificate of these may be a [[client]]
    bool requireClientCertificate = false;
};

// Where secrets for effects are read, by name. None set: there are none.
struct SecretSettings {
    std::string folder{};      // one file a secret
    std::string environment{}; // what their variables begin with
};

// Everything that an operator may set about `signalboxd serve`.
struct ServeSettings {
    std::string store;
    bool allowNetworkFileSystem = false;
    std::string tokens{}; // file; empty: none are known
    Duration drainTime = std::chrono::seconds{20};
    std::vector<ClientIdentity> clients{};
    TlsSettings tls{};
    ServerSettings server{}; // without certificate and version
    LogSettings log{};
    std::string metricsListen{}; // "127.0.0.1:9411"; empty: none
    bool sendsEffects = true;
    EffectSettings effects{}; // without mail
    MailSettings mail{};      // no host: none. The password is a secret's name
    SecretSettings secrets{};
    EngineSettings engine{};
    BackupSettings backup{};
};

// The settings of effects as the sender takes them.
[[nodiscard]] EffectSettings effectSettings(const ServeSettings& settings);

// What does not fit together, and which setting is to blame.
struct SettingFault {
    std::string name; // "engine.idle_timeout"
    Error error;
};
// The first thing that a server cannot work with. Reads no file.
[[nodiscard]] std::expected<void, SettingFault> validate(const ServeSettings& settings);

} // namespace signalbox
