// Data, conditions and errors of scripts.

#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/engine/chart/statechart/running_chart.h"

#include <gtest/gtest.h>

namespace signalbox::test {
namespace {

using Kind = DraftWriter::Kind;
constexpr auto kScripts = StatechartDraft::DataModel::EcmaScript;

StatechartDraft::Variable variable(std::string id, std::string expression) {
    StatechartDraft::Variable result;
    result.id = std::move(id);
    result.expression = script(std::move(expression));
    return result;
}

TEST(StatechartScriptsTest, StartGivesVariablesTheirFirstValuesInDocumentOrder) {
    DraftWriter draft(kScripts);
    draft.variable("a", "1").variable("b", "a + 1").state("s");
    draft.last().variables.push_back(variable("c", "b + 1"));
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.snapshot().dataOrEmpty(), (Json{{"a", 1}, {"b", 2}, {"c", 3}}));
    EXPECT_EQ(run.snapshot().memory->declared, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(StatechartScriptsTest, GivenDataComesInsteadOfFirstValuesOfTheTopOnly) {
    DraftWriter draft(kScripts);
    draft.variable("a", "1").variable("b", "a + 1").state("s");
    draft.last().variables.push_back(variable("c", "9"));
    RunningChart run(draft.build());
    run.start(Json{{"a", 5}, {"c", 1}, {"unknown", 2}});
    EXPECT_EQ(run.snapshot().dataOrEmpty(), (Json{{"a", 5}, {"b", 6}, {"c", 9}}));
}

TEST(StatechartScriptsTest, AFirstValueThatFailsLeavesAnUndefinedVariableThatExists) {
    DraftWriter draft(kScripts);
    draft.variable("a", "no such thing").state("s").on("error.execution", "t");
    draft.state("t").on("set", "", {assign("a", "4")});
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.states(), "t");
    EXPECT_EQ(run.snapshot().dataOrEmpty(), Json::object());
    const Step& step = run.fire("set");
    EXPECT_EQ(step.dataChanges, (std::vector<DataChange>{{.pointer = "/a", .value = Json(4)}}));
}

TEST(StatechartScriptsTest, LateBindingGivesFirstValuesAtTheFirstEntryOnly) {
    DraftWriter draft(kScripts);
    draft.draft.binding = StatechartDraft::Binding::Late;
    draft.state("s").on("go", "t");
    draft.state("t").onEntry({assign("x", "x + 1")}).on("back", "s");
    draft.last().variables.push_back(variable("x", "1"));
    RunningChart run(draft.build());
    run.start();
    EXPECT_FALSE(run.snapshot().dataOrEmpty().contains("x"));
    run.fire("go");
    EXPECT_EQ(run.snapshot().dataOrEmpty()["x"], 2);
    run.fire("back");
    run.fire("go");
    EXPECT_EQ(run.snapshot().dataOrEmpty()["x"], 3);
}

TEST(StatechartScriptsTest, TheScriptsOfTheTopRunAfterTheData) {
    DraftWriter draft(kScripts);
    draft.variable("a", "1").state("s");
    draft.draft.scripts.push_back(script("a = 7"));
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.snapshot().dataOrEmpty()["a"], 7);
}

TEST(StatechartScriptsTest, AnErrorSkipsTheRestOfItsOwnBlockOnly) {
    DraftWriter draft(kScripts);
    draft.state("s")
        .onEntry({say("one"), assign("nowhere", "1"), say("never")})
        .onEntry({say("two")})
        .on("error.execution", "", {say("heard")});
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.takeLog(),
              "one, error.execution in state s at line 3: ReferenceError: nowhere is not defined, two, heard");
}

TEST(StatechartScriptsTest, AConditionThatFailsIsFalseAndAnError) {
    DraftWriter draft(kScripts);
    draft.state("s").on("go", "t").when("no such thing").on("go", "u").on("error.execution", "");
    draft.state("t");
    draft.state("u").on("error.execution", "", {say("heard")});
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.states(), "u");
    EXPECT_TRUE(run.takeLog().ends_with("heard"));
}

TEST(StatechartScriptsTest, TheEventIsBoundWhileItsTurnRuns) {
    DraftWriter draft(kScripts);
    draft.variable("x", "0").state("s").on("go", "t", {raise("inner")}).when("_event.data.amount == 3");
    draft.state("t").onEntry({assign("x", "_event.name")}).on("inner", "u");
    draft.state("u").onEntry({assign("x", "x + _event.name")});
    RunningChart run(draft.build());
    run.start();
    const Step& refused = run.fire("go", Json{{"amount", 2}});
    EXPECT_EQ(refused.outcome, Outcome::Rejected);
    EXPECT_EQ(refused.unmet.front().description, "_event.data.amount == 3");
    run.fire("go", Json{{"amount", 3}});
    EXPECT_EQ(run.snapshot().dataOrEmpty()["x"], "goinner");
}

