// The cases of fsm-semantics.md 2.3 (lookup and guards), 2.4 (unhandled and ignored) and 2.8 (parameters).

#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

Guard argumentIs(std::string description, std::function<bool(const std::vector<Json>&)> test) {
    return when(std::move(description),
                [test = std::move(test)](const GuardContext& context) { return test(context.arguments()); });
}

bool isPaid(const DataContext& context) {
    return context.get("/paid") == true;
}

// A>B with B current; the inner and the outer level answer X with D and C.
Scenario twoLevels(Guard inner, Guard outer) {
    auto chart = machine("A>B C D", "B");
    chart.state("A").permitIf("X", "C", std::move(outer));
    chart.state("B").permitIf("X", "D", std::move(inner));
    return given(chart);
}

TEST(Conformance, Fsm029_TheSubstatesTransitionWins) {
    twoLevels(always("inner"), always("outer")).fire("X").expectState("D");
}

TEST(Conformance, Fsm030_AnUnmetGuardFallsThroughToTheParent) {
    twoLevels(never("inner"), always("outer")).fire("X").expectState("C");
}

TEST(Conformance, Fsm031_TheParentIsNotAskedWhenTheSubstateAnswers) {
    int asked = 0;
    twoLevels(always("inner"), never("outer", &asked)).fire("X").expectState("D");
    EXPECT_EQ(asked, 0);
}

TEST(Conformance, Fsm032_TheOneOpenTransitionIsTaken) {
    auto chart = machine("A B C");
    chart.state("A").permitIf("X", "B", never("b")).permitIf("X", "C", always("c"));
    given(chart).fire("X").expectState("C");
}

TEST(Conformance, Fsm034_SeveralOpenTransitionsAreAmbiguous) {
    auto chart = machine("A B C");
    chart.state("A")
        .permitIf("X", "B", argumentIs("even", [](const auto& given) { return given[0].template get<int>() % 2 == 0; }))
        .permitIf("X", "C", argumentIs("two", [](const auto& given) { return given[0] == 2; }))
        .onExit(telling("A"));
    given(chart).fire("X", {2}).expectFailure(Outcome::Ambiguous, "state 'A' for trigger 'X'").expectState("A");
    given(chart).fire("X", {4}).expectState("B");
}

TEST(Conformance, Fsm036_AmbiguityAboveIsNotNoticedWhileTheSubstateAnswers) {
    auto chart = machine("A>B C D", "B");
    chart.state("A").permit("X", "C").permit("X", "D");
    chart.state("B").permit("X", "D");
    given(chart).fire("X").expectState("D").in("A").fire("X").expectOutcome(Outcome::Ambiguous);
}

TEST(Conformance, Fsm038_UnmetGuardsAreToldOnceInOrder) {
    auto chart = machine("A B C");
    chart.state("A").permitIf("X", "B", never("g1"), never("g2")).permitIf("X", "C", never("g1"), never("g3"));
    given(chart).fire("X").expectRejected({"A: g1", "A: g2", "A: g3"});
}

// Stateless tells the superstate's only.
TEST(Conformance, Fsm038_UnmetGuardsOfBothLevelsAreTold) {
    twoLevels(never("inner"), never("outer")).fire("X").expectRejected({"B: inner", "A: outer"});
}

TEST(Conformance, Fsm041_AGuardIsAskedOnce) {
    int asked = 0;
    auto chart = machine("A B");
    chart.state("A").permitIf("X", "B", always("g", &asked));
    given(chart).fire("X").expectState("B");
    EXPECT_EQ(asked, 1);
}

// Stateless asks twice.
TEST(Conformance, Fsm042_AGuardOfAnInternalTransitionIsAskedOnce) {
    int asked = 0;
    auto chart = machine("A");
    chart.state("A").internalIf("X", {"act", telling("A")}, always("g", &asked));
    given(chart).fire("X").expectLog({"A: A>A by X"});
    EXPECT_EQ(asked, 1);
}

