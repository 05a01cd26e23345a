#include "engine/chart/chart.h"
#include "engine/chart/explain.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/step.h"
#include "tests/bench/bench.h"
#include "tests/bench/engine_benchmarks.h"

#include <array>

namespace signalbox::bench {

std::vector<Figure> explainFigures(const Options& options) {
    const ChartPtr chart = bugTracker();
    const Event assign = *makeEvent(chart->structure(), "Assign", {{"assignee", "Joe"}});
    const Snapshot assigned = step(*chart, start(*chart, {}, {}).snapshot, assign, {}).snapshot;
    constexpr std::uint64_t kCalls = 1000;
    const std::array<Measure, 1> measures{[&] {
        const double calls = perSecond(options.roundTime, [&] {
            for (std::uint64_t i = 0; i < kCalls; ++i)
                if (explain(*chart, assigned, {}).empty()) giveUp("the bug tracker has no triggers");
            return kCalls;
        });
        return 1e6 / calls;
    }};
    return {{.name = "explain",
             .of = "an assigned bug, all triggers",
             .value = mediansInTurns(options.rounds, measures)[0],
             .unit = "us",
             .ceilingIs = {},
             .target = Target{.kind = Target::Kind::AtMost, .bound = 2}}};
}

} // namespace signalbox::bench
