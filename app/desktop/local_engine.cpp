#include "app/desktop/local_engine.h"

#include "engine/chart/samples/bug_tracker.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace signalbox {

namespace {

Status ensureFolder(const std::filesystem::path& file) {
    if (!file.has_parent_path()) return {};
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    if (!failure) return {};
    return fail(ErrorCode::Io, "the folder " + file.parent_path().string() + " cannot be made: " + failure.message(),
                "Choose another place with --store FILE.");
}

} // namespace

Result<std::unique_ptr<LocalEngine>> LocalEngine::open(const std::string& path, const Options& options,
                                                       const Clock& clock) {
    if (!options.readOnly) {
        if (Status made = ensureFolder(path); !made) return std::unexpected(made.error());
    }
    const auto mode = options.readOnly ? SqliteStore::Mode::ReadOnly : SqliteStore::Mode::ReadWrite;
    auto store = SqliteStore::open(path,
                                   {.mode = mode,
                                    .createIfMissing = !options.readOnly,
                                    .allowNetworkFileSystem = options.allowNetworkFileSystem,
                                    .vfs = {}},
                                   clock);
    if (!store) return std::unexpected(store.error());

    auto scheduler = std::make_unique<ThreadScheduler>();
    auto engine = Engine::open({.store = **store,
                                .clock = clock,
                                .scheduler = *scheduler,
                                .charts = {bugTracker()},
                                .settings = options.settings});
    if (!engine) return std::unexpected(engine.error());
    return std::unique_ptr<LocalEngine>(new LocalEngine(std::move(*store), std::move(scheduler), std::move(*engine)));
}

LocalEngine::LocalEngine(std::unique_ptr<SqliteStore> store, std::unique_ptr<ThreadScheduler> scheduler,
                         std::unique_ptr<Engine> engine)
    : m_store(std::move(store))
    , m_scheduler(std::move(scheduler))
    , m_engine(std::move(engine)) {}

} // namespace signalbox
