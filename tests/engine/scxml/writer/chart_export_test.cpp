#include "engine/chart/chart_builder.h"
#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/step.h"
#include "engine/scxml/compiler.h"
#include "engine/scxml/writer/chart_export.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::scxml {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const TurnContext kContext{.now = Time{std::chrono::seconds(1)}, .workflowId = "w"};
constexpr std::string_view kRest = "._rest";

ChartPtr readBack(const std::string& text) {
    const CompileResult result = compile(text, {.file = "export.scxml", .package = {}, .findSyntaxFault = {}});
    for (const SourceDiagnostic& diagnostic : result.diagnostics)
        if (diagnostic.severity == Severity::Error) ADD_FAILURE() << format(diagnostic) << "\n" << text;
    return result.chart;
}

// What an event led to, in words that both profiles have.
struct Answer {
    std::string outcome;
    std::string leaf;
    std::vector<std::string> moves;
    std::size_t timers = 0;
    bool operator==(const Answer&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Answer& answer) {
    out << answer.outcome << " -> " << answer.leaf << ", timers " << answer.timers << ":";
    for (const std::string& move : answer.moves)
        out << ' ' << move;
    return out;
}

std::string plainOutcome(Outcome outcome) {
    if (outcome == Outcome::Reentered) outcome = Outcome::Transitioned;
    if (outcome == Outcome::NoOp || outcome == Outcome::Ignored) outcome = Outcome::Internal;
    return std::string(name(outcome));
}

std::string owner(std::string name) {
    if (name.ends_with(kRest)) name.resize(name.size() - kRest.size());
    return name;
}

Answer answerOf(const Chart& chart, const Step& step) {
    const auto& states = chart.structure().states;
    Answer answer;
    answer.outcome = plainOutcome(step.outcome);
    answer.leaf = owner(states[step.snapshot.configuration.front().value()].name);
    for (const TraceEntry& entry : step.trace) {
        const std::string& name = states[entry.state.value()].name;
        if (name.ends_with(kRest) || entry.kind == TraceKind::Transitioned || entry.kind == TraceKind::Completed)
            continue;
        answer.moves.push_back((entry.kind == TraceKind::Exited ? "-" : "+") + name);
    }
    answer.timers = step.timersSet.size();
    return answer;
}

Snapshot restingIn(const Chart& chart, const std::string& name) {
    const auto hidden = findState(chart.structure(), name + std::string(kRest));
    return {
        .configuration = {hidden ? *hidden : *findState(chart.structure(), name)}, .data = nullptr, .memory = nullptr};
}

Answer fire(const Chart& chart, const std::string& state, const std::string& trigger, const Json& arguments) {
    const auto event = makeEvent(chart.structure(), trigger, arguments);
    // A copy knows no trigger that nobody waits for; see the gaps.
    if (!event) return {.outcome = "Rejected", .leaf = state, .moves = {}};
    return answerOf(chart, step(chart, restingIn(chart, state), *event, kContext));
}

// Every trigger in every state that can be rested in.
void expectSameAnswers(const Chart& original, const Chart& copy, const Json& arguments = Json::object()) {
    const ChartStructure& structure = original.structure();
    EXPECT_EQ(answerOf(original, start(original, {}, kContext)).leaf, answerOf(copy, start(copy, {}, kContext)).leaf);
    for (std::uint32_t i = 0; i < structure.states.size(); ++i) {
        const StateStructure& state = structure.states[i];
        if (state.initial && structure.initial != StateIndex{i}) continue;
        for (const TriggerStructure& trigger : structure.triggers) {
            const Json given = trigger.parameters.empty() ? Json::object() : arguments;
            Answer expected = fire(original, state.name, trigger.name, given);
            Answer actual = fire(copy, state.name, trigger.name, given);
            const bool isEnd = structure.states[findState(structure, expected.leaf)->value()].kind == StateKind::Final;
            // A final state stands at the top of the copy: other states are left and entered on the way there.
            if (isEnd) expected = {.outcome = expected.outcome, .leaf = expected.leaf, .moves = {}};
            if (isEnd) actual = {.outcome = actual.outcome, .leaf = actual.leaf, .moves = {}};
            EXPECT_EQ(expected, actual) << state.name << " on " << trigger.name;
        }
    }
}

TEST(ChartExportTest, BugTrackerAnswersEveryTriggerInEveryStateAlike) {
    const ChartPtr bug = bugTracker();
    const ChartExport result = exportChart(bug->structure());
    const ChartPtr copy = readBack(result.text);
    expectSameAnswers(*bug, *copy, {{"assignee", "Joe"}});
    const ChartStructure& structure = copy->structure();
    EXPECT_EQ("/assignee", structure.assigneeLocation);
    EXPECT_EQ("Bug", structure.title);
    ASSERT_TRUE(structure.cancelTrigger);
    EXPECT_EQ("Close", structure.triggers[structure.cancelTrigger->value()].name);
    EXPECT_EQ(bug->structure().triggers, structure.triggers);
}

TEST(ChartExportTest, TellsOfTheCodeThatIsNotThere) {
    const ChartExport result = exportChart(bugTracker()->structure());
    EXPECT_THAT(result.gaps,
                Contains(ExportGap{"Assigned", "its exit action 'release the assignee' is code, which is not there"}));
    EXPECT_EQ(std::size_t{3}, result.gaps.size());
    EXPECT_THAT(result.text, HasSubstr("sb:actions=\"on entry: hand over to the assignee, on exit: release the "
                                       "assignee\""));
}

TEST(ChartExportTest, TransitionsWithAGuardOrAComputedTargetAreNeverTaken) {
    ChartBuilder<> builder("guarded", "a");
    const Guard always = when("always", [](const DataContext&) { return true; });
    builder.state("top").permit("go", "b").permit("pick", "b");
    builder.state("a")
        .substateOf("top")
        .permitIf("try", "b", always)
        .permitIf("go", "c", always)
        .permitDynamic("pick", {.description = "the shorter queue",
                                .code = [](const GuardContext&) { return std::string("c"); },
                                .candidates = {{"b", "left"}, {"c", "right"}}});
    builder.state("b").permit("try", "a");
    builder.state("c").permit("try", "a");
    const ChartPtr original = builder.build().chart;
    const ChartExport result = exportChart(original->structure());
    const ChartPtr copy = readBack(result.text);
    EXPECT_EQ("Rejected", fire(*copy, "a", "try", {}).outcome);
    EXPECT_EQ("b", fire(*copy, "a", "go", {}).leaf) << "as the chart does when the guard does not hold";
    EXPECT_EQ("a", fire(*copy, "a", "pick", {}).leaf) << "what is inherited, the chart would never ask";
    EXPECT_THAT(result.text, HasSubstr("cond=\"false\""));
    EXPECT_THAT(result.text, HasSubstr("sb:guard=\"the shorter queue; right\""));
    EXPECT_THAT(result.gaps, Contains(Field(&ExportGap::message, HasSubstr("its guard 'always' is code"))));
    EXPECT_THAT(result.gaps, Contains(Field(&ExportGap::message, HasSubstr("its target is computed by code"))));
    const auto& transitions = copy->structure().transitions;
    EXPECT_THAT(transitions, Contains(Field(&TransitionStructure::guards, ElementsAre("always"))))
        << "people are shown the description";
}

TEST(ChartExportTest, NamesThatSCXMLCannotHaveAreChangedAndTold) {
    ChartBuilder<> builder("names", "Awaiting payment");
    builder.state("Awaiting payment").permit("pay", "2nd step").permit("pay.late", "Awaiting_payment");
    builder.state("2nd step").permit("go *back", "Awaiting payment");
    builder.state("Awaiting_payment").permit("pay", "2nd step");
    const ChartPtr original = builder.build().chart;
    const ChartExport result = exportChart(original->structure());
    const ChartPtr copy = readBack(result.text);
    EXPECT_EQ("_2nd_step", fire(*copy, "Awaiting_payment", "pay", {}).leaf);
    EXPECT_EQ("Awaiting_payment_", fire(*copy, "Awaiting_payment", "pay_late", {}).leaf);
    EXPECT_EQ("Awaiting_payment", fire(*copy, "_2nd_step", "go__back", {}).leaf);
    EXPECT_EQ("2nd step", copy->structure().states[1].label);
    EXPECT_EQ(std::size_t{5}, result.gaps.size());
}

TEST(ChartExportTest, SignaturesThatAttributesCannotHoldAreTold) {
    ChartBuilder<> builder("signatures", "a");
    ParameterStructure reason = parameter<std::string>("reason");
    reason.choices = {"too late", "wrong"};
    ParameterStructure any = parameter<Json>("any", false);
    any.defaultValue = "5"; // a text that reads as a number
    builder.trigger("t").label("Do it").parameters({reason, any});
    builder.trigger("free").label("Free");
    builder.state("a").permit("t", "b").permit("free", "b");
    builder.state("b").permit("t", "a");
    const ChartPtr original = builder.build().chart;
    ASSERT_TRUE(original);
    const ChartExport result = exportChart(original->structure());
    (void)readBack(result.text);
    EXPECT_EQ(std::size_t{3}, result.gaps.size());
    EXPECT_THAT(result.gaps, Contains(Field(&ExportGap::message, HasSubstr("parameter 'reason': its values"))));
    EXPECT_THAT(result.gaps, Contains(Field(&ExportGap::message, HasSubstr("parameter 'any': its default"))));
    EXPECT_THAT(result.gaps, Contains(Field(&ExportGap::subject, "free")));
}

// A chart without code: at most one transition for a trigger in each state.
ChartPtr randomChart(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int below) { return std::uniform_int_distribution(0, below - 1)(random); };
    const auto state = [](int index) { return fmt::format("s{}", index); };
    const int count = 2 + pick(9);
    ChartBuilder<> builder("random", state(pick(count)));
    std::vector<std::vector<int>> children(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        auto row = builder.state(state(i));
        if (i == 0 || pick(4) == 0) continue;
        const int parent = pick(i);
        row.substateOf(state(parent));
        children[static_cast<std::size_t>(parent)].push_back(i);
    }
    for (int i = 0; i < count; ++i) {
        const auto& own = children[static_cast<std::size_t>(i)];
        auto row = builder.state(state(i));
        if (own.empty() && pick(6) == 0) {
            row.final();
            continue;
        }
        if (!own.empty() && pick(2) == 0) row.initial(state(own[static_cast<std::size_t>(pick(int(own.size())))]));
        if (pick(4) == 0) row.after(std::chrono::milliseconds(1 + i), "t0");
        for (int t = 0; t < 4; ++t) {
            const std::string trigger = fmt::format("t{}", t);
            const int target = pick(count);
            const int kind = pick(8);
            if (kind < 4 && target != i) row.permit(trigger, state(target));
            if (kind == 4) row.permitReentry(trigger);
            if (kind == 5) row.ignore(trigger);
            if (kind == 6 && t == 3) row.internal(trigger, [](ActionContext&) {});
        }
    }
    return builder.build().chart;
}

TEST(ChartExportTest, RandomChartsWithoutCodeAnswerAlike) {
    constexpr std::uint32_t kCharts = 400;
    for (std::uint32_t seed = 0; seed < kCharts && !testing::Test::HasFailure(); ++seed) {
        const ChartPtr original = randomChart(seed);
        ASSERT_TRUE(original) << seed;
        const ChartExport result = exportChart(original->structure());
        SCOPED_TRACE(fmt::format("seed {}\n{}", seed, result.text));
        const ChartPtr copy = readBack(result.text);
        ASSERT_TRUE(copy);
        expectSameAnswers(*original, *copy);
    }
}

} // namespace
} // namespace signalbox::scxml
