#include "tests/engine/scxml/conformance/stored_run.h"

#include "engine/scxml/compiler.h"
#include "tests/engine/scxml/conformance/w3c_tests.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::scxml {
namespace {

constexpr const char* kId = "W";
constexpr Duration kInstant{1};
// Rounds of tasks without a turn after which nothing is left to do.
constexpr int kQuietRounds = 20;
constexpr int kMostMoments = 1000;

// What srcexpr will name, no reader can know: its author puts it into the package. Here it bears the test's name.
void addNamedByScripts(const std::filesystem::path& file, DefinitionSource& source) {
    if (source.text.find("srcexpr") == std::string::npos) return;
    const std::filesystem::path child = file.parent_path() / (file.stem().string() + "sub1.scxml");
    auto text = readFileText(child);
    if (text) source.files.push_back({.path = child.filename().string(), .text = *std::move(text)});
}

} // namespace

StoredRun::StoredRun(const DefinitionCompiler& compiler, Between between) : m_compiler(compiler), m_between(between) {
    open();
}

void StoredRun::open() {
    auto store = SqliteStore::open(path(), {}, m_clock);
    ASSERT_TRUE(store) << store.error().message;
    m_store = *std::move(store);
    EngineSettings settings;
    if (m_between == Between::Idling) settings.idleTimeout = settings.scanInterval = kInstant;
    auto engine = Engine::open({.store = *m_store,
                                .clock = m_clock,
                                .scheduler = m_scheduler,
                                .charts = {},
                                .settings = settings,
                                .log = &m_log,
                                .compiler = &m_compiler});
    ASSERT_TRUE(engine) << engine.error().message;
    m_engine = *std::move(engine);
}

// What is on disk at this moment is all that the next one has.
void StoredRun::die() {
    const std::string before = path();
    ++m_lives;
    for (const char* suffix : {"", "-wal", ".watermark"})
        if (std::filesystem::exists(before + suffix)) std::filesystem::copy_file(before + suffix, path() + suffix);
    m_engine.reset();
    m_store.reset();
    open();
}

template <typename T, typename Request>
Result<T> StoredRun::call(void (Engine::*ask)(Request, Reply<T>), Request request) {
    Awaited<T> answer;
    (m_engine.get()->*ask)(std::move(request), answer.reply());
    while (!answer.isHere() && m_scheduler.runOne()) {
    }
    return answer.isHere() ? answer.result() : fail(ErrorCode::Internal, "nobody answered");
}

std::string StoredRun::deploy(const std::filesystem::path& file) {
    auto source = readSource(file);
    if (!source) return source.error().message;
    addNamedByScripts(file, *source);
    auto reply = call(&Engine::deploy, DeployRequest{.source = *std::move(source), .isDryRun = false, .caller = {}});
    if (!reply) return reply.error().message;
    if (!reply->definition) return describe(reply->diagnostics);
    m_definition = *reply->definition;
    return {};
}

void StoredRun::run() {
    const auto created =
        call(&Engine::create, CreateRequest{.definition = m_definition, .id = kId, .data = {}, .caller = {}});
    ASSERT_TRUE(created) << created.error().message;
    for (int i = 0; i < kMostMoments; ++i) {
        runReady();
        if (hasEnded()) return;
        const auto due = nextDue();
        if (!due) return;
        // What is due already is to be tried again in a while.
        m_clock.advance(std::max<Duration>(*due - m_clock.now(), std::chrono::seconds{1}));
    }
    ADD_FAILURE() << "it goes on and on";
}

void StoredRun::runReady() {
    switch (m_between) {
    case Between::Nothing:
        return m_scheduler.runAll();
    case Between::Idling:
        return runAndIdle();
    case Between::Death:
        return runAndDie();
    }
}

// Time passes by an instant with each round of tasks, and whoever is not used for one idles.
void StoredRun::runAndIdle() {
    std::size_t turns = turnCount();
    for (int quiet = 0; quiet < kQuietRounds; ++quiet) {
        m_clock.advance(kInstant);
        m_scheduler.runOne();
        for (std::size_t left = m_scheduler.readyCount(); left > 0; --left)
            m_scheduler.runOne();
        if (std::exchange(turns, turnCount()) != turnCount()) quiet = 0;
    }
}

void StoredRun::runAndDie() {
    std::size_t turns = turnCount();
    while (m_scheduler.runOne()) {
        if (turnCount() == turns) continue;
        die();
        turns = turnCount();
    }
}

std::optional<Time> StoredRun::nextDue() {
    const auto timers = m_store->timers();
    if (!timers || timers->empty()) return std::nullopt;
    return std::ranges::min_element(*timers, {}, [](const TimerRecord& each) { return each.timer.due; })->timer.due;
}

bool StoredRun::hasEnded() {
    return workflow().row.status != WorkflowStatus::Active;
}

Workflow StoredRun::workflow() {
    auto found = call(&Engine::get, GetRequest{.id = kId, .atRevision = {}});
    if (!found) ADD_FAILURE() << found.error().message;
    return found.value_or(Workflow{});
}

std::string StoredRun::logs() {
    std::string text;
    const auto changes = m_store->changesAfter(Seq(), 10'000);
    if (!changes) return text;
    for (const ChangeRecord& change : *changes) {
        text += m_store->idOf(change.workflow).value().value_or("?") + ": " + std::string(name(change.kind)) + "\n";
        for (const std::string& line : change.log)
            text += "    " + line + "\n";
    }
    return text;
}

std::size_t StoredRun::idledCount() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(m_log.lines(), [](const std::string& line) { return line.starts_with("deactivated"); }));
}

} // namespace signalbox::scxml
