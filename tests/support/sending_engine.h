#pragma once

#include "engine/base/clock.h"
#include "engine/chart/chart_builder.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/effects/senders.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/support/draining_store.h"

#include <future>
#include <memory>
#include <string>
#include <utility>

namespace signalbox {

// As a program that sends has it: an engine on threads over a store in a file, with real senders. Retries without long
// pauses, so that nobody waits, unless it is told otherwise.
class SendingEngine {
public:
    SendingEngine(const std::string& file, EffectSettings effects, std::vector<ChartPtr> charts = {bugTracker()},
                  const OutboxSettings& outbox = impatient()) {
        m_file = SqliteStore::open(file, {}, m_clock).value();
        m_store = std::make_unique<DrainingStore>(*m_file);
        m_senders = Senders::open(std::move(effects), m_secrets, m_clock).value();
        EngineSettings settings;
        settings.outbox = outbox;
        m_engine = Engine::open({.store = *m_store,
                                 .clock = m_clock,
                                 .scheduler = m_scheduler,
                                 .charts = std::move(charts),
                                 .settings = settings,
                                 .sender = m_senders.get()})
                       .value();
    }

    [[nodiscard]] Senders& senders() { return *m_senders; }
    [[nodiscard]] DrainingStore& store() { return *m_store; }

    template <typename Request, typename T>
    Result<T> ask(void (Engine::*call)(Request, Reply<T>), Request request) {
        std::promise<Result<T>> promise;
        auto answer = promise.get_future();
        (m_engine.get()->*call)(std::move(request),
                                [&promise](Result<T> reply) { promise.set_value(std::move(reply)); });
        return answer.get();
    }
    Result<FireReply> fire(const std::string& definition, const std::string& id, const std::string& trigger,
                           Json arguments = nullptr) {
        FireRequest request;
        request.id = id;
        request.trigger = trigger;
        request.arguments = std::move(arguments);
        request.createFrom = DefinitionRef{.name = definition};
        return ask(&Engine::fire, std::move(request));
    }
    Result<EffectsReply> effectsOf(const std::string& id) {
        EffectsRequest request;
        request.workflowId = id;
        return ask(&Engine::effects, std::move(request));
    }
    // Waits until no effect is pending.
    void drain() { m_store->waitUntilDrained(); }

private:
    static OutboxSettings impatient() {
        OutboxSettings settings;
        settings.firstPause = std::chrono::milliseconds{1};
        settings.longestPause = std::chrono::milliseconds{1};
        settings.breakTime = std::chrono::milliseconds{1};
        return settings;
    }

    class NoSecrets final : public SecretSource {
    public:
        [[nodiscard]] Result<std::string> secret(std::string_view) const override {
            return fail(ErrorCode::NotFound, "there is no such secret");
        }
    };

    const SystemClock m_clock;
    const NoSecrets m_secrets;
    std::unique_ptr<SqliteStore> m_file;
    std::unique_ptr<DrainingStore> m_store;
    std::unique_ptr<Senders> m_senders;
    ThreadScheduler m_scheduler;
    std::unique_ptr<Engine> m_engine;
};

// A workflow each of whose fires of "Send" asks `url` for something, which is in the body.
inline ChartPtr courierChart(const std::string& url) {
    ChartBuilder<std::string, std::string> chart("courier", "Ready");
    chart.trigger("Send").parameters({parameter<std::string>("what")});
    chart.state("Ready").internal("Send", "tell the receiver", [url](ActionContext& context) {
        context.webhook(url, {{"what", context.argument("what")}});
    });
    return chart.build().chart;
}

} // namespace signalbox
