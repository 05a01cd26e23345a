#include "engine/base/clock.h"
#include "engine/runtime/engine.h"
#include "engine/runtime/scheduling/thread_scheduler.h"
#include "tests/bench/bench.h"
#include "tests/bench/clients.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/many_workflows.h"
#include "tests/bench/stores.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <functional>
#include <future>
#include <utility>

namespace signalbox::bench {
namespace {

constexpr double kMiB = 1024.0 * 1024.0;

double listMilliseconds(Engine& engine, const ListRequest& request) {
    std::promise<bool> answered;
    return milliseconds([&] {
        engine.list(request, [&](const Result<ListReply>& reply) { answered.set_value(reply && reply->total > 0); });
        if (!answered.get_future().get()) giveUp("a list has no rows");
    });
}

ListRequest request(ListFilter filter, std::uint32_t limit) {
    return {.filter = std::move(filter), .sort = {}, .start = std::uint64_t{0}, .limit = limit, .locate = {}};
}

ListFilter byState() {
    ListFilter filter;
    filter.states = {"Open"};
    return filter;
}

ListFilter byText() {
    ListFilter filter;
    filter.text = "17";
    return filter;
}

ListFilter byAssignee() {
    ListFilter filter;
    filter.assignee = "person 10";
    return filter;
}

Figure atMost(const std::string& name, std::size_t workflows, std::pair<double, std::string> value, double bound) {
    return {.name = name,
            .of = grouped(workflows) + " workflows",
            .value = value.first,
            .unit = value.second,
            .ceilingIs = {},
            .target = Target{.kind = Target::Kind::AtMost, .bound = bound}};
}

// As after a kill: beside the file lies its WAL as it was written to last.
double restartMilliseconds(const TemporaryFolder& folder, const std::string& source) {
    const std::string copy = folder.file("restart.db");
    for (const std::string suffix : {"", "-wal"})
        std::filesystem::copy_file(source + suffix, copy + suffix, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::remove(copy + "-shm");
    return milliseconds([&] {
        const SystemClock clock;
        ThreadScheduler scheduler;
        const auto store = openStore(copy, clock);
        (void)openEngine(*store, clock, scheduler);
    });
}

} // namespace

std::vector<Figure> catalogueFigures(const Options& options) {
    const std::size_t workflows = options.size(1'000'000, 2'000);
    const TemporaryFolder folder(options.folder);
    const std::string path = folder.file("many.db");
    prepareManyWorkflows(path, workflows);
    const double known = memoryInChild("known", path) / kMiB;
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(path, clock);
    std::unique_ptr<Engine> engine;
    const std::array<Measure, 1> load{[&] {
        engine.reset();
        return milliseconds([&] { engine = openEngine(*store, clock, scheduler); });
    }};
    const double loaded = mediansInTurns(options.rounds, load)[0];
    const std::array<Measure, 3> lists{[&] { return listMilliseconds(*engine, request(byState(), 100)); },
                                       [&] { return listMilliseconds(*engine, request(byText(), 100)); },
                                       [&] { return listMilliseconds(*engine, request(byAssignee(), 0)); }};
    const auto listed = mediansInTurns(5 * options.rounds, lists);
    return {atMost("catalogue load", workflows, {loaded, "ms"}, 500),
            atMost("filter by state, first page", workflows, {listed[0], "ms"}, 5),
            atMost("filter by text, first page", workflows, {listed[1], "ms"}, 5),
            atMost("counts by state for a filter", workflows, {listed[2], "ms"}, 5),
            atMost("memory of a process that knows", workflows, {known, "MiB"}, 150)};
}

std::vector<Figure> restartFigures(const Options& options) {
    const std::size_t workflows = options.size(100'000, 1'000);
    const TemporaryFolder folder(options.folder);
    const std::string path = folder.file("many.db");
    prepareManyWorkflows(path, workflows);
    const double resident = memoryInChild("resident", std::to_string(workflows));
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto store = openStore(path, clock);
    auto engine = openEngine(*store, clock, scheduler);
    Clients clients(*engine, 128, workflows);
    (void)clients.fireFor(options.roundTime);
    const std::array<Measure, 1> restart{[&] { return restartMilliseconds(folder, path); }};
    return {atMost("restart after a kill", workflows, {mediansInTurns(options.rounds, restart)[0], "ms"}, 2000),
            atMost("memory of a resident workflow", workflows, {resident, "B"}, 1024)};
}

std::vector<Figure> largeStoreFigures(const Options& options) {
    const std::size_t few = options.size(10'000, 200);
    const std::size_t many = options.size(1'000'000, 2'000);
    const TemporaryFolder folder(options.folder);
    prepareManyWorkflows(folder.file("few.db"), few);
    prepareManyWorkflows(folder.file("many.db"), many);
    const SystemClock clock;
    ThreadScheduler scheduler;
    const auto fewStore = openStore(folder.file("few.db"), clock);
    const auto manyStore = openStore(folder.file("many.db"), clock);
    auto fewEngine = openEngine(*fewStore, clock, scheduler);
    auto manyEngine = openEngine(*manyStore, clock, scheduler);
    Clients fewClients(*fewEngine, 128, few);
    Clients manyClients(*manyEngine, 128, many);
    const std::array<Measure, 2> measures{[&] { return manyClients.fireFor(options.roundTime).perSecond; },
                                          [&] { return fewClients.fireFor(options.roundTime).perSecond; }};
    const auto medians = mediansInTurns(options.rounds, measures);
    return {{.name = "durable fire, 128 clients, large store",
             .of = grouped(many) + " workflows, most of them woken by their fire",
             .value = medians[0],
             .unit = "fires/s",
             .ceiling = medians[1],
             .ceilingIs = grouped(few) + " workflows",
             .target = Target{.kind = Target::Kind::Ratio, .bound = 0.5}}};
}

} // namespace signalbox::bench
