#include "engine/chart/chart_builder.h"
#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> findings(const ChartBuilder<>& builder, Severity severity) {
    std::vector<std::string> result;
    const BuildResult built = builder.build();
    for (const Diagnostic& diagnostic : built.diagnostics)
        if (diagnostic.severity == severity)
            result.push_back(std::string(name(diagnostic.code)) + " " + diagnostic.subject);
    EXPECT_EQ(built.chart == nullptr, std::ranges::any_of(built.diagnostics, [](const Diagnostic& diagnostic) {
                  return diagnostic.severity == Severity::Error;
              }));
    return result;
}

std::vector<std::string> errors(const ChartBuilder<>& builder) {
    return findings(builder, Severity::Error);
}

std::vector<std::string> warnings(const ChartBuilder<>& builder) {
    return findings(builder, Severity::Warning);
}

ParameterStructure parameterWith(std::string name, ValueType type, std::optional<Json> defaultValue = {},
                                 std::vector<Json> choices = {}, std::string pattern = {}) {
    return {.name = std::move(name),
            .type = type,
            .required = !defaultValue.has_value(),
            .label = {},
            .defaultValue = std::move(defaultValue),
            .choices = std::move(choices),
            .pattern = std::move(pattern),
            .minimum = std::nullopt};
}

TEST(ChartBuilder, ReportsEverythingAtOnce) {
    auto chart = machine("A>B");
    chart.state("A").permit("X", "A").permit("X", "Nowhere").initial("A");
    chart.state("B").substateOf("Elsewhere").onEntry("empty", nullptr);
    chart.assigneeLocation("assignee");
    EXPECT_THAT(errors(chart),
                ElementsAre("BadAssigneeLocation assignee", "InitialSelf A", "UnknownState B", "SecondParent B",
                            "MissingCode B", "SelfTransition A --X--> A", "UnknownState A --X--> Nowhere"));
}

TEST(ChartBuilder, UnknownStatesAreNamedWithTheirRole) {
    auto chart = machine("A", "Start");
    chart.state("A").initial("Child").permitDynamic(
        "X", {.description = "", .code = [](const GuardContext&) { return "A"; }, .candidates = {{"Maybe", ""}}});
    EXPECT_THAT(errors(chart), ElementsAre("UnknownState machine", "UnknownState A", "UnknownState A --X--> ?"));
    EXPECT_THAT(chart.build().diagnostics[0].message, ::testing::HasSubstr("initial state 'Start'"));
    EXPECT_THAT(chart.build().diagnostics[2].message, ::testing::HasSubstr("candidate 'Maybe'"));
}

TEST(ChartBuilder, ADefinitionNeedsNamesAndStates) {
    ChartBuilder<> empty("", "A");
    EXPECT_THAT(errors(empty), ElementsAre("EmptyName definition", "NoStates "));
    auto nameless = machine("A");
    nameless.state("").permit("", "A");
    EXPECT_THAT(errors(nameless), ElementsAre("EmptyName machine", "EmptyName machine"));
}

TEST(ChartBuilder, MissingCodeIsNoticedEverywhere) {
    auto chart = machine("A B");
    chart.state("A")
        .onExit("exit", nullptr)
        .onActivate("wake", nullptr)
        .internal("X", "act", nullptr)
        .permitDynamic("Y", {})
        .permitIf("Z", "B", Guard{.description = "g", .usesArguments = false, .code = {}, .dataCode = {}});
    EXPECT_THAT(errors(chart), ElementsAre("MissingCode A", "MissingCode A", "MissingCode A --X--> A",
                                           "MissingCode A --Y--> ?", "MissingCode A --Z--> B"));
}

TEST(ChartBuilder, ParametersMustMakeSense) {
    const auto errorsOf = [](std::vector<ParameterStructure> parameters) {
        auto chart = machine("A");
        chart.trigger("X").parameters(std::move(parameters));
        return errors(chart);
    };
    EXPECT_THAT(errorsOf({parameter<int>("n"), parameter<int>("n")}), ElementsAre("DuplicateParameter X"));
    EXPECT_THAT(errorsOf({parameter<int>("")}), ElementsAre("EmptyName X"));
    EXPECT_THAT(errorsOf({parameter<int>("a", false), parameter<int>("b")}), ElementsAre("RequiredAfterOptional X"));
    EXPECT_THAT(errorsOf({parameterWith("n", ValueType::Integer, "one")}), ElementsAre("BadDefault X"));
    EXPECT_THAT(errorsOf({parameterWith("n", ValueType::Integer, {}, {1, "two"})}), ElementsAre("BadDefault X"));
    EXPECT_THAT(errorsOf({parameterWith("n", ValueType::Integer, 3, {1, 2})}), ElementsAre("BadDefault X"));
    EXPECT_THAT(errorsOf({parameterWith("s", ValueType::String, {}, {}, "[a-")}), ElementsAre("BadPattern X"));
    EXPECT_THAT(errorsOf({parameterWith("n", ValueType::Integer, 2, {1, 2}, "")}), IsEmpty());
}