TEST(StatechartScriptsTest, ArgumentsOfAFiredTriggerAreTheDataOfItsEventByName) {
    DraftWriter draft(kScripts);
    TriggerStructure trigger;
    trigger.name = "pay";
    trigger.hasSignature = true;
    trigger.parameters.resize(1);
    trigger.parameters.front().name = "amount";
    trigger.parameters.front().type = ValueType::Integer;
    draft.draft.triggers.push_back(trigger);
    draft.variable("x", "0").state("s").on("pay", "", {assign("x", "_event.data.amount")});
    RunningChart run(draft.build());
    run.start();
    const auto event = makeEvent(run.chart().structure(), "pay", Json{{"amount", 8}});
    ASSERT_TRUE(event.has_value());
    const Step paid = step(run.chart(), run.snapshot(), *event, run.context());
    EXPECT_EQ(paid.outcome, Outcome::Internal);
    EXPECT_EQ(paid.snapshot.dataOrEmpty()["x"], 8);
    const auto wrong = makeEvent(run.chart().structure(), "pay", Json{{"amount", "much"}});
    ASSERT_TRUE(wrong.has_value());
    const Step refused = step(run.chart(), run.snapshot(), *wrong, run.context());
    EXPECT_EQ(refused.outcome, Outcome::BadArguments);
    EXPECT_FALSE(refused.failure.empty());
}

TEST(StatechartScriptsTest, IfTakesTheFirstBranchThatHoldsAndForeachRunsOncePerElement) {
    DraftWriter draft(kScripts);
    If branches;
    branches.branches.push_back({.condition = script("x == 3"), .block = {say("three")}});
    branches.branches.push_back({.condition = script("no such thing"), .block = {say("never")}});
    branches.branches.push_back({.condition = std::nullopt, .block = {say("else")}});
    Foreach loop;
    loop.array = script("[3,4]");
    loop.item = "x";
    loop.index = "i";
    loop.block = {{.element = branches, .place = {}}};
    draft.variable("x", "0").state("s").onEntry({{.element = loop, .place = {}}, say("end")});
    RunningChart run(draft.build());
    run.start();
    EXPECT_EQ(run.takeLog(), "three, error.execution in state s at line 7: ReferenceError: no such thing is not "
                             "defined, else, end");
    EXPECT_EQ(run.snapshot().dataOrEmpty()["i"], 1);
}

TEST(StatechartScriptsTest, AForeachThatNeverEndsBreaksABound) {
    DraftWriter draft(kScripts);
    Foreach loop;
    loop.array = script("[1,2,3,4,5,6,7,8,9,10]");
    loop.item = "x";
    loop.block = {say("x")};
    for (int depth = 0; depth < 6; ++depth) {
        Foreach outer = loop;
        outer.block = {{.element = loop, .place = {}}};
        loop = outer;
    }
    draft.state("s").on("go", "", {{.element = loop, .place = {}}});
    RunningChart run(draft.build());
    run.start();
    EXPECT_TRUE(run.fire("go").breach.has_value());
}

TEST(StatechartScriptsTest, AScriptThatPassesABoundDropsTheTurn) {
    DraftWriter draft(kScripts);
    draft.variable("x", "0").state("s").on("go", "t", {assign("x", "1"), say("x"), run("endless"), say("y")});
    draft.state("t");
    RunningChart run(draft.build());
    run.start();
    const Step& step = run.fire("go");
    EXPECT_EQ(step.outcome, Outcome::Failed);
    ASSERT_TRUE(step.breach.has_value());
    EXPECT_EQ(*step.breach,
              (Breach{.state = StateIndex{0}, .place = {.line = 4, .column = 1}, .reason = "it takes too long"}));
    EXPECT_EQ(step.snapshot, run.snapshot());
    EXPECT_TRUE(step.dataChanges.empty() && step.log.empty() && step.taken.empty());
}

TEST(StatechartScriptsTest, DoneDataIsThatOfTheDoneEventAndLeavesOutWhatFails) {
    DraftWriter draft(kScripts);
    draft.variable("x", "0").state("s").on("done.state.s", "", {assign("x", "_event.data.total")});
    draft.state("s1", "s").on("go", "f");
    draft.state("f", "s", Kind::Final);
    Payload& payload = draft.last().doneData.emplace();
    payload.parameters.push_back({.name = "total", .expression = script("4"), .location = std::nullopt});
    payload.parameters.push_back({.name = "bad", .expression = script("no such thing"), .location = std::nullopt});
    RunningChart run(draft.build());
    run.start();
    run.fire("go");
    EXPECT_EQ(run.snapshot().dataOrEmpty()["x"], 4);
}

