// Where a workflow goes in another version, calculated without an engine.

#include "engine/chart/chart_builder.h"
#include "engine/chart/timeout_name.h"
#include "engine/runtime/migration/migration.h"
#include "tests/engine/chart/statechart/draft_writer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using std::chrono::minutes;
using test::DraftWriter;
using testing::ElementsAre;
using testing::IsEmpty;
using GapKind = MigrationGap::Kind;
using Kind = DraftWriter::Kind;

const Time kNow{minutes{1000}};

StateIndex state(const ChartPtr& chart, const std::string& name) {
    return findState(chart->structure(), name).value();
}

// A workflow of `from` that rests in `leaves`.
struct Workflow {
    ChartPtr from;
    std::vector<std::string> leaves;
    Json data = nullptr;
    ChartMemory memory{};
    std::vector<TimerRequest> timers{};

    [[nodiscard]] Result<WorkflowMigration> to(const ChartPtr& chart, const StateMapping::Names& names = {}) const {
        Snapshot snapshot{.configuration = {}, .data = data.is_null() ? nullptr : std::make_shared<const Json>(data)};
        for (const std::string& leaf : leaves)
            snapshot.configuration.push_back(state(from, leaf));
        snapshot.memory = std::make_shared<const ChartMemory>(memory);
        const auto mapping = StateMapping::make(from->structure(), chart->structure(), names);
        if (!mapping) return std::unexpected(mapping.error());
        return migrateWorkflow(
            {.from = from->structure(), .to = *chart, .snapshot = snapshot, .timers = timers, .now = kNow}, *mapping);
    }
};

// "state 'A'!" is a gap in the way.
std::vector<std::string> told(const WorkflowMigration& migration) {
    static constexpr const char* kNames[] = {"state", "history", "timer", "child", "variable"};
    std::vector<std::string> lines;
    for (const MigrationGap& gap : migration.gaps)
        lines.push_back(
            fmt::format("{} '{}'{}", kNames[static_cast<int>(gap.kind)], gap.subject, gap.isBlocking ? "!" : ""));
    return lines;
}

// -- statecharts: states

DraftWriter twoRegions() {
    DraftWriter chart;
    chart.state("before").on("go", "work");
    chart.state("work", "", Kind::Parallel);
    chart.state("left", "work");
    chart.state("l1", "left").on("l", "l2");
    chart.state("l2", "left");
    chart.state("right", "work");
    chart.state("r1", "right").on("r", "r2");
    chart.state("r2", "right");
    return chart;
}

TEST(MigrationPlanner, LeavesGoToThoseOfTheirName) {
    DraftWriter other;
    other.state("work", "", Kind::Parallel);
    other.state("right", "work");
    other.state("r2", "right");
    other.state("left", "work");
    other.state("l1", "left");
    other.state("l2", "left");
    const auto target = other.build();
    const WorkflowMigration there = Workflow{.from = twoRegions().build(), .leaves = {"l2", "r2"}}.to(target).value();
    EXPECT_THAT(there.snapshot.configuration, ElementsAre(state(target, "r2"), state(target, "l2")));
    EXPECT_THAT(there.statesBefore, ElementsAre("l2", "r2"));
    EXPECT_THAT(there.statesAfter, ElementsAre("r2", "l2"));
    EXPECT_THAT(told(there), IsEmpty());
}

TEST(MigrationPlanner, ANewRegionStartsWhereItStarts) {
    DraftWriter more = twoRegions();
    more.state("third", "work").initial("t2");
    more.state("t1", "third");
    more.state("t2", "third").onEntry({test::say("never")});
    const WorkflowMigration there =
        Workflow{.from = twoRegions().build(), .leaves = {"l2", "r1"}}.to(more.build()).value();
    EXPECT_THAT(there.statesAfter, ElementsAre("l2", "r1", "t2"));
    EXPECT_THAT(told(there), ElementsAre("state 't2'"));
    EXPECT_FALSE(there.isBlocked());
}

TEST(MigrationPlanner, AStateThatHasGrownSubstatesIsEnteredToItsLeaf) {
    DraftWriter deeper;
    deeper.state("before").initial("b2");
    deeper.state("b1", "before");
    deeper.state("b2", "before");
    const WorkflowMigration there =
        Workflow{.from = twoRegions().build(), .leaves = {"before"}}.to(deeper.build()).value();
    EXPECT_THAT(there.statesAfter, ElementsAre("b2"));
    EXPECT_THAT(told(there), ElementsAre("state 'b2'"));
}

