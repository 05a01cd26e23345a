#include "app/server/opened_store.h"

#include "engine/scxml/compiler.h"

namespace signalbox {

Result<std::unique_ptr<OpenedStore>> OpenedStore::open(const std::string& path, const Options& options) {
    std::unique_ptr<OpenedStore> opened(new OpenedStore);
    const auto mode = options.isReadOnly ? SqliteStore::Mode::ReadOnly : SqliteStore::Mode::ReadWrite;
    auto store = SqliteStore::open(
        path, {.mode = mode, .createIfMissing = false, .allowNetworkFileSystem = options.allowNetworkFileSystem},
        opened->m_clock);
    if (!store) return std::unexpected(std::move(store).error());
    if (auto damage = (*store)->damage()) return std::unexpected(*std::move(damage));
    opened->m_store = *std::move(store);
    opened->m_compiler = scxml::makeDefinitionCompiler();
    opened->m_scheduler = std::make_unique<ThreadScheduler>();
    auto engine = Engine::open({.store = *opened->m_store,
                                .clock = opened->m_clock,
                                .scheduler = *opened->m_scheduler,
                                .charts = {},
                                .settings = {},
                                .log = nullptr,
                                .compiler = opened->m_compiler.get()});
    if (!engine) return std::unexpected(std::move(engine).error());
    opened->m_engine = *std::move(engine);
    return opened;
}

} // namespace signalbox
