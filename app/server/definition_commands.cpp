#include "app/server/definition_commands.h"

#include "app/server/report.h"
#include "app/server/simulation_lines.h"
#include "engine/scxml/compiler.h"
#include "engine/scxml/simulation/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <istream>
#include <utility>

namespace signalbox {
namespace {

constexpr int kHasErrors = 1;
constexpr int kUnreadable = 2;

void print(const std::vector<SourceDiagnostic>& diagnostics) {
    for (const SourceDiagnostic& diagnostic : diagnostics)
        fmt::print(stderr, "{}\n", format(diagnostic));
}

int checkFile(const std::string& file) {
    const auto result = scxml::compileFile(file);
    if (!result) return report(result.error(), kUnreadable);
    print(result->diagnostics);
    return result->chart ? 0 : kHasErrors;
}

void printLine(const Json& line) {
    // At once: who reads along may send the next event only then.
    fmt::print("{}\n", line.dump(-1, ' ', false, Json::error_handler_t::replace));
    std::fflush(stdout);
}

// Fires the events of `lines`, one JSON object a line.
int fireAll(scxml::Simulation& simulation, std::istream& lines, const std::string& name) {
    std::string text;
    std::size_t step = 0;
    for (std::size_t number = 1; std::getline(lines, text); ++number) {
        if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto event = simulatedEventFrom(text);
        if (!event) {
            fmt::print(stderr, "{}:{}: error: {}\n", name, number, event.error().message);
            return kUnreadable;
        }
        auto turn = simulation.advance(event->after);
        merge(turn, simulation.fire(event->name, std::move(event->data)));
        printLine(stepLine(++step, simulation, turn));
    }
    return 0;
}

int fireAll(scxml::Simulation& simulation, const std::string& file) {
    if (file.empty()) return 0;
    if (file == "-") return fireAll(simulation, std::cin, "-");
    std::ifstream lines(file);
    if (!lines || std::filesystem::is_directory(file))
        return report({.code = ErrorCode::NotFound,
                       .message = fmt::format("cannot read the events in '{}'", file),
                       .advice = "Give a file of JSON lines, or - for standard input."},
                      kUnreadable);
    return fireAll(simulation, lines, file);
}

} // namespace

int checkCommand(const std::vector<std::string>& files) {
    int status = 0;
    for (const std::string& file : files)
        status = std::max(status, checkFile(file));
    return status;
}

int simulateCommand(const SimulateArguments& arguments) {
    const auto result = scxml::compileFile(arguments.file);
    if (!result) return report(result.error(), kUnreadable);
    print(result->diagnostics);
    if (!result->chart) return kHasErrors;

    const auto folder = std::filesystem::absolute(arguments.file).parent_path();
    scxml::Simulation simulation(result->chart, {.children = scxml::ChildCharts(folder), .evicts = arguments.evicts});
    printLine(stepLine(0, simulation, simulation.start()));
    if (const int status = fireAll(simulation, arguments.events); status != 0) return status;
    printLine(endLine(simulation, simulation.runOut(arguments.atMost)));
    return 0;
}

} // namespace signalbox
