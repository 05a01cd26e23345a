#include "engine/scxml/compiler.h"
#include "engine/scxml/simulation/simulation.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A chart with a top-level script that rests in one state, logs an expression on "tell" and does statements on "do".
ChartPtr chartOf(std::string_view script, std::string_view told, std::string_view done = "") {
    const std::string text = fmt::format(R"(
        <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="test">
          <datamodel><data id="count" expr="0"/><data id="late"/></datamodel>
          <script>{}</script>
          <state id="s">
            <transition event="tell"><log expr="{}"/></transition>
            <transition event="do"><script>{}</script></transition>
            <transition event="error.execution"><log label="error" expr="_event.data.message"/></transition>
          </state>
        </scxml>)",
                                         script, told, done);
    const CompileResult result = compile(text, {.file = "test.scxml", .package = {}, .findSyntaxFault = {}});
    for (const SourceDiagnostic& diagnostic : result.diagnostics)
        if (diagnostic.severity == Severity::Error) ADD_FAILURE() << format(diagnostic);
    return result.chart;
}

// With the workflow as it is, and rebuilt from its snapshot's text after every turn.
class TopLevelScript : public testing::TestWithParam<bool> {
protected:
    static Simulation simulationOf(const ChartPtr& chart) { return Simulation(chart, {.evicts = GetParam()}); }
    static std::vector<std::string> logOf(Simulation& simulation, std::string_view event) {
        const SimulatedTurn turn = simulation.fire(std::string(event));
        EXPECT_EQ("", turn.failure);
        return turn.log;
    }
};

INSTANTIATE_TEST_SUITE_P(, TopLevelScript, testing::Bool(),
                         [](const auto& each) { return each.param ? "Evicted" : "Kept"; });

TEST_P(TopLevelScript, MakesFunctionsThatOutliveTheTurn) {
    Simulation simulation = simulationOf(chartOf(
        "function twice(x) { return 2 * x; } var thrice = function (x) { return 3 * x; };", "twice(2) + thrice(3)"));
    EXPECT_THAT(simulation.start().log, IsEmpty());
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("13"));
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("13"));
}

TEST_P(TopLevelScript, GivesWayToTheDataOfTheWorkflow) {
    Simulation simulation =
        simulationOf(chartOf("var total = 10; count = 5; made = 1; function next() { return ++total; }",
                             "[next(), count, typeof late, typeof made].join()", "count = 7; delete made; next();"));
    simulation.start();
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("11,5,undefined,number"));
    EXPECT_THAT(logOf(simulation, "do"), IsEmpty());
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("13,7,undefined,undefined"));
    EXPECT_EQ((Json{{"count", 7}, {"total", 13}}), simulation.snapshot().dataOrEmpty());
}

TEST_P(TopLevelScript, FindsTheDataThatItUses) {
    Simulation simulation =
        simulationOf(chartOf("count.toFixed(); var last = function () { return count; };", "last()", "count += 1"));
    simulation.start();
    logOf(simulation, "do");
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("1"));
}

TEST_P(TopLevelScript, ReplacedFunctionIsWhatTheWorkflowMadeOfIt) {
    Simulation simulation = simulationOf(chartOf("function f() {}", "typeof f", "f = 3"));
    simulation.start();
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("function"));
    logOf(simulation, "do");
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("number"));
}

TEST_P(TopLevelScript, FunctionsMadeElsewhereVanish) {
    Simulation simulation = simulationOf(chartOf("function f() {}", "typeof late", "late = function () {}"));
    simulation.start();
    logOf(simulation, "do");
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("undefined"));
}

TEST_P(TopLevelScript, TellsItsFaultsOnce) {
    Simulation simulation = simulationOf(chartOf("function f() { return 1; } throw 'no';", "f()"));
    EXPECT_THAT(simulation.start().log, ElementsAre(HasSubstr("no"), HasSubstr("no")));
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("1"));
}

TEST_P(TopLevelScript, DoesNotDisturbTheTurnsChance) {
    std::vector<std::vector<std::string>> logs;
    for (const char* script : {"function f() {}", "function f() {} Math.random(); Math.random();"}) {
        Simulation simulation = simulationOf(chartOf(script, "Math.random()"));
        simulation.start();
        logs.push_back(logOf(simulation, "tell"));
    }
    EXPECT_EQ(logs[0], logs[1]);
}

TEST_P(TopLevelScript, SeesNoEvent) {
    Simulation simulation = simulationOf(
        chartOf("var seen = typeof _event; var see = (function (s) { return function () { return s; }; })(seen);",
                "see() + typeof _event"));
    simulation.start();
    EXPECT_THAT(logOf(simulation, "tell"), ElementsAre("undefinedobject"));
}

TEST_P(TopLevelScript, ThatRunsTooLongFaultsTheTurnItIsRunFor) {
    Simulation simulation = simulationOf(chartOf("function f() {} while (count === 1);", "1", "count = 1"));
    simulation.start();
    logOf(simulation, "do");
    const SimulatedTurn turn = simulation.fire("tell");
    EXPECT_EQ(Outcome::Failed, turn.outcome);
    EXPECT_THAT(turn.failure, HasSubstr("script ran longer than 50 ms"));
}

} // namespace
} // namespace signalbox::scxml
