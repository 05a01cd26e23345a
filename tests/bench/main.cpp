#include "tests/bench/bench.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace signalbox::bench {
namespace {

constexpr std::array kBenchmarks{
    Benchmark{.name = "step", .run = stepFigures},
    Benchmark{.name = "memory turn", .run = memoryTurnFigures},
    Benchmark{.name = "durable fire", .run = durableFireFigures},
};

nlohmann::json toJson(const Figure& figure) {
    return {{"name", figure.name},
            {"value", figure.value},
            {"unit", figure.unit},
            {"ceiling", figure.ceiling},
            {"ceiling_is", figure.ceilingIs},
            {"ratio", figure.ratio()},
            {"target", figure.target},
            {"target_of", figure.targetOf == Figure::Target::Value ? "value" : "ratio"},
            {"met", figure.isMet()}};
}

void printTable(const std::vector<Figure>& figures) {
    fmt::print("{:<44} {:>12} {:<8} {:>12} {:>6} {:>14}  {}\n", "figure", "value", "unit", "ceiling", "ratio", "target",
               "ceiling is");
    for (const Figure& figure : figures) {
        const bool isValue = figure.targetOf == Figure::Target::Value;
        const std::string target =
            isValue ? fmt::format("{:.0f}", figure.target) : fmt::format("{:.0f} %", 100 * figure.target);
        fmt::print("{:<44} {:>12.0f} {:<8} {:>12.0f} {:>5.0f}% {:>8} {:<5}  {}\n", figure.name, figure.value,
                   figure.unit, figure.ceiling, 100 * figure.ratio(), target, figure.isMet() ? "met" : "missed",
                   figure.ceilingIs);
    }
}

std::vector<Figure> measure(const std::string& filter, const Options& options) {
    std::vector<Figure> figures;
    for (const Benchmark& benchmark : kBenchmarks) {
        if (benchmark.name.find(filter) == std::string::npos) continue;
        for (Figure& figure : benchmark.run(options))
            figures.push_back(std::move(figure));
    }
    return figures;
}

int run(int argc, char** argv) {
    CLI::App app("Measures the engine beside what this machine gives at best for the same work.", "signalbox-bench");
    std::string filter;
    bool isJson = false;
    bool isQuick = false;
    Options options{
        .rounds = 5, .roundTime = std::chrono::milliseconds{1000}, .folder = std::filesystem::current_path().string()};
    app.add_option("--filter", filter, "Only benchmarks whose name contains this: step, memory turn, durable fire");
    app.add_flag("--json", isJson, "Print a JSON list instead of a table");
    app.add_flag("--quick", isQuick, "One short round each: shows that it runs, not how fast");
    app.add_option("--folder", options.folder, "Where stores are made; their disk is what is measured")
        ->check(CLI::ExistingDirectory);
    CLI11_PARSE(app, argc, argv);
    if (isQuick) {
        options.rounds = 1;
        options.roundTime = std::chrono::milliseconds{50};
    }
    const std::vector<Figure> figures = measure(filter, options);
    if (isJson) {
        auto list = nlohmann::json::array();
        for (const Figure& figure : figures)
            list.push_back(toJson(figure));
        fmt::print("{}\n", list.dump(2));
    } else {
        printTable(figures);
    }
    return figures.empty() ? EXIT_FAILURE : EXIT_SUCCESS;
}

} // namespace
} // namespace signalbox::bench

int main(int argc, char** argv) {
    return signalbox::bench::run(argc, argv);
}
