#include "engine/base/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/stores.h"

#include <array>
#include <atomic>
#include <future>
#include <string>
#include <thread>

namespace signalbox::bench {
namespace {

// Milliseconds from a call to its answer.
template <typename Request, typename Answer>
double latency(Engine& engine, void (Engine::*ask)(Request, Reply<Answer>), Request request) {
    std::promise<bool> answered;
    const double time = milliseconds([&] {
        (engine.*ask)(std::move(request),
                      [&](const Result<Answer>& answer) { answered.set_value(answer.has_value()); });
        if (!answered.get_future().get()) giveUp("a read was refused");
    });
    return time;
}

struct Latencies {
    std::vector<double> get;
    std::vector<double> explain;
};

// One operator who reads, a hundred times a second as a busy window does, until `isOver`.
Latencies readUntil(Engine& engine, std::size_t workflows, const std::atomic<bool>& isOver) {
    Latencies latencies;
    for (std::size_t i = 0; !isOver; i += 7919) {
        const std::string id = std::to_string(i % workflows);
        latencies.get.push_back(latency(engine, &Engine::get, GetRequest{.id = id, .atRevision = {}}));
        latencies.explain.push_back(latency(
            engine, &Engine::explain, ExplainRequest{.id = id, .trigger = {}, .arguments = {}, .atRevision = {}}));
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return latencies;
}

} // namespace

std::vector<Figure> readFigures(const Options& options) {
    const std::size_t workflows = options.size(10'000, 200);
    const TemporaryFolder folder(options.folder);
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(folder.file("engine.db"), clock);
    auto engine = openEngine(*store, clock, scheduler);
    Clients clients(*engine, 128, workflows);
    clients.prepare();
    std::vector<double> get;
    std::vector<double> explain;
    for (int round = 0; round < options.rounds; ++round) {
        std::atomic<bool> isOver = false;
        auto reading = std::async(std::launch::async, [&] { return readUntil(*engine, workflows, isOver); });
        (void)clients.fireFor(options.roundTime);
        isOver = true;
        const Latencies latencies = reading.get();
        get.push_back(percentile99(latencies.get));
        explain.push_back(percentile99(latencies.explain));
    }
    const auto figure = [&](const std::string& name, double value) {
        return Figure{.name = name,
                      .of = grouped(workflows) + " workflows",
                      .value = value,
                      .unit = "ms",
                      .ceilingIs = {},
                      .target = Target{.kind = Target::Kind::AtMost, .bound = 5}};
    };
    return {figure("get while 128 clients fire, p99", median(get)),
            figure("explain while 128 clients fire, p99", median(explain))};
}

} // namespace signalbox::bench
