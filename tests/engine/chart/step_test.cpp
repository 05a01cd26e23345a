#include "engine/chart/step.h"
#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace signalbox::test {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A with an internal transition X that runs `act`.
Scenario acting(std::function<void(ActionContext&)> act) {
    auto chart = machine("A");
    chart.trigger("Later");
    chart.state("A").internal("X", "act", std::move(act));
    return given(chart);
}

TEST(Data, WritesAreRecordedInOrder) {
    Scenario scenario = acting([](ActionContext& context) {
        context.set("/a/b", 1);
        EXPECT_EQ(context.get("/a/b"), 1) << "an action sees what was written before";
        context.set("/list", Json::array());
        context.set("/list/-", "x");
        context.remove("/a/b");
    });
    scenario.fire("X");
    EXPECT_EQ(*scenario.snapshot().data, Json::parse(R"({"a":{},"list":["x"]})"));
    EXPECT_THAT(scenario.last().dataChanges, ElementsAre(DataChange{"/a/b", 1}, DataChange{"/list", Json::array()},
                                                         DataChange{"/list/-", "x"}, DataChange{"/a/b", std::nullopt}));
}

TEST(Data, TheSnapshotBeforeKeepsItsOwn) {
    Scenario scenario = acting([](ActionContext& context) { context.set("/n", 2); }).withData({{"n", 1}});
    const Snapshot before = scenario.snapshot();
    scenario.fire("X");
    EXPECT_EQ((*before.data)["n"], 1);
    EXPECT_EQ((*scenario.snapshot().data)["n"], 2);
}

TEST(Data, IsSharedUntilItReallyChanges) {
    Scenario scenario = acting([](ActionContext& context) {
                            context.set("/n", 1);
                            context.remove("/absent");
                        }).withData({{"n", 1}});
    const Snapshot before = scenario.snapshot();
    EXPECT_EQ(scenario.fire("X").snapshot().data, before.data);
    EXPECT_THAT(scenario.last().dataChanges, IsEmpty());
}

TEST(Data, AWriteThatHasNoPlaceFailsTheTurn) {
    const auto writing = [](std::string_view pointer, Json value) {
        return acting([pointer, value](ActionContext& context) { context.set(pointer, value); })
            .withData({{"n", 1}})
            .fire("X");
    };
    const auto failed = Outcome::Failed;
    writing("n", 1).expectFailure(failed, "action 'act' of A --X--> A failed: 'n' is no JSON pointer");
    writing("/n/deep", 1).expectFailure(failed, "the data has no place for '/n/deep'");
    writing("", 1).expectFailure(failed, "must be an object");
    acting([](ActionContext& c) { c.remove(""); }).fire("X").expectFailure(failed, "cannot be removed as a whole");
}

TEST(Effects, AreRequestedInOrderWithTheirPayload) {
    Scenario scenario = acting([](ActionContext& context) {
        context.mail("Joe", "subject", "text");
        context.webhook("https://example.org", {{"n", 1}});
        context.message("other", "Go", {{"a", 1}});
    });
    scenario.fire("X");
    EXPECT_THAT(scenario.last().effects,
                ElementsAre(EffectRequest{EffectKind::Mail, {{"to", "Joe"}, {"subject", "subject"}, {"text", "text"}}},
                            EffectRequest{EffectKind::Webhook, {{"url", "https://example.org"}, {"body", {{"n", 1}}}}},
                            EffectRequest{EffectKind::Message,
                                          {{"workflow", "other"}, {"trigger", "Go"}, {"arguments", {{"a", 1}}}}}));
}

TEST(Effects, SayHowTheyAreSent) {
    Scenario scenario = acting([](ActionContext& context) {
        context.mail("Joe", "s", "t", {.ordered = true, .sendId = "told"});
        context.webhook("https://x", nullptr,
                        {.delay = 1500us, .headers = {{"Authorization", "Bearer ${secret:x}"}, {"X-A", "1"}}});
        context.message("other", "Go", nullptr, {.sendId = "asked", .delay = 2s});
    });
    scenario.fire("X");
    const auto& effects = scenario.last().effects;
    ASSERT_EQ(effects.size(), 3U);
    EXPECT_EQ(effects[0].payload,
              (Json{{"to", "Joe"}, {"subject", "s"}, {"text", "t"}, {"ordered", true}, {"sendId", "told"}}));
    EXPECT_EQ(effects[1].payload, (Json{{"url", "https://x"},
                                        {"body", nullptr},
                                        {"delayMs", 2},
                                        {"headers", {{"Authorization", "Bearer ${secret:x}"}, {"X-A", "1"}}}}));
    EXPECT_EQ(
        effects[2].payload,
        (Json{
            {"workflow", "other"}, {"trigger", "Go"}, {"arguments", nullptr}, {"sendId", "asked"}, {"delayMs", 2000}}));
}