TEST(ChartBuilder, AFinalStateIsAnEnd) {
    auto chart = machine("A>B C");
    chart.state("A").final().permit("X", "C").after(std::chrono::seconds(1), "X");
    EXPECT_THAT(errors(chart), ElementsAre("FinalNotLast A", "FinalNotLast A --X--> C", "FinalNotLast A"));
}

TEST(ChartBuilder, TimeoutsMustBePositiveAndNeedNoArguments) {
    auto chart = machine("A B");
    chart.trigger("X").parameters({parameter<int>("n")});
    chart.state("A").after(std::chrono::seconds(0), "Y").after(std::chrono::seconds(1), "X").permit("Y", "B");
    EXPECT_THAT(errors(chart), ElementsAre("BadTimeout A", "BadTimeout A"));
}

TEST(ChartBuilder, WarnsOfStatesThatCannotBeReachedOrLeft) {
    auto chart = machine("A Island Stuck End P>Q");
    chart.state("A").permit("X", "Stuck").permit("Y", "End").permit("Z", "P");
    chart.state("End").final();
    chart.state("P").initial("Q").permit("X", "A");
    EXPECT_THAT(warnings(chart), ElementsAre("Unreachable Island", "DeadEnd Stuck"));
}

TEST(ChartBuilder, ADynamicTransitionWithoutCandidatesMayLeadAnywhere) {
    auto chart = machine("A B");
    chart.state("A").permitDynamic("X", {.description = "", .code = [](const GuardContext&) { return "B"; }});
    chart.state("B").permit("Y", "A");
    EXPECT_THAT(warnings(chart), IsEmpty());
}

TEST(ChartBuilder, WarnsOfUnusedTriggersAndCertainAmbiguity) {
    auto chart = machine("A B");
    chart.trigger("Unused");
    chart.state("A").permit("X", "B").ignore("X");
    chart.state("B").permit("X", "A");
    EXPECT_THAT(warnings(chart), ElementsAre("UnusedTrigger Unused", "AlwaysAmbiguous A --X--> A"));
}

TEST(ChartBuilder, StatesAndTriggersStandInOrderOfDeclaration) {
    ChartBuilder<> chart("order", "B");
    chart.trigger("Z");
    chart.state("B").permit("A", "A").permit("Z", "A");
    chart.state("A").final();
    const ChartPtr built = chart.build().chart;
    EXPECT_EQ(built->structure().states[0].name, "B");
    EXPECT_EQ(built->structure().triggers[0].name, "Z");
    EXPECT_EQ(built->structure().initial, StateIndex{0});
}

enum class Colour : std::uint8_t { Red, Green };
enum class Switch : std::uint8_t { Next };

std::string_view name(Colour colour) {
    return colour == Colour::Red ? "Red" : "Green";
}

std::string_view name(Switch) {
    return "Next";
}

TEST(ChartBuilder, EnumsNameStatesAndTriggers) {
    ChartBuilder<Colour, Switch> chart("light", Colour::Red, 3);
    chart.title("Light").cancelTrigger(Switch::Next);
    chart.state(Colour::Red).label("Stop").permit(Switch::Next, Colour::Green);
    chart.state(Colour::Green)
        .onEntry([](ActionContext& context) { context.raise(Switch::Next); })
        .permitDynamic(Switch::Next, {.description = "", .code = [](const GuardContext&) { return Colour::Red; }});
    const ChartPtr built = chart.build().chart;
    ASSERT_NE(built, nullptr);
    EXPECT_EQ(built->structure().version, 3U);
    EXPECT_EQ(built->structure().states[0].label, "Stop");
    const TurnContext context{.now = Time{}, .workflowId = "w"};
    const Snapshot snapshot = start(*built, nullptr, context).snapshot;
    EXPECT_EQ(step(*built, snapshot, {.trigger = TriggerIndex{0}, .arguments = {}}, context).taken.size(), 2U);
}

TEST(ChartBuilder, EqualDefinitionsHaveEqualHashes) {
    EXPECT_EQ(machine("A>B").build().chart->hash(), machine("A>B").build().chart->hash());
    EXPECT_NE(machine("A>B").build().chart->hash(), machine("A B").build().chart->hash());
}

} // namespace
} // namespace signalbox::test