TEST(MigrationPlanner, ALeafWithoutAPlaceIsInTheWayUntilItIsMapped) {
    DraftWriter other;
    other.state("before");
    other.state("work", "", Kind::Parallel);
    other.state("left", "work");
    other.state("l1", "left");
    other.state("right", "work");
    other.state("r1", "right");
    const Workflow workflow{.from = twoRegions().build(), .leaves = {"l2", "r1"}};
    const WorkflowMigration blocked = workflow.to(other.build()).value();
    EXPECT_THAT(told(blocked), ElementsAre("state 'l2'!"));
    EXPECT_TRUE(blocked.isBlocked());
    EXPECT_THAT(blocked.statesAfter, ElementsAre("r1"));
    const WorkflowMigration mapped = workflow.to(other.build(), {{"l2", "l1"}}).value();
    EXPECT_THAT(mapped.statesAfter, ElementsAre("l1", "r1"));
    EXPECT_FALSE(mapped.isBlocked());
}

TEST(MigrationPlanner, LeavesThatCannotBeActiveTogetherAreInTheWay) {
    DraftWriter flat;
    flat.state("l1");
    flat.state("r1");
    const Workflow workflow{.from = twoRegions().build(), .leaves = {"l1", "r1"}};
    EXPECT_THAT(told(workflow.to(flat.build()).value()), ElementsAre("state 'l1'!"));
    EXPECT_THAT(workflow.to(flat.build(), {{"r1", "l1"}}).value().statesAfter, ElementsAre("l1"));
}

TEST(MigrationPlanner, RefusesNamesThatItsVersionsDoNotHave) {
    const Workflow workflow{.from = twoRegions().build(), .leaves = {"before"}};
    for (const auto& names : {StateMapping::Names{{"nobody", "before"}}, {{"before", "nobody"}}})
        EXPECT_EQ(workflow.to(twoRegions().build(), names).error().code, ErrorCode::InvalidArgument);
}

TEST(MigrationPlanner, AFinalStateAtTheTopEndsTheWorkflow) {
    DraftWriter ends;
    ends.state("before", "", Kind::Final);
    const WorkflowMigration there =
        Workflow{.from = twoRegions().build(), .leaves = {"before"}}.to(ends.build()).value();
    EXPECT_TRUE(there.snapshot.memoryOrNew().isDone);
    EXPECT_THAT(told(there), ElementsAre("state 'before'"));
}

// -- statecharts: history

DraftWriter withHistory(Kind kind, bool hasSecond = true) {
    DraftWriter chart;
    chart.state("out").on("back", "h");
    chart.state("in");
    chart.state("h", "in", kind).defaultsTo("one");
    chart.state("one", "in");
    if (!hasSecond) return chart;
    chart.state("two", "in");
    chart.state("deep", "two");
    return chart;
}

TEST(MigrationPlanner, HistoryIsRememberedInTheNumbersOfTheTarget) {
    for (const auto& [kind, remembered] : {std::pair(Kind::ShallowHistory, "two"), {Kind::DeepHistory, "deep"}}) {
        const ChartPtr from = withHistory(kind).build();
        DraftWriter shifted;
        shifted.state("first");
        shifted.state("out").on("back", "h");
        shifted.state("in");
        shifted.state("h", "in", kind).defaultsTo("one");
        shifted.state("one", "in");
        shifted.state("two", "in");
        shifted.state("deep", "two");
        const ChartPtr to = shifted.build();
        Workflow workflow{.from = from, .leaves = {"out"}};
        workflow.memory.history = {{.history = state(from, "h"), .states = {state(from, remembered)}}};
        const WorkflowMigration there = workflow.to(to).value();
        EXPECT_THAT(there.snapshot.memoryOrNew().history,
                    ElementsAre(ChartMemory::History{.history = state(to, "h"), .states = {state(to, remembered)}}));
        EXPECT_THAT(told(there), IsEmpty());
    }
}

TEST(MigrationPlanner, HistoryForgetsWhatTheTargetDoesNotHave) {
    const ChartPtr from = withHistory(Kind::ShallowHistory).build();
    Workflow workflow{.from = from, .leaves = {"out"}};
    workflow.memory.history = {{.history = state(from, "h"), .states = {state(from, "two")}}};
    const WorkflowMigration there = workflow.to(withHistory(Kind::ShallowHistory, false).build()).value();
    EXPECT_THAT(there.snapshot.memoryOrNew().history, IsEmpty());
    EXPECT_THAT(told(there), ElementsAre("history 'h'"));
    EXPECT_FALSE(there.isBlocked());
}

