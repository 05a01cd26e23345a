// What an operator may fire in a statechart.

#include "engine/chart/explain.h"
#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/engine/chart/statechart/running_chart.h"

#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

using Kind = DraftWriter::Kind;

std::vector<std::string> permitted(const RunningChart& run) {
    std::vector<std::string> names;
    for (const TriggerIndex trigger : permittedTriggers(run.chart(), run.snapshot(), run.context()))
        names.push_back(run.chart().structure().triggers[trigger.value()].name);
    return names;
}

TriggerExplanation explained(const RunningChart& run, std::string_view name, const Event* arguments = nullptr) {
    const auto trigger = findTrigger(run.chart().structure(), name);
    return explain(run.chart(), run.snapshot(), run.context(), arguments)[trigger->value()];
}

DraftWriter asking() {
    DraftWriter draft(StatechartDraft::DataModel::EcmaScript);
    TriggerStructure narrow;
    narrow.name = "pay.card";
    draft.draft.triggers.push_back(narrow);
    draft.variable("x", "1").state("a").on("close", "c").on("done.state.a error *", "");
    draft.state("a1", "a").on("pay", "b").on("shut", "b").when("x == 2").on("ask", "b").when("_event.data.n == 1");
    draft.state("b").initial("b2");
    draft.state("b1", "b");
    draft.state("b2", "b").on("later", "a");
    draft.state("c", "", Kind::Final);
    return draft;
}

TEST(StatechartExplainTest, LocalTriggersAreOfferedFirstAndThoseOfTheInterpreterNever) {
    RunningChart run(asking().build());
    run.start();
    EXPECT_EQ(permitted(run), (std::vector<std::string>{"pay", "pay.card", "shut", "ask", "close"}));
}

TEST(StatechartExplainTest, WhatTheDefinitionSendsItselfIsOfferedOnlyWithASignature) {
    DraftWriter draft(StatechartDraft::DataModel::EcmaScript);
    TriggerStructure declared;
    declared.name = "retry";
    draft.draft.triggers.push_back(declared);
    draft.draft.cancelEvent = "stop";
    draft.state("a").onEntry({sendAfter("1h", "timeout", "t"), sendAfter("1h", "retry", "r"),
                              sendAfter("1h", "step.done", "s"), sendAfter("1h", "stop", "x")});
    draft.on("timeout", "a").on("retry", "a").on("step", "a").on("stepping", "a").on("stop", "a");
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(permitted(run), (std::vector<std::string>{"retry", "stepping", "stop"}));
    EXPECT_EQ(explained(run, "timeout").permission, Permission::Permitted);
}

TEST(StatechartExplainTest, ATriggerIsPermittedBlockedOrNeedsItsArguments) {
    DraftWriter draft = asking();
    draft.draft.transitions[1].events = {"done.state.a", "error"};
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(permitted(run), (std::vector<std::string>{"pay", "pay.card", "ask", "close"}));
    const TriggerExplanation pay = explained(run, "pay.card");
    EXPECT_EQ(pay.permission, Permission::Permitted);
    EXPECT_EQ(pay.transition, TransitionIndex{2});
    EXPECT_EQ(pay.targets, std::vector<StateIndex>{StateIndex{4}});
    const TriggerExplanation shut = explained(run, "shut");
    EXPECT_EQ(shut.permission, Permission::Blocked);
    ASSERT_EQ(shut.unmet.size(), 1U);
    EXPECT_EQ(shut.unmet.front().description, "x == 2");
    EXPECT_EQ(shut.unmet.front().level, StateIndex{1});
    EXPECT_EQ(explained(run, "ask").permission, Permission::NeedsArguments);
    EXPECT_EQ(explained(run, "later").permission, Permission::NotFromHere);
    const auto good = makeEvent(run.chart().structure(), "ask", Json{{"n", 1}});
    const auto bad = makeEvent(run.chart().structure(), "ask", Json{{"n", 2}});
    EXPECT_EQ(explained(run, "ask", &*good).permission, Permission::Permitted);
    EXPECT_EQ(explained(run, "ask", &*bad).permission, Permission::Blocked);
}

TEST(StatechartExplainTest, NothingIsPermittedAtTheEnd) {
    RunningChart run(asking().build());
    run.start();
    run.fire("close");
    ASSERT_EQ(run.states(), "c");
    EXPECT_TRUE(permitted(run).empty());
}

TEST(StatechartExplainTest, TheStructureNamesSignaturesFirstAndThenEveryDescriptor) {
    const ChartPtr chart = asking().build();
    const ChartStructure& structure = chart->structure();
    std::vector<std::string> names;
    for (const TriggerStructure& trigger : structure.triggers)
        names.push_back(trigger.name);
    EXPECT_EQ(names, (std::vector<std::string>{"pay.card", "close", "done.state.a", "error", "*", "pay", "shut", "ask",
                                               "later"}));
    EXPECT_EQ(structure.profile, Profile::Scxml);
    EXPECT_EQ(structure.states[0].kind, StateKind::Compound);
    EXPECT_EQ(structure.states[2].initial, StateIndex{4});
    EXPECT_EQ(structure.states[5].kind, StateKind::Final);
    EXPECT_EQ(structure.transitions[1].scope, TransitionScope::Targetless);
    EXPECT_EQ(structure.transitions[3].guards, std::vector<std::string>{"x == 2"});
    const auto back = structureFromJson(toJson(structure));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(*back, structure);
}

} // namespace
} // namespace signalbox::test
