#include "tests/support/engine_harness.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <utility>

namespace signalbox {

void RecordingLog::activated(std::string_view id, std::string_view state, std::span<const std::string>) {
    add(fmt::format("activated {} {}", id, state));
}

void RecordingLog::deactivated(std::string_view id, std::string_view state, std::span<const std::string>) {
    add(fmt::format("deactivated {} {}", id, state));
}

void RecordingLog::warned(std::string_view message) {
    add(fmt::format("warned {}", message));
}

void RecordingLog::writesChanged(const std::optional<Error>& refusal) {
    add(refusal ? fmt::format("refuses {}", refusal->message) : "takes writes");
}

std::vector<std::string> RecordingLog::lines() const {
    const MutexLock lock(m_mutex);
    return m_lines;
}

void RecordingLog::clear() {
    const MutexLock lock(m_mutex);
    m_lines.clear();
}

void RecordingLog::add(std::string line) {
    const MutexLock lock(m_mutex);
    m_lines.push_back(std::move(line));
}

EngineHarness::EngineHarness(Store& store, EngineSettings settings, std::optional<std::uint64_t> seed,
                             std::vector<ChartPtr> charts, const DefinitionCompiler* compiler, EffectSender* sender)
    : scheduler(clock, seed)
    , m_store(store)
    , m_settings(settings)
    , m_charts(std::move(charts))
    , m_compiler(compiler)
    , m_sender(sender) {
    reopen();
}

void EngineHarness::reopen() {
    m_engine.reset();
    auto opened = Engine::open({.store = m_store,
                                .clock = clock,
                                .scheduler = scheduler,
                                .charts = m_charts,
                                .settings = m_settings,
                                .log = &log,
                                .compiler = m_compiler,
                                .sender = m_sender});
    ASSERT_TRUE(opened) << opened.error().message;
    m_engine = *std::move(opened);
}

void EngineHarness::reopen(const DefinitionCompiler* compiler) {
    m_compiler = compiler;
    reopen();
}

Result<CreateReply> EngineHarness::create(const std::string& id, Json data, const std::string& requestId) {
    CreateRequest request;
    request.definition.name = "bug";
    request.id = id;
    request.data = std::move(data);
    request.caller = {.principal = "operator sue", .reason = "reported by mail", .requestId = requestId};
    return call(&Engine::create, std::move(request));
}

Result<FireReply> EngineHarness::fire(const std::string& id, const std::string& trigger, Json arguments,
                                      const std::string& requestId) {
    return call(&Engine::fire, fireRequest(id, trigger, std::move(arguments), requestId));
}

Awaited<FireReply> EngineHarness::beginFire(const std::string& id, const std::string& trigger, Json arguments,
                                            const std::string& requestId) {
    return begin(&Engine::fire, fireRequest(id, trigger, std::move(arguments), requestId));
}

Workflow EngineHarness::get(const std::string& id) {
    return call(&Engine::get, GetRequest{.id = id, .atRevision = {}}).value();
}

HistoryReply EngineHarness::history(const std::string& id) {
    return call(&Engine::history, HistoryRequest{.id = id, .before = {}}).value();
}

Statistics EngineHarness::statistics() {
    Awaited<Statistics> awaited;
    m_engine->statistics(awaited.reply());
    scheduler.runAll();
    return awaited.value();
}

std::vector<EnumerateReply::Item> EngineHarness::enumerate(std::uint32_t pageSize) {
    std::vector<EnumerateReply::Item> items;
    std::string token;
    do {
        const auto page =
            call(&Engine::enumerate, EnumerateRequest{.token = token, .limit = pageSize, .isResident = {}}).value();
        items.insert(items.end(), page.items.begin(), page.items.end());
        token = page.token;
    } while (!token.empty());
    return items;
}

FireRequest EngineHarness::fireRequest(const std::string& id, const std::string& trigger, Json arguments,
                                       const std::string& requestId) {
    return {.id = id,
            .trigger = trigger,
            .arguments = std::move(arguments),
            .expectedRevision = {},
            .createFrom = {},
            .caller = {.principal = "operator sue", .reason = "as agreed", .requestId = requestId}};
}

ActRequest EngineHarness::actRequest(const std::string& id, const std::string& requestId) {
    return {.id = id,
            .expectedRevision = {},
            .caller = {.principal = "operator sue", .reason = "as agreed", .requestId = requestId}};
}

} // namespace signalbox
