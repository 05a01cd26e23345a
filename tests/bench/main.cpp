#include "tests/bench/bench.h"
#include "tests/bench/many_workflows.h"
#include "tests/bench/report.h"

#ifdef SIGNALBOX_BENCH_DESKTOP
#include <QApplication>

#include "tests/bench/scxml_bench.h"
#endif

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace signalbox::bench {
namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// A figure's name, or that of its benchmark: then all of it.
std::vector<Figure> measure(const std::string& filter, const Options& options) {
    std::vector<Figure> figures;
    for (const Benchmark& benchmark : benchmarks()) {
        const bool isWhole = contains(benchmark.name, filter);
        const auto isWanted = [&](const std::string& name) { return isWhole || contains(name, filter); };
        if (std::ranges::none_of(benchmark.figures, isWanted)) continue;
        fmt::print(stderr, "{} ...\n", benchmark.name);
        for (Figure& figure : benchmark.run(options))
            if (isWanted(figure.name)) figures.push_back(std::move(figure));
    }
    return figures;
}

void listNames() {
    for (const Benchmark& benchmark : benchmarks())
        for (const std::string& name : benchmark.figures)
            fmt::print("{}\n", name);
}

int run(int argc, char** argv) {
    CLI::App app("Measures Signalbox beside what this machine gives at best for the same work.", "signalbox-bench");
    std::string filter;
    bool isJson = false;
    bool isList = false;
    Options options;
    options.folder = std::filesystem::current_path().string();
    app.add_option("--filter", filter, "Only figures or benchmarks whose name contains this");
    app.add_flag("--json", isJson, "Print a JSON list instead of a table");
    app.add_flag("--list", isList, "Print the names of all figures, and measure nothing");
    app.add_flag("--quick", options.isQuick, "Small sizes, short rounds: shows that it runs, not how fast");
    app.add_option("--folder", options.folder, "Where stores are made; their disk is what is measured")
        ->check(CLI::ExistingDirectory);
    CLI11_PARSE(app, argc, argv);
    if (isList) {
        listNames();
        return EXIT_SUCCESS;
    }
    if (options.isQuick) {
        options.rounds = 1;
        options.roundTime = std::chrono::milliseconds{50};
    }
    const std::vector<Figure> figures = measure(filter, options);
    if (figures.empty()) giveUp(fmt::format("no figure is called \"{}\"; --list names them", filter));
    fmt::print("{}\n", isJson ? json(figures) : table(figures));
    return EXIT_SUCCESS;
}

} // namespace
} // namespace signalbox::bench

int main(int argc, char** argv) {
    // A child process of a benchmark.
#ifdef SIGNALBOX_BENCH_DESKTOP
    if (argc == 4 && std::string_view(argv[1]) == "--memory" && signalbox::bench::isStatechartMemory(argv[2]))
        return signalbox::bench::printStatechartMemory(argc, argv);
#endif
    if (argc == 4 && std::string_view(argv[1]) == "--memory") return signalbox::bench::printMemory(argv[2], argv[3]);
#ifdef SIGNALBOX_BENCH_DESKTOP
    // For the figures of model and ui; without a screen, unless one is asked for.
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
#endif
    return signalbox::bench::run(argc, argv);
}