TEST(MigrationPlanner, HistoryKeepsNoStatesThatExcludeEachOther) {
    const auto version = [](Kind kind) {
        DraftWriter chart;
        chart.state("out").on("back", "h");
        chart.state("in", "", kind);
        chart.state("h", "in", Kind::DeepHistory).defaultsTo("l");
        chart.state("l", "in");
        chart.state("r", "in");
        return chart.build();
    };
    const ChartPtr from = version(Kind::Parallel);
    const ChartPtr to = version(Kind::State);
    Workflow workflow{.from = from, .leaves = {"out"}};
    workflow.memory.history = {{.history = state(from, "h"), .states = {state(from, "l"), state(from, "r")}}};
    const WorkflowMigration there = workflow.to(to).value();
    EXPECT_THAT(there.snapshot.memoryOrNew().history,
                ElementsAre(ChartMemory::History{.history = state(to, "h"), .states = {state(to, "l")}}));
    EXPECT_THAT(told(there), ElementsAre("history 'h'"));
}

TEST(MigrationPlanner, HistoryWithoutItsStateIsForgotten) {
    const ChartPtr from = withHistory(Kind::ShallowHistory).build();
    Workflow workflow{.from = from, .leaves = {"out"}};
    workflow.memory.history = {{.history = state(from, "h"), .states = {state(from, "one")}}};
    DraftWriter none;
    none.state("out");
    none.state("one");
    EXPECT_THAT(told(workflow.to(none.build()).value()), ElementsAre("history 'h'"));
}

// -- statecharts: variables

DraftWriter withVariables(const std::vector<std::pair<std::string, std::string>>& variables) {
    DraftWriter chart(StatechartDraft::DataModel::EcmaScript);
    for (const auto& [name, expression] : variables)
        chart.variable(name, expression);
    chart.state("a");
    return chart;
}

TEST(MigrationPlanner, NewVariablesHaveTheirPlainFirstValueOrAreUndefined) {
    Workflow workflow{
        .from = withVariables({{"n", "0"}, {"gone", "1"}}).build(), .leaves = {"a"}, .data = {{"n", 7}, {"gone", 1}}};
    workflow.memory.declared = {"gone", "n"};
    const auto target = withVariables({{"n", "0"}, {"list", "[1,2]"}, {"word", "'hi'"}, {"sum", "n + 1"}}).build();
    const WorkflowMigration there = workflow.to(target).value();
    EXPECT_EQ(there.snapshot.dataOrEmpty(), (Json{{"n", 7}, {"gone", 1}, {"list", {1, 2}}, {"word", "hi"}}));
    EXPECT_THAT(there.snapshot.memoryOrNew().declared, ElementsAre("gone", "list", "n", "sum", "word"));
    EXPECT_THAT(there.dataChanges, ElementsAre(DataChange{.pointer = "/list", .value = Json{1, 2}},
                                               DataChange{.pointer = "/word", .value = Json("hi")}));
    EXPECT_THAT(told(there), ElementsAre("variable 'sum'", "variable 'gone'"));
}

TEST(MigrationPlanner, WithLateBindingAStateThatWasEnteredIsNotInitialisedAgain) {
    DraftWriter late(StatechartDraft::DataModel::EcmaScript);
    late.draft.binding = StatechartDraft::Binding::Late;
    for (const char* name : {"a", "b", "c"}) {
        late.state(name);
        late.last().variables.push_back(
            {.id = std::string("of-") + name, .expression = test::script("1"), .value = {}, .fault = {}, .place = {}});
    }
    const ChartPtr target = late.build();
    DraftWriter early(StatechartDraft::DataModel::EcmaScript);
    early.state("a");
    const WorkflowMigration there =
        Workflow{.from = early.build(), .leaves = {"a"}, .data = {{"of-b", 5}}}.to(target).value();
    EXPECT_THAT(there.snapshot.memoryOrNew().initialised, ElementsAre(state(target, "a"), state(target, "b")));
    EXPECT_EQ(there.snapshot.dataOrEmpty().at("of-b"), 5);
}

// -- statecharts: children, sent events

StatechartDraft::Invoke invoke(const std::string& source) {
    StatechartDraft::Invoke result;
    result.source.text = source;
    return result;
}

