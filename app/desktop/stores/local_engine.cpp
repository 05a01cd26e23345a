#include "app/desktop/stores/local_engine.h"

#include <QCoreApplication>

#include "engine/chart/samples/bug_tracker.h"
#include "engine/scxml/compiler.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace signalbox {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::LocalEngine)
};

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

    std::unique_ptr<LocalEngine> local(new LocalEngine);
    local->m_store = *std::move(store);
    local->m_compiler = scxml::makeDefinitionCompiler();
    if (options.sendsEffects && !options.readOnly) {
        auto senders = Senders::open({}, local->m_secrets, clock);
        if (!senders) return std::unexpected(senders.error());
        local->m_senders = *std::move(senders);
    }
    local->m_scheduler = std::make_unique<ThreadScheduler>();
    auto engine = Engine::open({.store = *local->m_store,
                                .clock = clock,
                                .scheduler = *local->m_scheduler,
                                .charts = {bugTracker()},
                                .settings = options.settings,
                                .compiler = local->m_compiler.get(),
                                .sender = local->m_senders.get()});
    if (!engine) return std::unexpected(engine.error());
    local->m_engine = *std::move(engine);
    return local;
}

QString LocalEngine::name() const {
    return Text::tr("This computer");
}

QString LocalEngine::authority() const {
    return u"local"_s;
}

} // namespace signalbox
