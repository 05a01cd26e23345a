#pragma once

#include "engine/base/clock.h"
#include "engine/chart/definition_compiler.h"
#include "engine/runtime/engine.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/engine_harness.h"
#include "tests/support/stepped_scheduler.h"
#include "tests/support/temp_dir.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace signalbox::scxml {

// What becomes of workflows between their turns.
enum class Between : std::uint8_t {
    Nothing, // they stay in memory
    Idling,  // each idles to disk
    Death,   // the process ends without a word, and another one opens the store
};

// A definition that is deployed into a store's file, and one workflow of it that runs there to its end, with all that
// it invokes: by a real engine, on a virtual clock.
class StoredRun {
public:
    StoredRun(const DefinitionCompiler& compiler, Between between);

    // Returns: what is wrong with it, or why it could not be deployed; nothing: it is there.
    [[nodiscard]] std::string deploy(const std::filesystem::path& file);
    // Requires: deployed. Lets time pass until the workflow has ended, or nothing is pending.
    void run();

    [[nodiscard]] Workflow workflow();
    // All that the logs of all workflows say, by workflow.
    [[nodiscard]] std::string logs();
    [[nodiscard]] std::size_t turnCount() const { return m_store->identity().lastSeq.value(); }
    [[nodiscard]] std::size_t idledCount() const;

private:
    template <typename T, typename Request>
    [[nodiscard]] Result<T> call(void (Engine::*ask)(Request, Reply<T>), Request request);
    void open();
    void die();
    [[nodiscard]] std::string path() const { return m_folder.file("store-" + std::to_string(m_lives)); }
    [[nodiscard]] std::optional<Time> nextDue();
    [[nodiscard]] bool hasEnded();
    // All that can be done now.
    void runReady();
    void runAndIdle();
    void runAndDie();

    const DefinitionCompiler& m_compiler;
    const Between m_between;
    TempDir m_folder;
    int m_lives = 0;
    DefinitionRef m_definition;
    RecordingLog m_log;
    ManualClock m_clock;
    SteppedScheduler m_scheduler{m_clock};
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Engine> m_engine;
};

} // namespace signalbox::scxml