TEST(MigrationPlanner, ChildrenStayWithTheirState) {
    DraftWriter from;
    from.state("a").invoke(invoke("one")).invoke(invoke("two"));
    DraftWriter to;
    to.state("new");
    to.state("a").invoke(invoke("one"));
    const ChartPtr target = to.build();
    Workflow workflow{.from = from.build(), .leaves = {"a"}};
    workflow.memory.invoked = {{.id = "x", .state = StateIndex{0}, .number = 0, .workflowId = "w/x.1"},
                               {.id = "y", .state = StateIndex{0}, .number = 1, .workflowId = {}}};
    const WorkflowMigration there = workflow.to(target).value();
    EXPECT_THAT(
        there.snapshot.memoryOrNew().invoked,
        ElementsAre(ChartMemory::Invoked{.id = "x", .state = state(target, "a"), .number = 0, .workflowId = "w/x.1"}));
    EXPECT_THAT(there.invokesEnded, ElementsAre(testing::Field(&ChartMemory::Invoked::id, "y")));
    EXPECT_THAT(told(there), ElementsAre("child 'y'"));
    const WorkflowMigration back = Workflow{.from = target, .leaves = {"a"}}.to(from.build()).value();
    EXPECT_THAT(back.gaps, testing::SizeIs(1)) << "the second is not started, the first was and has ended";
}

TimerRequest sent(const std::string& name, const std::string& event, const std::string& target = {}) {
    Delivery delivery{.target = target, .event = {}};
    delivery.event.name = event;
    return {.name = name, .due = kNow + minutes{5}, .trigger = TriggerIndex{0}, .scope = {}, .delivery = delivery};
}

TEST(MigrationPlanner, SentEventsStayOnTheirWayBetweenStatecharts) {
    Workflow workflow{.from = twoRegions().build(), .leaves = {"before"}};
    workflow.timers = {sent("send:1", "go"), sent("send:2", "unheard", "#_parent")};
    workflow.memory.sent = {{.timer = "send:1", .sendId = "s"}};
    workflow.memory.nextNumber = 3;
    workflow.memory.parentId = "P";
    const WorkflowMigration there = workflow.to(twoRegions().build()).value();
    EXPECT_THAT(there.timersSet, IsEmpty());
    EXPECT_THAT(there.timersDropped, IsEmpty());
    EXPECT_EQ(there.snapshot.memoryOrNew(), workflow.memory);
}

// -- the stateless profile

ChartPtr plain(const std::function<void(ChartBuilder<>&)>& more) {
    ChartBuilder<> chart("task", "a");
    more(chart);
    return chart.build().chart;
}

TimerRequest timeout(const ChartPtr& chart, const std::string& of, std::size_t number, Time due) {
    const StateStructure& structure = chart->structure().states[state(chart, of).value()];
    return {.name = timeoutName(structure, number),
            .due = due,
            .trigger = structure.timeouts[number].trigger,
            .scope = state(chart, of)};
}

TEST(MigrationPlanner, TimeoutsKeepTheirTimeNewOnesAreSetAndOthersDropped) {
    const ChartPtr from = plain([](auto& chart) {
        chart.state("a").after(minutes{1}, "Old").after(minutes{9}, "Kept").after(minutes{3}, "Past");
        chart.state("a").permit("Old", "b").permit("Kept", "b").internal("Past", [](ActionContext&) {});
        chart.state("b");
    });
    const ChartPtr to = plain([](auto& chart) {
        chart.state("b").permit("New", "A");
        chart.state("A").after(minutes{2}, "New").after(minutes{4}, "Kept").after(minutes{3}, "Past");
        chart.state("A").permit("Kept", "b").internal("Past", [](ActionContext&) {});
        chart.state("a");
    });
    Workflow workflow{.from = from, .leaves = {"a"}};
    workflow.timers = {timeout(from, "a", 0, kNow + minutes{1}), timeout(from, "a", 1, kNow + minutes{7})};
    const WorkflowMigration there = workflow.to(to, {{"a", "A"}}).value();
    EXPECT_THAT(there.timersDropped, ElementsAre("after:a:0", "after:a:1"));
    EXPECT_THAT(there.timersSet,
                ElementsAre(timeout(to, "A", 1, kNow + minutes{7}), timeout(to, "A", 0, kNow + minutes{2})));
    EXPECT_THAT(told(there), ElementsAre("timer 'after:a:0'"));
}

