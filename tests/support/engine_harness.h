#pragma once

#include "engine/base/clock.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/runtime/engine.h"
#include "tests/support/memory_store.h"
#include "tests/support/stepped_scheduler.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// Hears what the engine did on its own, in order: "activated BUG-1 Open".
class RecordingLog final : public EngineLog {
public:
    void activated(std::string_view id, std::string_view state, std::span<const std::string> lines) override;
    void deactivated(std::string_view id, std::string_view state, std::span<const std::string> lines) override;
    void warned(std::string_view message) override;
    void writesChanged(const std::optional<Error>& refusal) override;

    [[nodiscard]] std::vector<std::string> lines() const;
    void clear();

private:
    void add(std::string line);

    mutable Mutex m_mutex;
    std::vector<std::string> m_lines GUARDED_BY(m_mutex);
};

// An answer on its way.
template <typename T>
class Awaited {
public:
    [[nodiscard]] Reply<T> reply() {
        return [slot = m_slot](Result<T> result) {
            ++slot->count;
            slot->result = std::move(result);
        };
    }
    [[nodiscard]] bool isHere() const { return m_slot->count == 1; }
    [[nodiscard]] int count() const { return m_slot->count; }
    // Requires: isHere().
    [[nodiscard]] const Result<T>& result() const { return *m_slot->result; }
    [[nodiscard]] const T& value() const { return m_slot->result.value().value(); }
    [[nodiscard]] const Error& error() const { return m_slot->result.value().error(); }

private:
    struct Slot {
        int count = 0;
        std::optional<Result<T>> result;
    };
    std::shared_ptr<Slot> m_slot = std::make_shared<Slot>();
};

// An engine over any store, on a stepped scheduler and a manual clock. `call` asks and runs all that follows; `begin`
// only asks.
class EngineHarness {
public:
    explicit EngineHarness(Store& store, EngineSettings settings = {}, std::optional<std::uint64_t> seed = {},
                           std::vector<ChartPtr> charts = {bugTracker()}, const DefinitionCompiler* compiler = nullptr,
                           EffectSender* sender = nullptr);

    ManualClock clock;
    SteppedScheduler scheduler;
    RecordingLog log;

    [[nodiscard]] Engine& engine() { return *m_engine; }
    // As a process that ends and starts again would.
    void reopen();
    // The same with another compiler, or none.
    void reopen(const DefinitionCompiler* compiler);
    void close() { m_engine.reset(); }

    template <typename T, typename Request>
    [[nodiscard]] Awaited<T> begin(void (Engine::*ask)(Request, Reply<T>), Request request) {
        Awaited<T> awaited;
        (m_engine.get()->*ask)(std::move(request), awaited.reply());
        return awaited;
    }
    template <typename T, typename Request>
    [[nodiscard]] Result<T> call(void (Engine::*ask)(Request, Reply<T>), Request request) {
        auto awaited = begin(ask, std::move(request));
        scheduler.runAll();
        return awaited.result();
    }

    // The everyday ones, by "operator sue".
    Result<CreateReply> create(const std::string& id, Json data = {}, const std::string& requestId = {});
    Result<FireReply> fire(const std::string& id, const std::string& trigger, Json arguments = {},
                           const std::string& requestId = {});
    [[nodiscard]] Awaited<FireReply> beginFire(const std::string& id, const std::string& trigger, Json arguments = {},
                                               const std::string& requestId = {});
    [[nodiscard]] Workflow get(const std::string& id);
    [[nodiscard]] HistoryReply history(const std::string& id);
    [[nodiscard]] Statistics statistics();
    // Every id with whether it is resident, by walking all pages.
    [[nodiscard]] std::vector<EnumerateReply::Item> enumerate(std::uint32_t pageSize = 2);

    [[nodiscard]] static FireRequest fireRequest(const std::string& id, const std::string& trigger, Json arguments = {},
                                                 const std::string& requestId = {});
    [[nodiscard]] static ActRequest actRequest(const std::string& id, const std::string& requestId = {});

private:
    Store& m_store;
    EngineSettings m_settings;
    std::vector<ChartPtr> m_charts;
    const DefinitionCompiler* m_compiler;
    EffectSender* m_sender;
    std::unique_ptr<Engine> m_engine;
};

} // namespace signalbox
