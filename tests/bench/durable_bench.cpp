#include "engine/base/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/counting_store.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/raw_sqlite.h"
#include "tests/bench/stores.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace signalbox::bench {
namespace {

struct Measured {
    double perSecond = 0;
    double ceiling = 0;
    double p99 = 0; // ms
};

// Engine and raw SQLite in turns, raw with as many fires in a commit as the engine had.
Measured measure(const Options& options, std::size_t clientCount, std::size_t workflows) {
    const TemporaryFolder folder(options.folder);
    prepareFiredStore(folder.file("raw.db"), workflows);
    RawSqlite raw(folder.file("raw.db"), workflows);
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(folder.file("engine.db"), clock);
    CountingStore counting(*store);
    auto engine = openEngine(counting, clock, scheduler);
    Clients clients(*engine, clientCount, workflows);
    clients.prepare();
    std::vector<double> p99s;
    std::uint64_t perCommit = 1;
    const std::array<Measure, 2> measures{[&] {
                                              counting.reset();
                                              const Clients::Pace fired = clients.fireFor(options.roundTime);
                                              perCommit = static_cast<std::uint64_t>(
                                                  std::max(1.0, std::round(counting.turnsPerCommit())));
                                              p99s.push_back(static_cast<double>(fired.p99.count()) / 1000);
                                              return fired.perSecond;
                                          },
                                          [&] {
                                              return perSecond(options.roundTime, [&] {
                                                  raw.commit(perCommit);
                                                  return perCommit;
                                              });
                                          }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {.perSecond = medians[0], .ceiling = medians[1], .p99 = median(std::move(p99s))};
}

Figure figure(const std::string& name, std::size_t workflows, const Measured& measured, double target) {
    return {.name = name,
            .of = fmt::format("{} workflows", grouped(workflows)),
            .value = measured.perSecond,
            .unit = "fires/s",
            .ceiling = measured.ceiling,
            .ceilingIs = "raw SQLite, same rows and commits",
            .target = Target{.kind = Target::Kind::Ratio, .bound = target}};
}

} // namespace

std::vector<Figure> durableFireFigures(const Options& options) {
    const std::size_t workflows = options.size(10'000, 200);
    const Measured one = measure(options, 1, workflows);
    const Measured many = measure(options, 128, workflows);
    return {figure("durable fire, 1 client", workflows, one, 0.85),
            figure("durable fire, 128 clients", workflows, many, 0.70),
            {.name = "durable fire, 128 clients, p99",
             .of = fmt::format("{} workflows", grouped(workflows)),
             .value = many.p99,
             .unit = "ms",
             .ceilingIs = {},
             .target = Target{.kind = Target::Kind::AtMost, .bound = 15}}};
}

} // namespace signalbox::bench