TEST(Effects, OnlyAWebhookHasHeaders) {
    Scenario scenario =
        acting([](ActionContext& context) { context.mail("Joe", "s", "t", {.headers = {{"A", "1"}}}); });
    scenario.fire("X").expectFailure(Outcome::Failed, "only a webhook has headers");
}

TEST(Timers, TheLastWordAboutANameHolds) {
    Scenario scenario = acting([](ActionContext& context) {
        context.setTimer("first", 1s, "Later");
        context.setTimer("first", 2s, "Later");
        context.setTimer("second", 1s, "Later");
        context.dropTimer("second");
    });
    scenario.fire("X");
    EXPECT_THAT(scenario.last().timersSet,
                ElementsAre(TimerRequest{"first", scenario.context().now + 2s, TriggerIndex{0}, std::nullopt}));
    EXPECT_THAT(scenario.last().timersDropped, ElementsAre("second"));
}

TEST(Timers, BadNamesAndTriggersFailTheTurn) {
    const auto failed = Outcome::Failed;
    acting([](ActionContext& c) { c.setTimer("t", 1s, "?"); }).fire("X").expectFailure(failed, "unknown trigger '?'");
    acting([](ActionContext& c) { c.setTimer("after:A:0", 1s, "Later"); })
        .fire("X")
        .expectFailure(failed, "cannot name");
}

ChartBuilder<> withTimeouts() {
    auto chart = machine("A>B C");
    chart.state("A").after(10s, "Expire").permit("Expire", "C");
    chart.state("B").after(1s, "Remind").permitReentry("Remind").permit("Up", "A");
    chart.state("A").permit("Down", "B");
    return chart;
}

TEST(Timeouts, AreSetOnStartForTheStateAndItsAncestors) {
    auto chart = withTimeouts();
    const Scenario outer = given(chart);
    ASSERT_EQ(outer.last().timersSet.size(), 1U);
    EXPECT_EQ(outer.last().timersSet[0].due, outer.context().now + 10s);
    EXPECT_EQ(outer.last().timersSet[0].scope, StateIndex{0});
    ChartBuilder<> inner("inner", "B");
    inner.state("A").after(10s, "X");
    inner.state("B").substateOf("A").after(1s, "X").permitReentry("X");
    const auto timers = given(inner).last().timersSet;
    ASSERT_EQ(timers.size(), 2U);
    EXPECT_EQ(timers[0].name, "after:A:0");
    EXPECT_EQ(timers[1].name, "after:B:0");
}

TEST(Timeouts, FollowEntryAndExit) {
    Scenario scenario = given(withTimeouts());
    scenario.fire("Down");
    EXPECT_THAT(scenario.last().timersSet, ElementsAre(::testing::Field(&TimerRequest::name, "after:B:0")));
    EXPECT_THAT(scenario.last().timersDropped, IsEmpty());
    scenario.fire("Remind");
    EXPECT_THAT(scenario.last().timersDropped, ElementsAre("after:B:0"));
    EXPECT_EQ(scenario.last().timersSet.size(), 1U) << "armed again on re-entry";
    scenario.fire("Expire");
    EXPECT_THAT(scenario.last().timersDropped, ElementsAre("after:B:0", "after:A:0"));
    EXPECT_THAT(scenario.last().timersSet, IsEmpty());
}

TEST(Arguments, ChoicesAndPatternsAreChecked) {
    ParameterStructure size = parameter<std::string>("size");
    size.choices = {"S", "M"};
    ParameterStructure code = parameter<std::string>("code", false);
    code.pattern = "[A-Z]{2}[0-9]+";
    auto chart = machine("A");
    chart.trigger("X").parameters({size, code});
    chart.state("A").permitReentry("X");
    const auto bad = Outcome::BadArguments;
    given(chart).fire("X", {"S", "AB12"}).expectOutcome(Outcome::Reentered);
    given(chart).fire("X", {"M"}).expectOutcome(Outcome::Reentered);
    given(chart).fire("X", {"L"}).expectFailure(bad, "argument 1 'size' (string) is none of its choices");
    given(chart).fire("X", {"S", "AB12x"}).expectFailure(bad, "argument 2 'code' (string) does not match [A-Z]{2}");
    given(chart).fire("X", {"S", "AB" + std::string(1'000'000, '1')}).expectFailure(bad, "does not match");
}

TEST(Arguments, NumbersBelowTheirMinimumAreRefused) {
    ParameterStructure amount = parameter<double>("amount");
    amount.minimum = 0.5;
    auto chart = machine("A");
    chart.trigger("X").parameters({amount});
    chart.state("A").permitReentry("X");
    given(chart).fire("X", {0.5}).expectOutcome(Outcome::Reentered);
    given(chart).fire("X", {0.25}).expectFailure(Outcome::BadArguments, "argument 1 'amount' (number) is below 0.5");
}

