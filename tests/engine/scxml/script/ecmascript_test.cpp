#include "tests/engine/scxml/script/script_fixture.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace signalbox::scxml {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Json valueOf(const ScriptResult<ScriptValue>& result) {
    if (!result) return "fault: " + result.error().message;
    return *result ? **result : Json("undefined");
}

struct ValueCase {
    const char* expression;
    const char* json; // null: undefined
};

class EcmaScriptValue : public testing::TestWithParam<ValueCase> {};

TEST_P(EcmaScriptValue, IsWhatStringifyMakesOfIt) {
    ScriptWorld world;
    const auto result = world.evaluate(GetParam().expression);
    ASSERT_TRUE(result) << result.error().message;
    if (GetParam().json == nullptr)
        EXPECT_FALSE(result->has_value()) << result->value_or(Json()).dump();
    else
        EXPECT_EQ(result->value_or(Json("undefined")).dump(), GetParam().json);
}

INSTANTIATE_TEST_SUITE_P(
    Values, EcmaScriptValue,
    testing::Values(
        ValueCase{"1", "1"}, ValueCase{"1.0", "1"}, ValueCase{"-0", "0"}, ValueCase{"1.5", "1.5"},
        ValueCase{"9007199254740991", "9007199254740991"}, ValueCase{"1e21", "1e+21"},
        ValueCase{"-2147483649", "-2147483649"}, ValueCase{"0/0", "null"}, ValueCase{"1/0", "null"},
        ValueCase{"'\\u00fc\\ud83d\\ude00'", "\"ü😀\""}, ValueCase{"'\\ud800x'", "\"?x\""}, ValueCase{"null", "null"},
        ValueCase{"true", "true"}, ValueCase{"undefined", nullptr}, ValueCase{"function(a){return a}", nullptr},
        ValueCase{"x => x", nullptr}, ValueCase{"Symbol.iterator", nullptr},
        ValueCase{"[1,,undefined,function(){}]", "[1,null,null,null]"},
        ValueCase{"({a:undefined,b(){},c:{d:[1,{}]}})", R"({"c":{"d":[1,{}]}})"}, ValueCase{"{a:1}", R"({"a":1})"},
        ValueCase{"new Date(0)", R"("1970-01-01T00:00:00.000Z")"},
        ValueCase{"({toJSON(){return {a:[1]}}})", R"({"a":[1]})"}, ValueCase{"new Number(3)", "3"},
        ValueCase{"new String('x')", R"("x")"}, ValueCase{"/x/", "{}"}, ValueCase{"new Map([[1,2]])", "{}"},
        ValueCase{"(function(){function P(){this.a=1} P.prototype.b=2; return new P})()", R"({"a":1})"},
        ValueCase{"Object.create({a:1},{b:{value:2,enumerable:true},c:{value:3}})", R"({"b":2})"},
        ValueCase{"Object.defineProperty({a:1},'b',{value:2})", R"({"a":1})"}, ValueCase{"new Error('x')", "{}"},
        ValueCase{"JSON.parse('{\"__proto__\":{\"a\":1}}')", R"({"__proto__":{"a":1}})"},
        ValueCase{"[new Date(0)]", R"(["1970-01-01T00:00:00.000Z"])"}, ValueCase{"1 // with a comment", "1"},
        ValueCase{"({get a(){return 5}})", R"({"a":5})"}, ValueCase{"this.constructor === Object", "true"}));

TEST(EcmaScript, ConditionsAreWhatJavaScriptTakesForTrue) {
    ScriptWorld world;
    for (const char* isTrue : {"1", "'a'", "[]", "({})", "'false'", "-1", "x => x"})
        EXPECT_EQ(world.condition(isTrue).value(), true) << isTrue;
    for (const char* isFalse : {"0", "''", "null", "undefined", "0/0", "false"})
        EXPECT_EQ(world.condition(isFalse).value(), false) << isFalse;
}

TEST(EcmaScript, VariablesPersistFromSessionToSession) {
    ScriptWorld world;
    world.declared = {"order", "total"};
    world.data = {{"order", {{"amount", 5}, {"lines", {1, 2}}}}};
    ASSERT_TRUE(world.assign("total", "order.amount * 2"));
    ASSERT_TRUE(world.assign("order.lines[1]", "'x'"));
    ASSERT_TRUE(world.assign("order['new']", "{ a: null }"));
    EXPECT_EQ(world.data.dump(), R"({"order":{"amount":5,"lines":[1,"x"],"new":{"a":null}},"total":10})");
    EXPECT_THAT(world.declared, ElementsAre("order", "total"));
}

