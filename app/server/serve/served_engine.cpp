#include "app/server/serve/served_engine.h"

#include "engine/chart/samples/bug_tracker.h"
#include "engine/scxml/compiler.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <system_error>
#include <utility>

namespace signalbox {
namespace {

constexpr std::chrono::seconds kPatience{5}; // of somebody who reads figures

Status ensureFolder(const std::string& file) {
    const auto folder = std::filesystem::path(file).parent_path();
    std::error_code failure;
    if (!folder.empty()) std::filesystem::create_directories(folder, failure);
    if (!failure) return {};
    return fail(ErrorCode::Io, fmt::format("{}: the folder cannot be made: {}", folder.string(), failure.message()));
}

// The one definition that comes as code: where a store has workflows of it, as the desktop's samples are, they run.
Result<std::vector<ChartPtr>> chartsFor(Store& store) {
    const auto known = store.definitions();
    if (!known) return std::unexpected(known.error());
    ChartPtr sample = bugTracker();
    const auto isSample = [&](const DefinitionRecord& each) { return each.name == sample->structure().name; };
    if (std::ranges::none_of(*known, isSample)) return std::vector<ChartPtr>{};
    return std::vector<ChartPtr>{std::move(sample)};
}

} // namespace

ServedEngine::ServedEngine(SecretSettings secrets, SecretPlaces::Environment environment)
    : m_secrets(std::move(secrets), std::move(environment)) {}

Result<std::unique_ptr<ServedEngine>> ServedEngine::open(const ServeSettings& settings, const Parts& parts) {
    SecretSettings secrets = settings.secrets;
    // Where systemd puts what LoadCredential= names.
    if (secrets.folder.empty()) secrets.folder = parts.environment("CREDENTIALS_DIRECTORY").value_or("");
    std::unique_ptr<ServedEngine> served(new ServedEngine(std::move(secrets), parts.environment));
    if (Status done = served->openStore(settings, parts.clock); !done) return std::unexpected(std::move(done).error());
    if (Status done = served->openSender(settings, parts.clock); !done) return std::unexpected(std::move(done).error());
    if (Status done = served->openEngine(settings, parts.engineLog, parts.clock); !done)
        return std::unexpected(std::move(done).error());
    served->m_backups = std::make_unique<AutomaticBackups>(
        served->m_store->identity().path, settings.backup, parts.clock,
        [&log = parts.log](const Error& error) { log.write(LogLevel::Error, "no backup was made", error); });
    return served;
}

Status ServedEngine::openStore(const ServeSettings& settings, const Clock& clock) {
    if (Status made = ensureFolder(settings.store); !made) return made;
    auto store = SqliteStore::open(settings.store, {.allowNetworkFileSystem = settings.allowNetworkFileSystem}, clock);
    if (!store) return std::unexpected(std::move(store).error());
    m_store = *std::move(store);
    return {};
}

Status ServedEngine::openSender(const ServeSettings& settings, const Clock& clock) {
    if (!settings.sendsEffects) return {};
    auto senders = Senders::open(effectSettings(settings), m_secrets, clock);
    if (!senders) return std::unexpected(std::move(senders).error());
    m_senders = senders->get();
    m_sender = std::make_unique<DrainingSender>(*std::move(senders));
    return {};
}

Status ServedEngine::openEngine(const ServeSettings& settings, EngineLog& log, const Clock& clock) {
    auto charts = chartsFor(*m_store);
    if (!charts) return std::unexpected(std::move(charts).error());
    m_compiler = scxml::makeDefinitionCompiler();
    m_scheduler = std::make_unique<ThreadScheduler>();
    auto engine = Engine::open({.store = *m_store,
                                .clock = clock,
                                .scheduler = *m_scheduler,
                                .charts = *std::move(charts),
                                .settings = settings.engine,
                                .log = &log,
                                .compiler = m_compiler.get(),
                                .sender = m_sender.get()});
    if (!engine) return std::unexpected(std::move(engine).error());
    m_engine = *std::move(engine);
    return {};
}

Result<Statistics> ServedEngine::statistics() {
    auto promise = std::make_shared<std::promise<Result<Statistics>>>();
    auto answer = promise->get_future();
    m_engine->statistics([promise](Result<Statistics> given) { promise->set_value(std::move(given)); });
    if (answer.wait_for(kPatience) != std::future_status::ready)
        return fail(ErrorCode::Busy, "the engine gives no figures", "Try again later.");
    return answer.get();
}

Status ServedEngine::setEffects(const EffectSettings& settings) {
    return m_senders == nullptr ? Status{} : m_senders->setSettings(settings);
}

void ServedEngine::close(std::chrono::milliseconds atMost) {
    m_backups.reset();
    if (m_sender) m_sender->drain(atMost);
    m_engine->close();
}

} // namespace signalbox