TEST(StatechartScriptsTest, ASendCarriesItsValuesAsTheyWereAndAMadeIdThatItsLocationKnows) {
    DraftWriter draft(kScripts);
    Send send;
    send.event.script = script("'x' + 'y'");
    send.idLocation = script("id");
    send.delay.script = script("'2s'");
    send.payload.names.push_back(script("a"));
    send.payload.parameters.push_back({.name = "b", .expression = script("a + 1"), .location = std::nullopt});
    draft.variable("a", "1").variable("id", "0").state("s").onEntry({element(send), assign("a", "9")});
    RunningChart run(draft.build());
    const Step& step = run.start();
    ASSERT_EQ(step.timersSet.size(), 1U);
    const MachineEvent& event = step.timersSet.front().delivery->event;
    EXPECT_EQ(event.name, "xy");
    EXPECT_EQ(*event.data, (Json{{"a", 1}, {"b", 2}}));
    EXPECT_EQ(event.sendId, run.snapshot().dataOrEmpty()["id"]);
    EXPECT_EQ(run.snapshot().memory->sent.front().sendId, event.sendId);
}

TEST(StatechartScriptsTest, MailsAndWebRequestsAreEffects) {
    DraftWriter draft(kScripts);
    Send mail;
    mail.type.text = "urn:signalbox:mail";
    for (const auto& [name, value] : {std::pair{"to", "'joe@x'"}, {"subject", "'Hello'"}, {"text", "a"}})
        mail.payload.parameters.push_back({.name = name, .expression = script(value), .location = std::nullopt});
    Send web;
    web.type.text = "http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor";
    web.target.text = "http://x/y";
    web.event.text = "pick";
    web.delay.text = "1.5s";
    web.id = "w";
    web.payload.names.push_back(script("a"));
    Send hook;
    hook.type.text = "urn:signalbox:webhook";
    hook.target.text = "https://x/y";
    hook.idLocation = script("id");
    hook.payload.value = Json{{"b", true}};
    hook.isOrdered = true;
    hook.headers = {{.name = "Authorization", .value = "Bearer ${secret:x}"}, {.name = "X-A", .value = "1"}};
    draft.variable("a", "1").variable("id", "1").state("s").onEntry({element(mail), element(web), element(hook)});
    RunningChart run(draft.build());
    const Step& step = run.start();
    ASSERT_EQ(step.effects.size(), 3U);
    EXPECT_EQ(step.effects[0], (EffectRequest{.kind = EffectKind::Mail,
                                              .payload = {{"to", "joe@x"}, {"subject", "Hello"}, {"text", "1"}}}));
    const Json expected{{"url", "http://x/y"}, {"encoding", "form"}, {"event", "pick"},
                        {"body", {{"a", 1}}},  {"sendId", "w"},      {"delayMs", 1500}};
    EXPECT_EQ(step.effects[1], (EffectRequest{.kind = EffectKind::Webhook, .payload = expected}));
    const Json hooked{{"url", "https://x/y"},
                      {"body", {{"b", true}}},
                      {"sendId", run.snapshot().dataOrEmpty()["id"]},
                      {"ordered", true},
                      {"headers", {{"Authorization", "Bearer ${secret:x}"}, {"X-A", "1"}}}};
    EXPECT_EQ(step.effects[2], (EffectRequest{.kind = EffectKind::Webhook, .payload = hooked}));
}

// Source: SCXML 1.0, appendix C.2: content is the body, parameters are fields.
TEST(StatechartScriptsTest, ContentOfAWebFormIsNoParameters) {
    DraftWriter draft(kScripts);
    std::vector<Content> sends;
    for (const Json& value : {Json{{"b", 2}}, Json("plain"), Json::array({1, 2})}) {
        Send web;
        web.type.text = "basichttp";
        web.target.text = "http://x/y";
        web.payload.value = value;
        sends.push_back(element(web));
    }
    draft.state("s").onEntry(sends);
    RunningChart run(draft.build());
    const Step& step = run.start();
    ASSERT_EQ(step.effects.size(), 3U);
    EXPECT_EQ(step.effects[0].payload["body"], R"({"b":2})");
    EXPECT_EQ(step.effects[1].payload["body"], "plain");
    EXPECT_EQ(step.effects[2].payload["body"], Json::array({1, 2}));
}

TEST(StatechartScriptsTest, ASendOneOfWhoseValuesFailsIsNotSent) {
    DraftWriter draft(kScripts);
    Send send;
    send.event.text = "x";
    send.id = "s1";
    send.payload.names.push_back(script("nowhere"));
    draft.variable("id", "0")
        .state("s")
        .onEntry({element(send)})
        .on("error.execution", "", {assign("id", "_event.sendid")});
    RunningChart run(draft.build());
    EXPECT_TRUE(run.start().timersSet.empty());
    EXPECT_EQ(run.snapshot().dataOrEmpty()["id"], "s1");
}

} // namespace
} // namespace signalbox::test