TEST(EcmaScript, OneEngineServesManyWorkflowsWithoutATrace) {
    ScriptWorld world;
    const auto program = world.program(
        {{ScriptKind::Statements, "var made = 1; implied = 2; function f() {} this[Symbol('s')] = 3;"},
         {ScriptKind::Expression,
          "typeof made + typeof implied + typeof f + typeof x + Object.getOwnPropertySymbols(this).length"}});
    const Json first = {{"x", 1}};
    const std::vector<std::string> none;
    {
        const auto session = program->open({.workflowId = "a",
                                            .chartName = "c",
                                            .now = world.now,
                                            .seed = 1,
                                            .data = first,
                                            .declared = none,
                                            .states = world.states});
        ASSERT_TRUE(session->run(0));
        EXPECT_EQ(valueOf(session->evaluate(1)), "numbernumberfunctionnumber1");
        const auto end = session->data();
        EXPECT_EQ(end->data.dump(), R"({"implied":2,"made":1,"x":1})");
        EXPECT_THAT(end->declared, ElementsAre("f", "implied", "made", "x"));
    }
    const Json second = Json::object();
    const auto session = program->open({.workflowId = "b",
                                        .chartName = "c",
                                        .now = world.now,
                                        .seed = 1,
                                        .data = second,
                                        .declared = none,
                                        .states = world.states});
    EXPECT_EQ(valueOf(session->evaluate(1)), "undefinedundefinedundefinedundefined0");
    EXPECT_THAT(session->data()->declared, IsEmpty());
}

TEST(EcmaScript, VariablesThatAreDeletedAndMadeAtOnceAreNoticed) {
    ScriptWorld world;
    world.data = {{"a", 1}, {"b", 2}};
    ASSERT_TRUE(world.run("delete this.a; this.c = 3;"));
    EXPECT_EQ(world.data.dump(), R"({"b":2,"c":3})");
    EXPECT_THAT(world.declared, ElementsAre("b", "c"));
}

TEST(EcmaScript, AVariableMayHaveTheNameOfABuiltIn) {
    ScriptWorld world;
    world.declared = {"Map", "escape", "name"};
    world.data = {{"Map", 1}, {"name", "n"}};
    EXPECT_EQ(valueOf(world.evaluate("[Map, typeof escape, name]")).dump(), R"([1,"undefined","n"])");
    ASSERT_TRUE(world.assign("Map", "Map + 1"));
    EXPECT_EQ(world.data["Map"], 2);
    ASSERT_TRUE(world.run("var Set = 5"));
    EXPECT_EQ(world.data["Set"], 5);
}

TEST(EcmaScript, FunctionsLiveUntilTheSessionEndsAndStayDeclared) {
    ScriptWorld world;
    world.declared = {"f"};
    const auto result = world.use({{ScriptKind::Location, "f"},
                                   {ScriptKind::Expression, "function(a) { return a + 1; }"},
                                   {ScriptKind::Expression, "f(2) == 3"}},
                                  [&](ScriptSession& session) {
                                      EXPECT_TRUE(session.assign(0, 1));
                                      return session.condition(2);
                                  });
    EXPECT_TRUE(result.value());
    EXPECT_EQ(world.data, Json::object());
    EXPECT_THAT(world.declared, ElementsAre("f"));
}

struct FaultCase {
    const char* location;
    const char* expression;
    const char* message;
};
class EcmaScriptAssignment : public testing::TestWithParam<FaultCase> {};

TEST_P(EcmaScriptAssignment, FailsAndChangesNothing) {
    ScriptWorld world;
    world.declared = {"x"};
    world.data = {{"x", {{"a", 1}}}};
    const auto result = world.assign(GetParam().location, GetParam().expression);
    ASSERT_FALSE(result);
    EXPECT_FALSE(result.error().isBreach);
    EXPECT_THAT(result.error().message, HasSubstr(GetParam().message));
    EXPECT_EQ(world.data.dump(), R"({"x":{"a":1}})");
}