TEST(Conformance, Fsm043_GuardsSeeOneTwoOrThreeArguments) {
    const Json all = {1, "two", true};
    for (std::size_t count = 1; count <= 3; ++count) {
        const Json arguments(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
        for (const bool answer : {true, false}) {
            auto chart = machine("A B");
            chart.state("A").permitIf(
                "X", "B", argumentIs("fits", [&](const auto& given) { return answer == (Json(given) == arguments); }));
            given(chart).fire("X", arguments).expectOutcome(answer ? Outcome::Transitioned : Outcome::Rejected);
        }
    }
}

TEST(Conformance, Fsm045_AGuardIsDescribedByTextOrFunctionOrAsACondition) {
    EXPECT_EQ(when("it is paid", isPaid).description, "it is paid");
    EXPECT_EQ(SIGNALBOX_WHEN(isPaid).description, "isPaid");
    EXPECT_EQ(when([](const DataContext&) { return true; }).description, "condition");
}

TEST(Conformance, Fsm046_AllGuardsAreAskedInOrderBeforeAnyAction) {
    std::string order;
    const auto noting = [&](char letter, bool answer) {
        return when(std::string(1, letter), [&order, letter, answer](const DataContext&) {
            order += letter;
            return answer;
        });
    };
    auto chart = machine("A B C");
    chart.state("A")
        .permitIf("X", "B", noting('1', false), noting('2', true))
        .permitIf("X", "C", noting('3', true), noting('4', true))
        .onExit([&](ActionContext&) { order += '-'; });
    given(chart).fire("X").expectState("C");
    EXPECT_EQ(order, "1234-");
}

TEST(Conformance, Fsm047_ATriggerWithoutTransitionIsRejectedWithoutReasons) {
    auto chart = machine("A");
    chart.trigger("X");
    given(chart).fire("X").expectRejected({}).expectPermission("X", Permission::NotFromHere);
}

// The handler of Stateless is the Rejected step here: whoever fires gets state, trigger and reasons as a value.
TEST(Conformance, Fsm048_UnhandledTriggersAreAnAnswerNotAnException) {
    auto chart = machine("A B", "B");
    chart.trigger("Z");
    given(chart).fire("Z").expectRejected({}).expectState("B");
}

TEST(Conformance, Fsm049_UnhandledTriggersTellAllUnmetGuards) {
    auto chart = machine("A B C");
    chart.state("A").permitIf("X", "B", never("first")).permitIf("X", "C", never("second"));
    given(chart).fire("X").expectRejected({"A: first", "A: second"}).expectState("A");
}

TEST(Conformance, Fsm050_EachFireHasItsOwnAnswer) {
    auto chart = machine("A B");
    chart.state("A").permitIf("X", "B", never("g"));
    chart.trigger("Y");
    given(chart).fire("X").expectRejected({"A: g"}).fire("Y").expectRejected({});
}

TEST(Conformance, Fsm051_AnIgnoredTriggerDoesNothing) {
    auto chart = machine("A");
    chart.state("A").ignore("X").onEntry(telling("entry")).onExit(telling("exit"));
    given(chart).fire("X").expectOutcome(Outcome::Ignored).expectTrace("").expectLog({}).expectState("A");
}

TEST(Conformance, Fsm052_TheParentsIgnoreHoldsForTheSubstate) {
    auto chart = machine("C>B", "B");
    chart.state("C").ignore("X");
    given(chart).fire("X").expectOutcome(Outcome::Ignored).expectState("B");
}

TEST(Conformance, Fsm052_AnIgnoreMasksTheParentUnlessItsGuardFails) {
    for (const bool isIgnored : {true, false}) {
        auto chart = machine("C>B D", "B");
        chart.state("C").permit("X", "D");
        chart.state("B").ignoreIf("X", isIgnored ? always("g") : never("g"));
        given(chart).fire("X").expectState(isIgnored ? "B" : "D");
    }
}

// X(text, n) leads from A to B, where an entry action tells what it got.
ChartBuilder<> withParameters() {
    auto chart = machine("A B");
    chart.trigger("X").parameters({parameter<std::string>("text"), parameter<int>("n")});
    chart.state("B").onEntryFrom("X", [](ActionContext& context) {
        context.log(context.argument(0).dump() + context.argument("n").dump() + Json(context.arguments()).dump());
    });
    return chart;
}

TEST(Conformance, Fsm103_ActionsGetTheArgumentsByPositionAndName) {
    auto chart = withParameters();
    chart.state("A").permit("X", "B").onExit([](ActionContext& context) { context.log(context.argument("text")); });
    given(chart).fire("X", {"s", 1}).expectLog({"s", R"("s"1["s",1])"});
    given(chart).fire("X", {{"n", 1}, {"text", "s"}}).expectLog({"s", R"("s"1["s",1])"});
}

TEST(Conformance, Fsm105_ParametersGivenTwiceAreRefused) {
    auto chart = withParameters();
    chart.trigger("X").parameters({});
    const BuildResult result = chart.build();
    EXPECT_EQ(result.chart, nullptr);
    ASSERT_FALSE(result.diagnostics.empty());
    EXPECT_EQ(result.diagnostics.back().code, DiagnosticCode::ParametersRedefined);
}

TEST(Conformance, Fsm106_BadArgumentsAreNamedAndNoGuardIsAsked) {
    int asked = 0;
    auto chart = withParameters();
    chart.state("A").permitIf("X", "B", always("g", &asked));
    const auto bad = Outcome::BadArguments;
    given(chart).fire("X", {"s", 1, 2}).expectFailure(bad, "3 arguments given, 2 expected");
    given(chart).fire("X", {"s"}).expectFailure(bad, "argument 2 'n' (integer) is missing");
    given(chart).fire("X", {"s", "one"}).expectFailure(bad, "argument 2 'n' (integer) cannot be a string");
    given(chart).fire("X", {"s", 1.5}).expectFailure(bad, "argument 2 'n' (integer) cannot be a number");
    EXPECT_EQ(asked, 0);
}

TEST(Conformance, Fsm107_BadArgumentsComeBeforeNotPermitted) {
    given(withParameters()).in("B").fire("X", {1, "bad"}).expectFailure(Outcome::BadArguments, "argument 1 'text'");
}

TEST(Conformance, Fsm108_AnIntegerIsANumberAndNullIsAnything) {
    auto chart = machine("A");
    chart.trigger("X").parameters({parameter<double>("amount")});
    chart.state("A").permitReentry("X");
    for (const Json& value : {Json(1), Json(1.5), Json()})
        given(chart).fire("X", {{"amount", value}}).expectOutcome(Outcome::Reentered);
}

// Stateless takes no arguments at all for all of them at their default.
TEST(Conformance, Fsm109_NoArgumentsWhereSomeAreRequiredAreBad) {
    auto chart = withParameters();
    chart.state("A").permit("X", "B");
    given(chart).fire("X").expectFailure(Outcome::BadArguments, "argument 1 'text' (string) is missing");
    given(chart).fire("X", Json::object()).expectFailure(Outcome::BadArguments, "argument 1 'text'");
}

TEST(Conformance, Fsm110_FiveParametersArrive) {
    auto chart = machine("A");
    std::vector<ParameterStructure> parameters;
    for (const char* name : {"a", "b", "c", "d", "e"})
        parameters.push_back(parameter<int>(name));
    chart.trigger("X").parameters(parameters);
    chart.state("A").internal("X", [](ActionContext& context) { context.log(Json(context.arguments()).dump()); });
    given(chart).fire("X", {1, 2, 3, 4, 5}).expectLog({"[1,2,3,4,5]"});
}

TEST(Conformance, Fsm111_ATriggerWithoutSignatureHandsAnythingOn) {
    auto chart = machine("A");
    chart.state("A").internal("X", [](ActionContext& context) {
        context.log(Json(context.arguments()).dump() + context.argument("who").dump());
    });
    given(chart).fire("X", {1, "two"}).expectLog({R"([1,"two"]null)"});
    given(chart).fire("X", {{"who", "Joe"}}).expectLog({R"([{"who":"Joe"}]"Joe")"});
}

} // namespace
} // namespace signalbox::test
