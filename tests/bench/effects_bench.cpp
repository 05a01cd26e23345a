#include "engine/base/clock.h"
#include "engine/chart/chart_builder.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/effects/senders.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/loopback_receiver.h"
#include "tests/bench/stores.h"
#include "tests/support/draining_store.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace signalbox::bench {
namespace {

constexpr std::size_t kCouriers = 64;
constexpr std::size_t kInFlight = 4; // to one receiver: what the outbox allows itself

class NoSecrets final : public SecretSource {
public:
    [[nodiscard]] Result<std::string> secret(std::string_view name) const override {
        return fail(ErrorCode::NotFound, fmt::format("there is no secret '{}'", name));
    }
};

// One who sends no web requests yet; everything else is as with him whom he stands for.
class RestingSender final : public EffectSender {
public:
    explicit RestingSender(EffectSender& sender) : m_sender(sender) {}
    [[nodiscard]] std::string receiverOf(EffectKind kind, const Json& payload) const override {
        return m_sender.receiverOf(kind, payload);
    }
    [[nodiscard]] std::string heldBecause(EffectKind kind) const override {
        return kind == EffectKind::Webhook ? "they are not to go yet" : m_sender.heldBecause(kind);
    }
    void setHoldListener(std::function<void()> listener) override { m_sender.setHoldListener(std::move(listener)); }
    void send(OutgoingEffect effect, Done done) override { m_sender.send(std::move(effect), std::move(done)); }

private:
    EffectSender& m_sender;
};

// A workflow each of whose fires asks for one web request.
ChartPtr courier(const std::string& url) {
    ChartBuilder<std::string, std::string> chart("courier", "Ready");
    chart.state("Ready").internal("Send", "tell the receiver", [url](ActionContext& context) {
        context.webhook(url, {{"workflow", std::string(context.workflowId())}, {"step", "done"}});
    });
    return chart.build().chart;
}

std::unique_ptr<Senders> openSenders(const NoSecrets& secrets, const Clock& clock) {
    EffectSettings settings;
    settings.allowedReceivers = {"127.0.0.1"};
    auto senders = Senders::open(settings, secrets, clock);
    if (!senders) giveUp(senders.error().message);
    return *std::move(senders);
}

std::unique_ptr<Engine> openCouriers(Store& store, const Clock& clock, Scheduler& scheduler, const std::string& url,
                                     EffectSender* sender) {
    auto engine = Engine::open({.store = store,
                                .clock = clock,
                                .scheduler = scheduler,
                                .charts = {courier(url), bugTracker()},
                                .settings = {},
                                .log = nullptr,
                                .sender = sender});
    if (!engine) giveUp(engine.error().message);
    return *std::move(engine);
}

void fireMany(Engine& engine, std::size_t count) {
    std::atomic<std::size_t> missing = count;
    std::promise<void> done;
    for (std::size_t i = 0; i < count; ++i)
        engine.fire({.id = fmt::format("courier-{}", i % kCouriers),
                     .trigger = "Send",
                     .arguments = {},
                     .expectedRevision = {},
                     .createFrom = DefinitionRef{.name = "courier"},
                     .caller = {}},
                    [&](const Result<FireReply>& reply) {
                        if (!reply) giveUp(reply.error().message);
                        if (--missing == 0) done.set_value();
                    });
    done.get_future().wait();
}

// Effects that wait in the store of `file`.
void fill(const std::string& file, const std::string& url, std::size_t count) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(file, clock);
    const auto engine = openCouriers(*store, clock, scheduler, url, nullptr);
    constexpr std::size_t kAtOnce = 512;
    for (std::size_t done = 0; done < count; done += kAtOnce)
        fireMany(*engine, std::min(kAtOnce, count - done));
}