INSTANTIATE_TEST_SUITE_P(
    Faults, EcmaScriptAssignment,
    testing::Values(FaultCase{"y", "1", "ReferenceError"}, FaultCase{"foo.bar.baz ", "1", "ReferenceError"},
                    FaultCase{"x.b.c", "1", "TypeError"}, FaultCase{"x", "return", "SyntaxError"},
                    FaultCase{"x", "1)", "SyntaxError"}, FaultCase{"x", "1); x = 2; (3", "SyntaxError"},
                    FaultCase{"x", "", "SyntaxError"}, FaultCase{"x", "y.z", "ReferenceError"},
                    FaultCase{"x", "(function(){ throw 'no' })()", "thrown: no"},
                    FaultCase{"x", "(function(){ throw undefined })()", "thrown: undefined"},
                    FaultCase{"x", "(function(){ throw {toString(){ throw 1 }} })()", "thrown"},
                    FaultCase{"_sessionid", "'other'", "_sessionid cannot be changed"},
                    FaultCase{"_event", "27", "cannot be changed"}, FaultCase{"_name", "27", "cannot be changed"},
                    FaultCase{"_ioprocessors", "27", "cannot be changed"}, FaultCase{"_x", "27", "cannot be changed"},
                    FaultCase{"In", "27", "cannot be changed"}, FaultCase{"this._name", "27", "TypeError"},
                    FaultCase{"(_name)", "27", "TypeError"},
                    FaultCase{"_ioprocessors.scxml.location", "27", "cannot be"}, FaultCase{"Math", "27", "Error"},
                    FaultCase{"Math.PI", "27", "TypeError"}, FaultCase{"Object.prototype.evil", "27", "TypeError"},
                    FaultCase{"x.__proto__.evil", "27", "TypeError"}, FaultCase{"1", "27", "Error"},
                    FaultCase{"x + 1", "27", "Error"}, FaultCase{"x, x", "27", "Error"},
                    FaultCase{"x = x", "27", "Error"}, FaultCase{"x ? x : x", "27", "Error"},
                    FaultCase{"", "27", "Error"}, FaultCase{"[x]", "[27]", "Error"}, FaultCase{"x++", "27", "Error"},
                    FaultCase{"undefined", "27", "Error"}));

TEST(EcmaScript, AnEmptyRunOfStatementsIsFine) {
    ScriptWorld world;
    EXPECT_TRUE(world.run(""));
    EXPECT_TRUE(world.run("// nothing"));
}

TEST(EcmaScript, OneScriptsSyntaxErrorIsNotAnothers) {
    ScriptWorld world;
    const auto result =
        world.use({{ScriptKind::Expression, "1 +"}, {ScriptKind::Expression, "2"}, {ScriptKind::Statements, "if ("}},
                  [](ScriptSession& session) {
                      EXPECT_THAT(session.evaluate(0).error().message, HasSubstr("SyntaxError"));
                      EXPECT_THAT(session.run(2).error().message, HasSubstr("SyntaxError"));
                      return session.evaluate(1);
                  });
    EXPECT_EQ(valueOf(result), 2);
}

TEST(EcmaScript, ReadFailsWhereNothingExists) {
    ScriptWorld world;
    world.declared = {"x"};
    EXPECT_EQ(valueOf(world.read("x")), "undefined");
    EXPECT_FALSE(world.read("y"));
    EXPECT_FALSE(world.read("&quot;foo"));
    EXPECT_FALSE(world.read("x.y"));
}

TEST(EcmaScript, DeclareTakesIdentifiersOnly) {
    ScriptWorld world;
    world.data = {{"kept", 1}};
    const auto result = world.use({{ScriptKind::Expression, "1 + 1"}, {ScriptKind::Expression, "return"}},
                                  [](ScriptSession& session) -> ScriptResult<void> {
                                      for (const char* wrong : {"", "'continue'", "continue", "a.b", "1a", "a b",
                                                                "_event", "In", "undefined", "__proto__", "eval"})
                                          EXPECT_FALSE(session.declare(wrong)) << wrong;
                                      for (const char* right : {"kept", "größe", "$", "_a1", "made"})
                                          EXPECT_TRUE(session.declare(right)) << right;
                                      EXPECT_TRUE(session.initialise("made", 0));
                                      EXPECT_FALSE(session.initialise("$", 1));
                                      return session.initialise("_a1", ScriptValue(Json{{"a", 1}}));
                                  });
    EXPECT_TRUE(result);
    EXPECT_EQ(world.data.dump(), R"({"_a1":{"a":1},"kept":1,"made":2})");
    EXPECT_THAT(world.declared, ElementsAre("$", "_a1", "größe", "kept", "made"));
}

