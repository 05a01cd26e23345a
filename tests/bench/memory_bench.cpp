#include "engine/base/clock.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/step.h"
#include "engine/runtime/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/null_store.h"

#include <fmt/format.h>

#include <array>

namespace signalbox::bench {
namespace {

// step() of the same fires on one thread: what an engine that did nothing else would reach.
std::uint64_t stepThroughCycle(const Chart& chart, const std::array<Event, 2>& events, Snapshot& snapshot) {
    constexpr int kCycles = 500;
    for (int i = 0; i < kCycles; ++i)
        for (const Event& event : events)
            snapshot = step(chart, snapshot, event, {}).snapshot;
    return kCycles * events.size();
}

} // namespace

std::vector<Figure> memoryTurnFigures(const Options& options) {
    const std::size_t workflows = options.rounds > 1 ? 100'000 : 1'000;
    const SystemClock clock;
    ThreadScheduler scheduler;
    NullStore store;
    auto engine = openEngine(store, clock, scheduler);
    Clients clients(*engine, 1024, workflows);
    clients.prepare();
    const ChartPtr chart = bugTracker();
    const std::array events{*makeEvent(chart->structure(), "Assign", {{"assignee", "Joe"}}),
                            *makeEvent(chart->structure(), "Defer", {})};
    Snapshot snapshot = start(*chart, {}, {}).snapshot;
    std::vector<double> values;
    std::vector<double> ceilings;
    for (int round = 0; round < options.rounds; ++round) {
        values.push_back(clients.fireFor(options.roundTime).perSecond);
        ceilings.push_back(perSecond(options.roundTime, [&] { return stepThroughCycle(*chart, events, snapshot); }));
    }
    return {{.name = fmt::format("in-memory turn, {} workflows, 1024 clients", workflows),
             .value = median(values),
             .unit = "turns/s",
             .ceiling = median(ceilings),
             .ceilingIs = "step() of the same fires, one thread",
             .target = 500e3,
             .targetOf = Figure::Target::Value}};
}

} // namespace signalbox::bench
