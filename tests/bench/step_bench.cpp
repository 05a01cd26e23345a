#include "engine/chart/chart.h"
#include "engine/chart/chart_builder.h"
#include "engine/chart/step.h"
#include "tests/bench/bench.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/step_comparators.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace signalbox::bench {
namespace {

enum class State : std::uint8_t { Open, Assigned, Deferred, Closed };
enum class Trigger : std::uint8_t { Assign, Defer, Close, Reopen };

[[maybe_unused]] std::string_view name(State state) {
    constexpr std::array<std::string_view, 4> kNames{"Open", "Assigned", "Deferred", "Closed"};
    return kNames[static_cast<std::size_t>(state)];
}
[[maybe_unused]] std::string_view name(Trigger trigger) {
    constexpr std::array<std::string_view, 4> kNames{"Assign", "Defer", "Close", "Reopen"};
    return kNames[static_cast<std::size_t>(trigger)];
}

std::uint64_t g_entries = 0; // seen by the compiler as an effect: entry actions cannot be left out

// Four states with a substate, a guard and an entry action.
ChartPtr fourStates() {
    ChartBuilder<State, Trigger> chart("four-states", State::Open);
    chart.state(State::Open).permit(Trigger::Assign, State::Assigned);
    chart.state(State::Assigned)
        .substateOf(State::Open)
        .onEntry("count", [](ActionContext&) { ++g_entries; })
        .permit(Trigger::Defer, State::Deferred)
        .permitIf(Trigger::Close, State::Closed,
                  when("somebody was here", [](const DataContext&) { return g_entries != 0; }));
    chart.state(State::Deferred).permit(Trigger::Assign, State::Assigned);
    chart.state(State::Closed).permit(Trigger::Reopen, State::Open);
    auto built = chart.build();
    if (!built.chart) {
        std::fputs("the benchmark's chart does not build\n", stderr);
        std::abort();
    }
    return built.chart;
}

constexpr std::array kCycle{Trigger::Assign, Trigger::Defer, Trigger::Assign, Trigger::Close, Trigger::Reopen};
constexpr int kCyclesPerCall = 2000;
constexpr std::uint64_t kFiresPerCall = kCycle.size() * kCyclesPerCall;

// The same machine as somebody would write it by hand for speed: one table, function pointers where there is code.
struct TableRow {
    std::int8_t target = -1; // none: look at the parent
    bool (*guard)() = nullptr;
};
struct Table {
    std::array<std::array<TableRow, 4>, 4> rows{};
    std::array<std::int8_t, 4> parents{-1, 0, -1, -1};
    std::array<void (*)(), 4> entries{};
};

Table fourStatesByHand() {
    Table table;
    const auto row = [&table](State state, Trigger trigger) -> TableRow& {
        return table.rows[static_cast<std::size_t>(state)][static_cast<std::size_t>(trigger)];
    };
    row(State::Open, Trigger::Assign).target = 1;
    row(State::Assigned, Trigger::Defer).target = 2;
    row(State::Assigned, Trigger::Close) = {.target = 3, .guard = [] { return g_entries != 0; }};
    row(State::Deferred, Trigger::Assign).target = 1;
    row(State::Closed, Trigger::Reopen).target = 0;
    table.entries[1] = [] { ++g_entries; };
    return table;
}

bool fireByHand(const Table& table, std::int8_t& state, Trigger trigger) {
    for (std::int8_t level = state; level >= 0; level = table.parents[static_cast<std::size_t>(level)]) {
        const TableRow& row = table.rows[static_cast<std::size_t>(level)][static_cast<std::size_t>(trigger)];
        if (row.target < 0 || (row.guard && !row.guard())) continue;
        state = row.target;
        if (const auto entry = table.entries[static_cast<std::size_t>(state)]) entry();
        return true;
    }
    return false;
}

std::uint64_t runByHand(const Table& table, std::int8_t& state) {
    for (int i = 0; i < kCyclesPerCall; ++i)
        for (const Trigger trigger : kCycle)
            if (!fireByHand(table, state, trigger)) std::abort();
    return kFiresPerCall;
}

// One call's worth of steps on a snapshot that is carried along, in place as the hottest loops do.
struct Stepper {
    ChartPtr chart = fourStates();
    std::array<Event, kCycle.size()> events = makeEvents(*chart);
    // Two in turns: each is the snapshot that the other is made from.
    std::array<Step, 2> steps{start(*chart, {}, {})};
    std::size_t current = 0;

    static std::array<Event, kCycle.size()> makeEvents(const Chart& chart) {
        std::array<Event, kCycle.size()> events;
        for (std::size_t i = 0; i < kCycle.size(); ++i)
            events[i].trigger = *findTrigger(chart.structure(), name(kCycle[i]));
        return events;
    }
    std::uint64_t run() {
        for (int i = 0; i < kCyclesPerCall; ++i)
            for (const Event& event : events) {
                Step& next = steps[1 - current];
                stepInto(next, *chart, steps[current].snapshot, event, {});
                if (!isAccepted(next.outcome)) std::abort();
                current = 1 - current;
            }
        return kFiresPerCall;
    }
};

Figure comparator(const std::string& name, double value) {
    return {.name = name, .of = "the same machine", .value = value, .unit = "fires/s", .ceilingIs = {}, .target = {}};
}

} // namespace

std::vector<Figure> stepFigures(const Options& options) {
    Stepper stepper;
    const Table table = fourStatesByHand();
    std::int8_t state = 0;
    std::vector<Measure> measures{
        [&] { return perSecond(options.roundTime, [&] { return stepper.run(); }); },
        [&] { return perSecond(options.roundTime, [&] { return runByHand(table, state); }); },
        [&] { return statechartFires(options.roundTime); },
#ifdef SIGNALBOX_BENCH_DESKTOP
        [&] { return qtStateMachineFires(options.roundTime); },
#endif
    };
    const auto medians = mediansInTurns(options.rounds, measures);
    std::vector<Figure> figures{{.name = "step",
                                 .of = "4 states, substate, guard, entry action",
                                 .value = medians[0],
                                 .unit = "fires/s",
                                 .ceiling = medians[1],
                                 .ceilingIs = "a table by hand",
                                 .target = Target{.kind = Target::Kind::AtLeast, .bound = 20e6}},
                                comparator("step by a table", medians[1]),
                                comparator("step by Boost.Statechart", medians[2])};
    if (medians.size() > 3) figures.push_back(comparator("step by QStateMachine", medians[3]));
    return figures;
}

} // namespace signalbox::bench