TEST(EcmaScript, ForeachWalksACopyAndDeclaresItsVariables) {
    ScriptWorld world;
    world.data = {{"list", {1, nullptr, {{"a", 1}}}}, {"seen", Json::array()}};
    (void)world.use({{ScriptKind::Expression, "list"},
                     {ScriptKind::Statements, "list.push(9); seen.push([item, index]);"},
                     {ScriptKind::Expression, "[7,,8]"}},
                    [](ScriptSession& session) -> ScriptResult<void> {
                        EXPECT_EQ(session.beginForeach(0).value(), 3U);
                        for (std::size_t i = 0; i < 3; ++i) {
                            EXPECT_TRUE(session.stepForeach(i, "item", "index"));
                            EXPECT_TRUE(session.run(1));
                            EXPECT_EQ(session.beginForeach(2).value(), 3U);
                            EXPECT_TRUE(session.stepForeach(1, "hole", ""));
                            session.endForeach();
                        }
                        EXPECT_FALSE(session.stepForeach(0, "'continue'", "index"));
                        EXPECT_FALSE(session.stepForeach(0, "_event", ""));
                        EXPECT_FALSE(session.stepForeach(0, "item", "a.b"));
                        session.endForeach();
                        return {};
                    });
    EXPECT_EQ(world.data["seen"].dump(), R"([[1,0],[null,1],[{"a":1},2]])");
    EXPECT_THAT(world.declared, ElementsAre("hole", "index", "item", "list", "seen"));
}

TEST(EcmaScript, ForeachNeedsAnArray) {
    ScriptWorld world;
    for (const char* wrong : {"7", "'abc'", "({length: 1})", "undefined", "new Set([1])", "nothing"}) {
        const auto result = world.use({{ScriptKind::Expression, wrong}},
                                      [](ScriptSession& session) { return session.beginForeach(0); });
        EXPECT_FALSE(result) << wrong;
    }
}

