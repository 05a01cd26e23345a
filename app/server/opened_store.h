#pragma once

#include "engine/base/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <future>
#include <memory>
#include <string>
#include <utility>

namespace signalbox {

// A store with an engine on it, for as long as a command of signalboxd needs it. What comes due meanwhile fires, as it
// does wherever a store is open; unless it is opened for reading only.
// Requires: a QCoreApplication, for scripts.
class OpenedStore {
public:
    struct Options {
        bool isReadOnly = false;
        bool allowNetworkFileSystem = false;
    };
    // Errors: as SqliteStore::open and Engine::open; DataLoss too when it is opened for reading only.
    [[nodiscard]] static Result<std::unique_ptr<OpenedStore>> open(const std::string& path, const Options& options);

    [[nodiscard]] WorkflowService& service() { return *m_engine; }

    // Gives `ask` a reply to call, and waits until it is.
    template <typename Answer, typename Ask>
    [[nodiscard]] static Result<Answer> wait(Ask ask) {
        return begin<Answer>(std::move(ask)).get();
    }
    template <typename Answer, typename Ask>
    [[nodiscard]] static std::future<Result<Answer>> begin(Ask ask) {
        auto promise = std::make_shared<std::promise<Result<Answer>>>();
        auto answer = promise->get_future();
        ask(Reply<Answer>([promise](Result<Answer> result) { promise->set_value(std::move(result)); }));
        return answer;
    }

private:
    OpenedStore() = default;

    // In this order: the engine ends first, then the threads it uses, then the compiler and the store.
    const SystemClock m_clock;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<DefinitionCompiler> m_compiler;
    std::unique_ptr<ThreadScheduler> m_scheduler;
    std::unique_ptr<Engine> m_engine;
};

} // namespace signalbox
