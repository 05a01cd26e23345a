#include "tests/bench/bench.h"
#include "tests/bench/engine_benchmarks.h"
#include "tests/bench/graph_bench.h"
#include "tests/bench/list_bench.h"
#include "tests/bench/scxml_bench.h"

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
        {.name = "explain", .figures = {"explain"}, .run = explainFigures},
        {.name = "memory turn", .figures = {"in-memory turn"}, .run = memoryTurnFigures},
        {.name = "durable fire",
         .figures = {"durable fire, 1 client", "durable fire, 128 clients", "durable fire, 128 clients, p99"},
         .run = durableFireFigures},
        {.name = "large store", .figures = {"durable fire, 128 clients, large store"}, .run = largeStoreFigures},
        {.name = "bytes", .figures = {"bytes per fire"}, .run = bytesFigures},
        {.name = "reads",
         .figures = {"get while 128 clients fire, p99", "explain while 128 clients fire, p99"},
         .run = readFigures},
        {.name = "flood", .figures = {"others' fire while one is flooded, p99"}, .run = floodFigures},
        {.name = "timers",
         .figures = {"timer lateness at 1 000 a second, p99", "timers due in one second, until all have fired",
                     "timers due in one second, peak memory"},
         .run = timerFigures},
        {.name = "effects",
         .figures = {"effects to a loopback receiver", "durable fire while effects are sent"},
         .run = effectFigures},
        {.name = "remote fire",
         .figures = {"gRPC echo over TLS, 128 clients", "durable fire over TLS, 128 clients",
                     "durable fire over TLS beside its parts, 128 clients", "durable fire over TLS, 1 client, p50"},
         .run = remoteFireFigures},
        {.name = "remote watch", .figures = {"change to 200 watchers over TLS, p99"}, .run = remoteWatchFigures},
        {.name = "catalogue",
         .figures = {"catalogue load", "filter by state, first page", "filter by text, first page",
                     "counts by state for a filter", "memory of a process that knows"},
         .run = catalogueFigures},
        {.name = "restart",
         .figures = {"restart after a kill", "memory of a resident workflow"},
         .run = restartFigures},
#ifdef SIGNALBOX_BENCH_DESKTOP
        {.name = "graph",
         .figures = {"small graph, first picture", "large graph, first picture", "graph, restyle on a transition"},
         .run = graphFigures},
        {.name = "list",
         .figures = {"open a large store to first rows", "sort a large list", "filter a large list",
                     "scroll step, p99"},
         .run = listFigures},
        {.name = "scxml step",
         .figures = {"statechart step, no script", "statechart step, a guard and an assign"},
         .run = scxmlStepFigures},
        {.name = "scxml deploy", .figures = {"deploy a large definition"}, .run = scxmlDeployFigures},
        {.name = "scxml memory", .figures = {"memory of a resident statechart"}, .run = scxmlMemoryFigures},
#endif
    };
}

} // namespace signalbox::bench
