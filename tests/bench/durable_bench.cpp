#include "engine/base/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/thread_scheduler.h"
#include "engine/store/sqlite/sqlite_store.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/counting_store.h"
#include "tests/bench/raw_sqlite.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace signalbox::bench {
namespace {

constexpr std::size_t kWorkflows = 10'000;

std::unique_ptr<SqliteStore> openStore(const std::string& path, const Clock& clock) {
    auto store = SqliteStore::open(path, {}, clock);
    if (store) return *std::move(store);
    fmt::print(stderr, "{}\n", store.error().message);
    std::abort();
}

// A file with workflows that have been fired at, for RawSqlite.
void prepareRaw(const std::string& path, std::size_t workflows) {
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(path, clock);
    auto engine = openEngine(*store, clock, scheduler);
    Clients clients(*engine, 128, workflows);
    clients.prepare();
    clients.fireFor(std::chrono::milliseconds{20});
}

struct Measured {
    std::vector<double> values;
    std::vector<double> ceilings;
    std::vector<double> p99s;
};

// Engine and raw SQLite in turns, raw with as many fires in a commit as the engine had.
Measured measure(const Options& options, std::size_t clientCount, std::size_t workflows) {
    const std::filesystem::path folder = std::filesystem::path(options.folder) / fmt::format("bench-{}", ::getpid());
    std::filesystem::create_directories(folder);
    prepareRaw(folder / "raw.db", workflows);
    Measured measured;
    {
        RawSqlite raw(folder / "raw.db", workflows);
        const SystemClock clock;
        ThreadScheduler scheduler;
        const auto store = openStore(folder / "engine.db", clock);
        CountingStore counting(*store);
        auto engine = openEngine(counting, clock, scheduler);
        Clients clients(*engine, clientCount, workflows);
        clients.prepare();
        for (int round = 0; round < options.rounds; ++round) {
            counting.reset();
            const Clients::Pace fired = clients.fireFor(options.roundTime);
            const auto perCommit = static_cast<std::uint64_t>(std::max(1.0, std::round(counting.turnsPerCommit())));
            measured.values.push_back(fired.perSecond);
            measured.p99s.push_back(static_cast<double>(fired.p99.count()));
            measured.ceilings.push_back(perSecond(options.roundTime, [&] {
                raw.commit(perCommit);
                return perCommit;
            }));
        }
    }
    std::filesystem::remove_all(folder);
    return measured;
}

Figure figure(const std::string& name, const Measured& measured, double target) {
    return {.name = fmt::format("{}, p99 {:.1f} ms", name, median(measured.p99s) / 1000),
            .value = median(measured.values),
            .unit = "fires/s",
            .ceiling = median(measured.ceilings),
            .ceilingIs = "raw SQLite, same rows and commits",
            .target = target,
            .targetOf = Figure::Target::Ratio};
}

} // namespace

std::vector<Figure> durableFireFigures(const Options& options) {
    const std::size_t workflows = options.rounds > 1 ? kWorkflows : 200;
    return {figure("durable fire, 1 client", measure(options, 1, workflows), 0.85),
            figure("durable fire, 128 clients", measure(options, 128, workflows), 0.70)};
}

} // namespace signalbox::bench