// Per second, until the last one is recorded.
double drain(const std::string& file, const LoopbackReceiver& receiver, std::size_t count) {
    const SystemClock clock;
    const NoSecrets secrets;
    const auto senders = openSenders(secrets, clock);
    ThreadScheduler scheduler;
    const auto opened = openStore(file, clock);
    DrainingStore store(*opened);
    const std::uint64_t before = receiver.receivedCount();
    std::unique_ptr<Engine> engine;
    const double took = milliseconds([&] {
        engine = openCouriers(store, clock, scheduler, receiver.url(), senders.get());
        store.waitUntilDrained();
    });
    if (receiver.receivedCount() - before < count) giveUp("the receiver lacks effects");
    return static_cast<double>(count) / took * 1000;
}

// The sender alone, with as many under way.
double sendAlone(const LoopbackReceiver& receiver, std::size_t count) {
    const SystemClock clock;
    const NoSecrets secrets;
    const auto senders = openSenders(secrets, clock);
    std::atomic<std::size_t> started = 0;
    std::atomic<std::size_t> missing = count;
    std::promise<void> done;
    std::function<void()> next = [&] {
        if (started++ >= count) return;
        senders->send({.kind = EffectKind::Webhook,
                       .payload = {{"url", receiver.url()}, {"body", {{"step", "done"}}}},
                       .workflowId = "7",
                       .idempotencyKey = "bench",
                       .replyAddress = {},
                       .requested = clock.now()},
                      [&](const SendResult& result) {
                          if (result.verdict != SendResult::Verdict::Sent) giveUp(result.error);
                          next();
                          if (--missing == 0) done.set_value();
                      });
    };
    const double took = milliseconds([&] {
        for (std::size_t i = 0; i < kInFlight; ++i)
            next();
        done.get_future().wait();
    });
    return static_cast<double>(count) / took * 1000;
}

// Of clients at other workflows, while web requests that waited are sent, or while they are held.
double fireBeside(const std::string& file, const LoopbackReceiver& receiver, bool isSending, const Options& options) {
    const SystemClock clock;
    const NoSecrets secrets;
    const auto senders = openSenders(secrets, clock);
    RestingSender resting(*senders);
    ThreadScheduler scheduler;
    const auto store = openStore(file, clock);
    EffectSender* const sender = isSending ? senders.get() : static_cast<EffectSender*>(&resting);
    const auto engine = openCouriers(*store, clock, scheduler, receiver.url(), sender);
    Clients clients(*engine, 128, options.size(10'000, 200));
    // Each round opens the store anew and wakes every workflow once: a longer one, so that this does not decide.
    return clients.fireFor(3 * options.roundTime).perSecond;
}

Figure drainFigure(const Options& options, const LoopbackReceiver& receiver) {
    const std::size_t count = options.size(20'000, 200);
    const std::array<Measure, 2> measures{[&] {
                                              const TemporaryFolder folder(options.folder);
                                              fill(folder.file("store.db"), receiver.url(), count);
                                              return drain(folder.file("store.db"), receiver, count);
                                          },
                                          [&] { return sendAlone(receiver, count); }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {.name = "effects to a loopback receiver",
            .of = fmt::format("{} web requests that waited, each recorded", grouped(count)),
            .value = medians[0],
            .unit = "effects/s",
            .ceiling = medians[1],
            .ceilingIs = "the sender alone",
            .target = Target{.kind = Target::Kind::AtLeast, .bound = 3'000}};
}

Figure besideFigure(const Options& options, const LoopbackReceiver& receiver) {
    const TemporaryFolder folder(options.folder);
    const std::string file = folder.file("store.db");
    prepareFiredStore(file, options.size(10'000, 200));
    fill(file, receiver.url(), options.size(100'000, 400));
    const std::array<Measure, 2> measures{[&] { return fireBeside(file, receiver, true, options); },
                                          [&] { return fireBeside(file, receiver, false, options); }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {.name = "durable fire while effects are sent",
            .of = "128 clients, the receiver on the same cores",
            .value = medians[0],
            .unit = "fires/s",
            .ceiling = medians[1],
            .ceilingIs = "while they are held",
            .target = Target{.kind = Target::Kind::Ratio, .bound = 0.90}};
}

} // namespace

std::vector<Figure> effectFigures(const Options& options) {
    const LoopbackReceiver receiver;
    return {drainFigure(options, receiver), besideFigure(options, receiver)};
}

} // namespace signalbox::bench