TEST(EcmaScript, SystemVariablesTellOfTheWorkflow) {
    ScriptWorld world;
    world.states.active = {"s1"};
    EXPECT_EQ(
        valueOf(world.evaluate("[_sessionid, _name, _ioprocessors.scxml.location, In('s1'), In('s2'), typeof _event]"))
            .dump(),
        R"(["w-1","order","#_scxml_w-1",true,false,"undefined"])");
    EXPECT_EQ(valueOf(world.evaluate("_ioprocessors['http://www.w3.org/TR/scxml/#SCXMLEventProcessor'].location")),
              "#_scxml_w-1");
    EXPECT_EQ(valueOf(world.evaluate("_ioprocessors === _ioprocessors && !!_ioprocessors.basichttp.location")), true);
    EXPECT_THAT(world.declared, IsEmpty());
}

TEST(EcmaScript, EventIsWhatCameAndUndefinedWhereItIsEmpty) {
    ScriptWorld world;
    world.event = MachineEvent{.name = "pay.card",
                               .type = EventOrigin::Platform,
                               .sendId = "s",
                               .origin = {},
                               .originType = {},
                               .invokeId = {},
                               .data = Json{{"amount", 5}}};
    EXPECT_EQ(valueOf(world.evaluate("[_event.name, _event.type, _event.sendid, typeof _event.origin, 'origin' in "
                                     "_event, 'invokeid' in _event, _event.data.amount, _event === _event]"))
                  .dump(),
              R"(["pay.card","platform","s","undefined",true,true,5,true])");
    world.event->data.reset();
    EXPECT_EQ(valueOf(world.evaluate("typeof _event.data + ('data' in _event)")), "undefinedtrue");
}

TEST(EcmaScript, SystemVariablesCannotBeChangedByScripts) {
    ScriptWorld world;
    world.event = MachineEvent{.name = "e",
                               .type = EventOrigin::External,
                               .sendId = {},
                               .origin = {},
                               .originType = {},
                               .invokeId = {},
                               .data = Json{{"a", 1}}};
    EXPECT_TRUE(world.run("var _event = 1; _name = 2; _event.name = 3; delete this._sessionid; _ioprocessors.scxml = "
                          "4; In = 5; In.x = 6;"));
    EXPECT_FALSE(world.run("'use strict'; (function(){ 'use strict'; _event.name = 3; })()"));
    EXPECT_FALSE(world.run("Object.defineProperty(this, '_event', { value: 1 })"));
    EXPECT_EQ(valueOf(world.evaluate("[_event.name, _name, _sessionid, _ioprocessors.scxml.location, typeof In, In.x]"))
                  .dump(),
              R"(["e","order","w-1","#_scxml_w-1","function",null])");
}

TEST(EcmaScript, DataOfAnEventMayBeTakenOverAndChanged) {
    ScriptWorld world;
    world.declared = {"order"};
    world.event = MachineEvent{.name = "e",
                               .type = EventOrigin::External,
                               .sendId = {},
                               .origin = {},
                               .originType = {},
                               .invokeId = {},
                               .data = Json{{"a", 1}}};
    EXPECT_TRUE(world.run("order = _event.data; order.a = 2;"));
    EXPECT_EQ(world.data["order"]["a"], 2);
}

TEST(EcmaScript, TimeStandsStillAndIsUtc) {
    ScriptWorld world;
    EXPECT_EQ(
        valueOf(world.evaluate("[Date.now(), new Date().getTime(), +new Date, new Date().toISOString(), Date()]"))
            .dump(),
        R"([1000000000000,1000000000000,1000000000000,"2001-09-09T01:46:40.000Z","Sun Sep 09 2001 01:46:40 GMT+0000"])");
    EXPECT_EQ(
        valueOf(world.evaluate("[new Date(2026, 10, 24, 10).toISOString(), new Date('2026-11-24T10:00').getHours(), "
                               "new Date().getTimezoneOffset(), new Date('junk') + '']"))
            .dump(),
        R"(["2026-11-24T10:00:00.000Z",10,0,"Invalid Date"])");
}

TEST(EcmaScript, ChanceComesFromTheSeed) {
    ScriptWorld world;
    const Json first = valueOf(world.evaluate("[Math.random(), Math.random(), Math.random()]"));
    EXPECT_EQ(valueOf(world.evaluate("[Math.random(), Math.random(), Math.random()]")), first);
    world.seed = 8;
    EXPECT_NE(valueOf(world.evaluate("[Math.random(), Math.random(), Math.random()]")), first);
    EXPECT_EQ(valueOf(world.evaluate("(function(){ var sum = 0; for (var i = 0; i < 1000; i++) sum += Math.random(); "
                                     "return sum > 450 && sum < 550; })()")),
              true);
}

TEST(EcmaScript, WhatIsNotTheSameEverywhereIsAbsent) {
    ScriptWorld world;
    for (const char* name : {"console", "print", "setTimeout", "Promise", "Proxy", "ArrayBuffer", "Uint8Array",
                             "Atomics", "URL", "eval", "gc", "Qt", "qsTr"})
        EXPECT_EQ(valueOf(world.evaluate(std::string("typeof ") + name)), "undefined") << name;
    EXPECT_EQ(valueOf(world.evaluate("[(1234.5).toLocaleString(), 'a'.localeCompare('B'), typeof RegExp.$1]")).dump(),
              R"(["1234.5",1,"undefined"])");
}

TEST(EcmaScript, UnicodeAndLargeNumbersSurvive) {
    ScriptWorld world;
    world.data = {{"größe", "日本語 😀"},
                  {"big", 9007199254740991},
                  {"huge", 18446744073709551615U},
                  {"small", -1},
                  {"half", 0.5},
                  {"odd", {{"__proto__", {{"a", 1}}}, {"0", 1}, {"", 2}}}};
    const Json before = world.data;
    EXPECT_EQ(valueOf(world.evaluate("größe.length + typeof odd.a")), "6undefined");
    EXPECT_EQ(world.data["größe"], before["größe"]);
    EXPECT_EQ(world.data["big"], before["big"]);
    EXPECT_EQ(world.data["odd"], before["odd"]);
    EXPECT_DOUBLE_EQ(world.data["huge"].get<double>(), 18446744073709551616.0);
    EXPECT_EQ(world.data["half"], 0.5);
}

} // namespace
} // namespace signalbox::scxml
