#pragma once

#include <QString>

#include "app/desktop/stores/secret_relay.h"
#include "app/desktop/stores/store_source.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/effects/senders.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <memory>
#include <string>

namespace signalbox {

// A store of workflows opened in this process, and the engine that runs them.
class LocalEngine final : public StoreSource {
public:
    struct Options {
        bool readOnly = false;
        bool allowNetworkFileSystem = false;
        EngineSettings settings = {};
        bool sendsEffects = false; // mails and web requests; else they wait for one that does
    };

    // Opens or makes the store at `path`, with the folders above it, and starts an engine that can run the sample
    // definitions.  Lifetime: `clock` outlives the result.
    // Errors: as SqliteStore::open and Engine::open; Io when the folder cannot be made.
    [[nodiscard]] static Result<std::unique_ptr<LocalEngine>> open(const std::string& path, const Options& options,
                                                                   const Clock& clock);

    [[nodiscard]] Engine& service() override { return *m_engine; }
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString authority() const override;
    // The id of the store.
    [[nodiscard]] QString key() const override { return QString::fromStdString(m_store->identity().id); }
    [[nodiscard]] LocalEngine* local() override { return this; }
    // Of mails and web requests; null: they are not sent from here.
    [[nodiscard]] Senders* senders() { return m_senders.get(); }
    // Where it reads passwords and keys.
    [[nodiscard]] SecretRelay& secrets() { return m_secrets; }
    [[nodiscard]] bool isReadOnly() const { return m_store->identity().isReadOnly; }

private:
    LocalEngine() = default;

    // In this order: the engine ends first, then the threads it uses, then the sender, the compiler and the store.
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<DefinitionCompiler> m_compiler;
    SecretRelay m_secrets;
    std::unique_ptr<Senders> m_senders;
    std::unique_ptr<ThreadScheduler> m_scheduler;
    std::unique_ptr<Engine> m_engine;
};

} // namespace signalbox
