#include "engine/scxml/compiler.h"
#include "engine/scxml/simulation/simulation.h"
#include "engine/scxml/writer/writer.h"
#include "tests/engine/scxml/conformance/w3c_tests.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

// The W3C's tests, on a virtual clock: once as they are, once rebuilt from the snapshot's text after every turn.

namespace signalbox::scxml {
namespace {

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
        ASSERT_EQ(GetParam().finalStates.empty(), !result.chart) << describe(result.diagnostics);
        const Ending ending = endOf(result.chart, GetParam(), evicts);
        EXPECT_NE(std::ranges::find(GetParam().finalStates, ending.state), GetParam().finalStates.end())
            << "ends in '" << ending.state << "'\n"
            << ending.log << describe(result.diagnostics);
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
                         [](const auto& test) { return test.param.name; });

TEST(W3cConformanceFolder, HasAllTests) {
    if (w3cFolder().empty()) GTEST_SKIP() << kNoW3cTests;
    EXPECT_EQ(kW3cTestCount, w3cTests().size());
}

} // namespace
} // namespace signalbox::scxml
