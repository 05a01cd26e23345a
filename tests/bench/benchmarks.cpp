#include "tests/bench/bench.h"
#include "tests/bench/engine_benchmarks.h"

namespace signalbox::bench {

std::vector<Benchmark> benchmarks() {
    return {
        {.name = "step",
         .figures =
             {
                 "step",
                 "step by a table",
                 "step by Boost.Statechart",
#ifdef SIGNALBOX_BENCH_DESKTOP
                 "step by QStateMachine",
#endif
             },
         .run = stepFigures},
        {.name = "memory turn", .figures = {"in-memory turn"}, .run = memoryTurnFigures},
        {.name = "durable fire",
         .figures = {"durable fire, 1 client", "durable fire, 128 clients", "durable fire, 128 clients, p99"},
         .run = durableFireFigures},
    };
}

} // namespace signalbox::bench
