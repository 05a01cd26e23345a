#include "engine/base/clock.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/step.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
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
    const std::size_t workflows = options.size(100'000, 1'000);
    const SystemClock clock;
    ThreadScheduler scheduler;
    NullStore store;
    auto engine = openEngine(store, clock, scheduler);
    Clients clients(*engine, 128, workflows);
    clients.prepare();
    const ChartPtr chart = bugTracker();
    const std::array events{*makeEvent(chart->structure(), "Assign", {{"assignee", "Joe"}}),
                            *makeEvent(chart->structure(), "Defer", {})};
    Snapshot snapshot = start(*chart, {}, {}).snapshot;
    const std::array<Measure, 2> measures{
        [&] { return clients.fireFor(options.roundTime).perSecond; },
        [&] { return perSecond(options.roundTime, [&] { return stepThroughCycle(*chart, events, snapshot); }); }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {{.name = "in-memory turn",
             .of = fmt::format("{} workflows, 128 clients, no store", grouped(workflows)),
             .value = medians[0],
             .unit = "turns/s",
             .ceiling = medians[1],
             .ceilingIs = "step() alone, one thread",
             .target = Target{.kind = Target::Kind::AtLeast, .bound = 500e3}}};
}

} // namespace signalbox::bench
