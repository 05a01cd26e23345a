// The cases of fsm-semantics.md 2.9 (queries) and 2.10 (activation).

#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace signalbox::test {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> descriptions(const TriggerExplanation& row) {
    std::vector<std::string> result;
    for (const UnmetGuard& guard : row.unmet)
        result.push_back(guard.description);
    return result;
}

TEST(Conformance, Fsm112_EveryKindOfTransitionPermitsItsTrigger) {
    auto chart = machine("A>B C", "B");
    chart.trigger("Unknown");
    chart.state("B").permit("Permit", "C").permitReentry("Reenter").ignore("Ignore").internal("Internal", telling("B"));
    chart.state("B").permitDynamic("Dynamic", {.description = "", .code = [](const GuardContext&) { return "C"; }});
    chart.state("A").permit("Inherited", "C");
    Scenario scenario = given(chart);
    for (const char* trigger : {"Permit", "Reenter", "Ignore", "Internal", "Dynamic", "Inherited"})
        scenario.expectPermission(trigger, Permission::Permitted);
    scenario.expectPermission("Unknown", Permission::NotFromHere).expectState("B");
}

TEST(Conformance, Fsm113_ExplanationTellsTheUnmetGuards) {
    auto chart = machine("A B");
    chart.trigger("Unknown");
    chart.state("A").permitIf("Open", "B", always("yes")).permitIf("Shut", "B", never("no"), always("yes"));
    const Scenario scenario = given(chart);
    EXPECT_THAT(descriptions(scenario.explained("Unknown")), ElementsAre());
    EXPECT_THAT(descriptions(scenario.explained("Open")), ElementsAre());
    EXPECT_THAT(descriptions(scenario.explained("Shut")), ElementsAre("no"));
    EXPECT_EQ(scenario.explained("Shut").permission, Permission::Blocked);
}

// Stateless asks the guard with arguments at their default.
TEST(Conformance, Fsm114_WithoutArgumentsTheAnswerIsThatTheyAreNeeded) {
    auto chart = machine("A B");
    chart.trigger("X").parameters({parameter<int>("n")});
    chart.state("A").permitIf("X", "B", when("n is 2", [](const GuardContext& c) { return c.argument("n") == 2; }));
    given(chart)
        .expectPermission("X", Permission::NeedsArguments)
        .expectPermission("X", Permission::Permitted, {{"n", 2}})
        .expectPermission("X", Permission::Blocked, {{"n", 1}})
        .expectPermitted({"X"});
}

TEST(Conformance, Fsm115_PermittedTriggersAreLocalFirstAndDistinct) {
    auto chart = machine("S>B C", "B");
    chart.trigger("Y"); // the order is that of the transitions, not of the triggers
    chart.state("S").permit("Y", "C").permit("X", "C");
    chart.state("B").permit("X", "C").ignore("I").internal("N", telling("B")).permitIf("G", "C", never("no"));
    given(chart).expectPermitted({"X", "I", "N", "Y"});
}

TEST(Conformance, Fsm116_TriggersTellTheirParameters) {
    auto chart = machine("A B");
    chart.trigger("X").parameters({parameter<std::string>("who"), parameter<bool>("sure", false)});
    chart.state("A").permit("X", "B").permit("Y", "B");
    const Scenario scenario = given(chart);
    const auto& triggers = scenario.chart().structure().triggers;
    ASSERT_EQ(triggers[0].parameters.size(), 2U);
    EXPECT_EQ(triggers[0].parameters[0].type, ValueType::String);
    EXPECT_EQ(triggers[0].parameters[1].type, ValueType::Boolean);
    EXPECT_FALSE(triggers[0].parameters[1].required);
    EXPECT_FALSE(triggers[1].hasSignature);
}

TEST(Conformance, Fsm118_TheStructureTellsAllThatWasConfigured) {
    auto chart = machine("A>B C");
    chart.trigger("X").parameters({parameter<int>("n")});
    chart.state("A").initial("B").permitIf("X", "C", never("guard"));
    chart.state("B").onEntryFrom("X", "enter", telling("B")).onExit("leave", telling("B")).ignore("I");
    chart.state("C")
        .internal("N", "act", telling("C"))
        .permitDynamic(
            "D",
            {.description = "pick", .code = [](const GuardContext&) { return "A"; }, .candidates = {{"A", "always"}}});
    const Scenario scenario = given(chart).in("C").fire("D");
    const ChartStructure& structure = scenario.chart().structure();
    EXPECT_EQ(structure.initial, findState(structure, "A")) << "also after firing";
    EXPECT_EQ(structure.states[0].kind, StateKind::Compound);
    EXPECT_EQ(structure.states[0].initial, StateIndex{1});
    EXPECT_EQ(structure.states[1].parent, StateIndex{0});
    EXPECT_EQ(structure.states[1].entries, (std::vector<ActionStructure>{{"enter", TriggerIndex{0}}}));
    EXPECT_EQ(structure.states[1].exits, (std::vector<ActionStructure>{{"leave", std::nullopt}}));
    ASSERT_EQ(structure.transitions.size(), 4U);
    EXPECT_EQ(structure.transitions[0].guards, std::vector<std::string>{"guard"});
    EXPECT_EQ(structure.transitions[1].scope, TransitionScope::Ignored);
    EXPECT_EQ(structure.transitions[2].actions.front().description, "act");
    EXPECT_EQ(structure.transitions[3].selector, "pick");
    EXPECT_EQ(structure.transitions[3].candidates, (std::vector<CandidateStructure>{{StateIndex{0}, "always"}}));
}

// C contains A; each says when it is activated and deactivated.
ChartBuilder<> withHooks() {
    auto chart = machine("C>A B");
    for (const char* state : {"A", "C"})
        chart.state(state)
            .onActivate([](HookContext& context) { context.log("on " + std::string(context.state())); })
            .onDeactivate([](HookContext& context) { context.log("off " + std::string(context.state())); });
    chart.state("A").permit("X", "B");
    return chart;
}

TEST(Conformance, Fsm121_ActivationGoesInwardsAndDeactivationOutwards) {
    const Scenario scenario = given(withHooks());
    EXPECT_THAT(activate(scenario.chart(), scenario.snapshot(), scenario.context()), ElementsAre("on C", "on A"));
    EXPECT_THAT(deactivate(scenario.chart(), scenario.snapshot(), scenario.context()), ElementsAre("off A", "off C"));
}

TEST(Conformance, Fsm122_TransitionsCallNoActivationHook) {
    given(withHooks()).fire("X").expectState("B").expectLog({});
}

// Once per activation is the runtime's promise: activate() keeps no memory that could make a difference.
TEST(Conformance, Fsm123_ActivationHasNoMemory) {
    const Scenario scenario = given(withHooks());
    EXPECT_EQ(activate(scenario.chart(), scenario.snapshot(), scenario.context()),
              activate(scenario.chart(), scenario.snapshot(), scenario.context()));
}

TEST(Activation, AHookThatThrowsIsALogLine) {
    auto chart = machine("A");
    chart.state("A").onActivate("wake", [](HookContext&) { throw std::runtime_error("broken"); });
    const Scenario scenario = given(chart);
    EXPECT_THAT(activate(scenario.chart(), scenario.snapshot(), scenario.context()),
                ElementsAre("hook 'wake' of state 'A' failed: broken"));
}

} // namespace
} // namespace signalbox::test