TEST(MigrationPlanner, UserTimersStayWithTheirTriggerAndAreDroppedWithoutIt) {
    const ChartPtr from =
        plain([](auto& chart) { chart.state("a").permit("Ring", "b").permit("Gone", "b"), chart.state("b"); });
    const ChartPtr to =
        plain([](auto& chart) { chart.state("a").permit("First", "b").permit("Ring", "b"), chart.state("b"); });
    Workflow workflow{.from = from, .leaves = {"a"}};
    workflow.timers = {{.name = "ring", .due = kNow, .trigger = TriggerIndex{0}, .scope = {}},
                       {.name = "gone", .due = kNow, .trigger = TriggerIndex{1}, .scope = {}}};
    const WorkflowMigration there = workflow.to(to).value();
    EXPECT_THAT(there.timersSet,
                ElementsAre(TimerRequest{.name = "ring", .due = kNow, .trigger = TriggerIndex{1}, .scope = {}}));
    EXPECT_THAT(there.timersDropped, ElementsAre("gone"));
    EXPECT_THAT(told(there), ElementsAre("timer 'gone'"));
}

TEST(MigrationPlanner, AnInitialStateIsFollowedUnlessTheWorkflowWasStartedAboveOne) {
    const auto nested = [](auto& chart) {
        chart.state("a").initial("a1");
        chart.state("a1").substateOf("a");
    };
    const ChartPtr flat = plain([](auto& chart) { chart.state("a"); });
    const WorkflowMigration there = Workflow{.from = flat, .leaves = {"a"}}.to(plain(nested)).value();
    EXPECT_THAT(there.statesAfter, ElementsAre("a1"));
    EXPECT_THAT(told(there), ElementsAre("state 'a1'"));
    EXPECT_THAT(Workflow({.from = plain(nested), .leaves = {"a"}}).to(plain(nested)).value().statesAfter,
                ElementsAre("a"));
}

// -- from one profile to the other

TEST(MigrationPlanner, AStatechartBecomesPlainWhereItsLeavesMapToOneState) {
    const ChartPtr to = plain([](auto& chart) { chart.state("a").permit("go", "working"), chart.state("working"); });
    Workflow workflow{.from = twoRegions().build(), .leaves = {"l1", "r2"}, .data = {{"n", 1}}};
    workflow.timers = {sent("send:1", "go")};
    workflow.memory.sent = {{.timer = "send:1", .sendId = "s"}};
    EXPECT_THAT(told(workflow.to(to).value()), ElementsAre("state 'l1'!", "state 'r2'!"));
    EXPECT_THAT(told(workflow.to(to, {{"l1", "working"}, {"r2", "a"}}).value()), ElementsAre("state 'a'!"));
    const WorkflowMigration there = workflow.to(to, {{"l1", "working"}, {"r2", "working"}}).value();
    EXPECT_THAT(there.statesAfter, ElementsAre("working"));
    EXPECT_EQ(there.snapshot.memory, nullptr);
    EXPECT_EQ(there.snapshot.dataOrEmpty(), (Json{{"n", 1}}));
    EXPECT_THAT(told(there), ElementsAre("timer 'send:1'"));
    EXPECT_THAT(there.timersDropped, ElementsAre("send:1"));
}

TEST(MigrationPlanner, APlainWorkflowBecomesAStatechart) {
    const ChartPtr from = plain([](auto& chart) {
        chart.state("a").after(minutes{1}, "Late").permit("Late", "b").permit("Ring", "b");
        chart.state("b");
    });
    DraftWriter draft = withVariables({{"n", "0"}, {"m", "0"}});
    draft.last().id = "a";
    draft.on("Ring", "");
    const ChartPtr to = draft.build();
    Workflow workflow{.from = from, .leaves = {"a"}, .data = {{"n", 3}, {"own", true}}};
    workflow.timers = {timeout(from, "a", 0, kNow),
                       {.name = "ring", .due = kNow, .trigger = TriggerIndex{1}, .scope = {}}};
    const WorkflowMigration there = workflow.to(to).value();
    EXPECT_THAT(there.snapshot.memoryOrNew().declared, ElementsAre("m", "n", "own"));
    EXPECT_EQ(there.snapshot.dataOrEmpty(), (Json{{"n", 3}, {"m", 0}, {"own", true}}));
    EXPECT_THAT(told(there), ElementsAre("variable 'own'", "timer 'after:a:0'"));
    EXPECT_THAT(there.timersDropped, ElementsAre("after:a:0"));
    EXPECT_EQ(there.timersSet.at(0).trigger, findTrigger(to->structure(), "Ring").value());
}

} // namespace
} // namespace signalbox