TEST(Arguments, MissingOptionalOnesAreTheirDefaultOrNull) {
    ParameterStructure colour = parameter<std::string>("colour", false);
    colour.defaultValue = "red";
    auto chart = machine("A");
    chart.trigger("X").parameters({colour, parameter<int>("count", false)});
    chart.state("A").internal("X", [](ActionContext& context) { context.log(Json(context.arguments()).dump()); });
    given(chart).fire("X").expectLog({R"(["red",null])"});
    given(chart).fire("X", {{"count", 2}}).expectLog({R"(["red",2])"});
}

TEST(Arguments, AnEventWithoutItsOptionalOnesStillReadsTheDefaults) {
    ParameterStructure colour = parameter<std::string>("colour", false);
    colour.defaultValue = "red";
    auto chart = machine("A");
    chart.trigger("X").parameters({colour});
    chart.state("A").internal("X", [](ActionContext& context) { context.log(context.argument("colour").dump()); });
    const Scenario scenario = given(chart);
    const Event bare{.trigger = TriggerIndex{0}, .arguments = {}};
    EXPECT_THAT(step(scenario.chart(), scenario.snapshot(), bare, scenario.context()).log, ElementsAre("\"red\""));
}

TEST(MakeEvent, RefusesWhatItCannotPlace) {
    auto chart = machine("A");
    chart.trigger("X").parameters({parameter<int>("a"), parameter<int>("b")});
    const ChartPtr built = chart.build().chart;
    const auto errorOf = [&](std::string_view trigger, const Json& arguments) {
        return makeEvent(built->structure(), trigger, arguments).error();
    };
    EXPECT_EQ(errorOf("?", nullptr).code, ErrorCode::NotFound);
    EXPECT_EQ(errorOf("?", nullptr).message, "definition 'machine' has no trigger '?'");
    EXPECT_EQ(errorOf("X", {{"c", 1}}).message, "trigger 'X' has no argument 'c'");
    EXPECT_EQ(errorOf("X", {{"b", 1}}).message, "trigger 'X': argument 'a' is missing");
    EXPECT_EQ(errorOf("X", 7).code, ErrorCode::InvalidArgument);
}

TEST(Step, ContextTellsTimeAndWorkflow) {
    acting([](ActionContext& context) {
        context.log(std::string(context.workflowId()) + " " + std::to_string(context.now().time_since_epoch().count()));
    })
        .fire("X")
        .expectLog({"w-1 1700000000000000"});
}

TEST(Step, ReusedBuffersLeaveNoTraceOfTheStepBefore) {
    auto chart = machine("A B");
    chart.state("A").permit("X", "B").permitIf("Y", "B", never("no"));
    chart.state("B").onEntry([](ActionContext& context) {
        context.set("/n", 1);
        context.mail("Joe", "s", "t");
        context.setTimer("t", 1s, "X");
        context.log("log");
    });
    given(chart).fire("X").expectState("B").in("A").fire("Y").expectRejected({"A: no"}).fire("X").expectOutcome(
        Outcome::Transitioned);
}

TEST(Start, KeepsTheDataAndTracesNothing) {
    const ChartPtr chart = machine("A").build().chart;
    const TurnContext context{.now = Time{}, .workflowId = "w"};
    const Step started = start(*chart, {{"title", "t"}}, context);
    EXPECT_EQ(started.outcome, Outcome::Transitioned);
    EXPECT_EQ(started.snapshot.dataOrEmpty(), (Json{{"title", "t"}}));
    EXPECT_THAT(started.trace, IsEmpty());
    EXPECT_EQ(start(*chart, nullptr, context).snapshot.dataOrEmpty(), Json::object());
}

TEST(Snapshot, EqualityLooksThroughTheSharing) {
    const auto snapshot = [](Json data) {
        return Snapshot{.configuration = {StateIndex{0}}, .data = std::make_shared<const Json>(std::move(data))};
    };
    EXPECT_EQ(snapshot({{"n", 1}}), snapshot({{"n", 1}}));
    EXPECT_NE(snapshot({{"n", 1}}), snapshot({{"n", 2}}));
    EXPECT_EQ(snapshot(Json::object()), (Snapshot{.configuration = {StateIndex{0}}, .data = nullptr}));
}

TEST(Assignee, IsNobodyUnlessThereIsText) {
    ChartStructure structure;
    structure.assigneeLocation = "/people/owner";
    const auto owner = [&](Json data) {
        return assignee(structure, {.configuration = {}, .data = std::make_shared<const Json>(std::move(data))});
    };
    EXPECT_EQ(owner({{"people", {{"owner", "Joe"}}}}), "Joe");
    EXPECT_EQ(owner({{"people", {{"owner", nullptr}}}}), "");
    EXPECT_EQ(owner({{"people", 7}}), "");
    EXPECT_EQ(owner(Json::object()), "");
}

} // namespace
} // namespace signalbox::test
