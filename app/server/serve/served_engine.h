#pragma once

#include "app/server/serve/draining_sender.h"
#include "app/server/serve/secret_places.h"
#include "app/server/serve/server_log.h"
#include "app/server/settings/serve_settings.h"
#include "engine/effects/senders.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/automatic_backups.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <chrono>
#include <memory>

namespace signalbox {

// A store with the engine that runs its workflows, the sender of their effects, and backups now and then.
// Requires: a QCoreApplication, for scripts.
class ServedEngine {
public:
    struct Parts {
        SecretPlaces::Environment environment;
        ServerLog& log;
        EngineLog& engineLog;
        const Clock& clock;
    };
    // Lifetime: logs and clock outlive it.
    // Errors: as SqliteStore::open, Senders::open and Engine::open; Io: the store's folder cannot be made.
    [[nodiscard]] static Result<std::unique_ptr<ServedEngine>> open(const ServeSettings& settings, const Parts& parts);

    [[nodiscard]] Engine& service() { return *m_engine; }
    // Waits for the answer, some seconds at most.
    [[nodiscard]] Result<Statistics> statistics();
    [[nodiscard]] Status setEffects(const EffectSettings& settings);

    // Begins no effect any more, gives those that are under way `atMost`, ends what has begun, and closes the store's
    // engine.
    void close(std::chrono::milliseconds atMost);

private:
    ServedEngine(SecretSettings secrets, SecretPlaces::Environment environment);

    [[nodiscard]] Status openStore(const ServeSettings& settings, const Clock& clock);
    [[nodiscard]] Status openSender(const ServeSettings& settings, const Clock& clock);
    [[nodiscard]] Status openEngine(const ServeSettings& settings, EngineLog& log, const Clock& clock);

    // In this order: the engine ends first, then the threads it uses, then the sender, the compiler and the store.
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<DefinitionCompiler> m_compiler;
    const SecretPlaces m_secrets;
    std::unique_ptr<DrainingSender> m_sender;
    Senders* m_senders = nullptr; // inside m_sender
    std::unique_ptr<ThreadScheduler> m_scheduler;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<AutomaticBackups> m_backups;
};

} // namespace signalbox
