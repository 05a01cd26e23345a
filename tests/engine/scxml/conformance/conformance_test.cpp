#include "engine/scxml/compiler.h"
#include "engine/scxml/simulation/simulation.h"
#include "engine/scxml/writer/writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

// The W3C's tests of its Recommendation, as data beside the project: each is a definition that must end in its state
// "pass". On a virtual clock; once as it is, once rebuilt from its snapshot's text after every turn.

namespace signalbox::scxml {
namespace {

struct W3cTest {
    std::string name; // "ecmascript_test144"
    std::filesystem::path file;
    std::vector<std::string> finalStates; // one of them must be reached; none: it must be rejected
    bool mayBeRejected = false;           // when it is read
};

std::filesystem::path folder() {
    if (const char* named = std::getenv("SIGNALBOX_W3C_TESTS")) return named; // NOLINT(concurrency-mt-unsafe)
    return SIGNALBOX_W3C_TESTS;
}

bool isRun(const Json& test) {
    const std::string group = test["group"];
    return group == "core" || group == "manual";
}

W3cTest testFrom(const Json& json) {
    const std::filesystem::path file(json["file"].get<std::string>());
    const Json& expected = json["expected"];
    W3cTest test{.name = file.parent_path().filename().string() + "_" + file.stem().string(),
                 .file = folder().parent_path() / file,
                 .finalStates = expected.value("final_states", std::vector<std::string>{}),
                 .mayBeRejected = expected.value("or_rejected", false)};
    if (expected.contains("final_state")) test.finalStates = {expected["final_state"]};
    return test;
}

std::vector<W3cTest> w3cTests() {
    std::ifstream file(folder() / "manifest.json");
    const Json manifest = Json::parse(file, nullptr, false);
    std::vector<W3cTest> tests;
    if (!manifest.is_object()) return tests;
    for (const Json& test : manifest["tests"])
        if (isRun(test)) tests.push_back(testFrom(test));
    return tests;
}

void PrintTo(const W3cTest& test, std::ostream* out) {
    *out << test.file;
}

std::string describe(const CompileResult& result) {
    std::string text;
    for (const SourceDiagnostic& diagnostic : result.diagnostics)
        text += format(diagnostic) + "\n";
    return text;
}

// Where the machine rests at its end, and what it said on the way.
struct Ending {
    std::string state;
    std::string log;
};

Ending endOf(const ChartPtr& chart, const W3cTest& test, bool evicts) {
    Simulation simulation(chart, {.children = ChildCharts(test.file.parent_path()), .evicts = evicts});
    const SimulatedTurn turn = simulation.start();
    const SimulatedTurn rest = simulation.runOut(std::chrono::hours{1});
    Ending ending;
    for (const StateIndex state : simulation.snapshot().configuration)
        ending.state += (ending.state.empty() ? "" : " ") + simulation.structure().states[state.value()].name;
    for (const SimulatedTurn* part : {&turn, &rest}) {
        for (const std::string& line : part->log)
            ending.log += line + "\n";
        ending.log += part->failure;
    }
    return ending;
}

class W3cConformance : public testing::TestWithParam<W3cTest> {
protected:
    static void expectPass(const CompileResult& result, bool evicts) {
        if (!result.chart && GetParam().mayBeRejected) return;
        ASSERT_EQ(GetParam().finalStates.empty(), !result.chart) << describe(result);
        const Ending ending = endOf(result.chart, GetParam(), evicts);
        EXPECT_NE(std::ranges::find(GetParam().finalStates, ending.state), GetParam().finalStates.end())
            << "ends in '" << ending.state << "'\n"
            << ending.log << describe(result);
    }
    static CompileResult compiled() {
        auto result = compileFile(GetParam().file);
        if (!result) ADD_FAILURE() << result.error().message;
        return result ? *std::move(result) : CompileResult{};
    }
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(W3cConformance);

TEST_P(W3cConformance, EndsAsTheRecommendationWants) {
    expectPass(compiled(), false);
}

TEST_P(W3cConformance, EndsTheSameWhenItIdlesAfterEveryTurn) {
    expectPass(compiled(), true);
}

TEST_P(W3cConformance, EndsTheSameWhenItIsWrittenAndReadAgain) {
    const auto original = readFile(GetParam().file);
    ASSERT_TRUE(original);
    if (!original->draft && GetParam().mayBeRejected) return;
    ASSERT_TRUE(original->draft);
    const std::string text = write(*original->draft);
    SCOPED_TRACE(text);
    expectPass(
        compile(text, {.file = "written.scxml", .package = GetParam().file.parent_path(), .findSyntaxFault = {}}),
        false);
}

INSTANTIATE_TEST_SUITE_P(W3c, W3cConformance, testing::ValuesIn(w3cTests()),
                         [](const auto& info) { return info.param.name; });

TEST(W3cConformanceFolder, HasAllTests) {
    if (folder().empty())
        GTEST_SKIP()
            << "The W3C's SCXML tests are not part of this project. To run them: put their files and a"
               " manifest.json into a folder and configure with -DSIGNALBOX_W3C_TESTS=FOLDER, or name it in the"
               " environment variable SIGNALBOX_W3C_TESTS. They come from"
               " https://www.w3.org/Voice/2013/scxml-irp/.";
    EXPECT_EQ(std::size_t{188}, w3cTests().size());
}

} // namespace
} // namespace signalbox::scxml
