// A process with an engine over a real store, for tests that need one to end: signalbox_runtime_program MODE FILE
// [TAG]. MODE open only opens and closes the store, without an engine, which would fire what is due. MODE tick lets
// clocks tick until it is killed. Prints one line per event, each in one write.

#include "engine/base/clock.h"
#include "engine/chart/chart_builder.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <future>
#include <random>
#include <thread>

namespace signalbox {
namespace {

constexpr std::size_t kThreads = 8;
constexpr std::size_t kWorkflows = 6;

void say(const std::string& text) {
    const std::string line = text + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) std::_Exit(3);
}

template <typename Request, typename T>
Result<T> ask(Engine& engine, void (Engine::*call)(Request, Reply<T>), Request request) {
    std::promise<Result<T>> promise;
    auto answer = promise.get_future();
    (engine.*call)(std::move(request), [&promise](Result<T> result) { promise.set_value(std::move(result)); });
    return answer.get();
}

FireRequest fireRequest(const std::string& id, const std::string& trigger, const std::string& assignee,
                        const std::string& requestId) {
    return {.id = id,
            .trigger = trigger,
            .arguments = assignee.empty() ? Json() : Json{{"assignee", assignee}},
            .expectedRevision = {},
            .createFrom = DefinitionRef{.name = "bug"},
            .caller = {.principal = "operator sue", .reason = "as agreed", .requestId = requestId}};
}

std::string describe(const Result<FireReply>& reply) {
    if (!reply) return fmt::format("error {}", reply.error().message);
    if (!reply->seq) return fmt::format("refused {}", reply->refusal->message);
    return fmt::format("{} {}", reply->revision.value(), reply->state);
}

// Fires until it is killed. "begin REQUEST ID TRIGGER" before each, "done REQUEST REVISION" or "refused REQUEST" after.
void fireForEver(Engine& engine, const std::string& tag, std::size_t thread) {
    std::mt19937_64 random(std::hash<std::string>{}(tag) + thread);
    for (std::uint64_t count = 0;; ++count) {
        const std::string requestId = fmt::format("{}-{}-{}", tag, thread, count);
        const std::string id = fmt::format("BUG-{}", random() % kWorkflows);
        const bool isAssign = random() % 3 != 0;
        say(fmt::format("begin {} {} {}", requestId, id, isAssign ? "Assign" : "Defer"));
        const auto reply = ask(engine, &Engine::fire,
                               fireRequest(id, isAssign ? "Assign" : "Defer", isAssign ? "Joe" : "", requestId));
        if (!reply) std::_Exit(4);
        say(reply->seq ? fmt::format("done {} {}", requestId, reply->revision.value())
                       : fmt::format("refused {}", requestId));
    }
}

// Ticks every few milliseconds, and counts.
ChartPtr tickingClock() {
    ChartBuilder<> chart("clock", "Ticking");
    chart.state("Ticking")
        .after(std::chrono::milliseconds{3}, "Tick")
        .permitReentry("Tick")
        .onEntryFrom("Tick", [](ActionContext& turn) { turn.set("/ticks", turn.data().value("ticks", 0) + 1); });
    return chart.build().chart;
}

// Of some clocks, until it is killed: "tick" for each that is committed.
void tickForEver(Engine& engine) {
    const auto watch = engine.watch({.after = {}, .id = {}}, [](const Result<WatchBatch>& batch) {
        if (!batch) std::_Exit(4);
        for (const Change& change : batch->changes)
            if (change.kind == ChangeKind::TimerFired) say("tick");
    });
    for (std::size_t i = 0; i < kWorkflows; ++i) {
        CreateRequest request;
        request.definition.name = "clock";
        request.id = fmt::format("CLOCK-{}", i);
        // It may be there from an earlier life.
        static_cast<void>(ask(engine, &Engine::create, std::move(request)));
    }
    std::promise<void>().get_future().wait();
}

void fireFromManyThreads(Engine& engine, const std::string& tag) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kThreads; ++i)
        threads.emplace_back([&engine, &tag, i] { fireForEver(engine, tag, i); });
}

// The blog post's client up to where it waits.
void actBeforeTheWait(Engine& engine) {
    struct Act {
        const char *id, *trigger, *assignee;
    };
    constexpr std::array kActs{Act{"actor1", "Assign", "Joe"},   Act{"actor1", "Defer", ""},
                               Act{"actor1", "Assign", "Harry"}, Act{"actor1", "Assign", "Fred"},
                               Act{"actor1", "Close", ""},       Act{"actor2", "Assign", "Sally"},
                               Act{"actor2", "Defer", ""},       Act{"actor2", "Assign", "Sue"}};
    for (const Act& act : kActs)
        say(describe(ask(engine, &Engine::fire, fireRequest(act.id, act.trigger, act.assignee, ""))));
}

void actAfterTheWait(Engine& engine) {
    const auto ids = ask(engine, &Engine::enumerate, EnumerateRequest{.token = {}, .limit = 10, .isResident = {}});
    for (const auto& item : ids->items)
        say(fmt::format("{} {}", item.id, item.isResident ? "active" : "inactive"));
    say(describe(ask(engine, &Engine::fire, fireRequest("actor1", "Assign", "Joe", ""))));
    say(describe(ask(engine, &Engine::fire, fireRequest("actor2", "Close", "", ""))));
    const auto history = ask(engine, &Engine::history, HistoryRequest{.id = "actor2", .before = {}});
    for (const Change& change : history->changes)
        say(fmt::format("{} {} {}", change.revision.value(), change.trigger, change.to));
    for (const EffectRow& effect : history->changes.front().effects)
        say(fmt::format("{}: {}", effect.effect.payload.at("to").get<std::string>(),
                        effect.effect.payload.at("text").get<std::string>()));
}

int run(const std::string& mode, const std::string& file, const std::string& tag) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    auto store = SqliteStore::open(file, {}, clock);
    if (!store) return 2;
    if (mode == "open") return 0;
    auto engine = Engine::open({.store = **store,
                                .clock = clock,
                                .scheduler = scheduler,
                                .charts = {bugTracker(), tickingClock()},
                                .settings = {},
                                .log = nullptr});
    if (!engine) return 2;
    if (mode == "fire") fireFromManyThreads(**engine, tag);
    if (mode == "tick") tickForEver(**engine);
    if (mode == "before") actBeforeTheWait(**engine);
    if (mode == "after") actAfterTheWait(**engine);
    return 0;
}

} // namespace
} // namespace signalbox

int main(int argc, char** argv) {
    if (argc < 3) return 1;
    return signalbox::run(argv[1], argv[2], argc > 3 ? argv[3] : "");
}
