#include "tests/engine/scxml/script/script_fixture.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::scxml {
namespace {

using testing::HasSubstr;

class Endless : public testing::TestWithParam<const char*> {};

TEST_P(Endless, IsABreachAfterWhichTheSessionIsOver) {
    ScriptWorld world({.time = std::chrono::milliseconds(20), .dataBytes = 1 << 20});
    const auto program = world.program({{ScriptKind::Statements, GetParam()}, {ScriptKind::Expression, "1"}});
    const Json data = Json::object();
    {
        const auto session = program->open(world.scene());
        const auto result = session->run(0);
        ASSERT_FALSE(result);
        EXPECT_TRUE(result.error().isBreach) << result.error().message;
        EXPECT_EQ(result.error().message, "script ran longer than 20 ms");
        EXPECT_EQ(session->evaluate(1).error().message, "script ran longer than 20 ms");
        EXPECT_TRUE(session->data().error().isBreach);
    }
    const auto next = program->open(world.scene());
    EXPECT_EQ(next->evaluate(1).value().value(), 1);
    EXPECT_EQ(next->data().value().data, data);
}

INSTANTIATE_TEST_SUITE_P(
    Loops, Endless,
    testing::Values(
        "for (;;);", "while (true) { try { for (;;); } catch (e) {} finally { continue; } }",
        "(function f() { try { f(); } catch (e) {} f(); })()", "var s = 'ab'; for (;;) s += s;",
        "var a = [1]; for (;;) a = [...a, ...a];",
        "Array.from({ [Symbol.iterator]() { return { next() { return { value: 1, done: false }; } }; } })",
        "new Set({ [Symbol.iterator]() { return { next() { return { value: 1, done: false }; } }; } })",
        "throw { toString() { for (;;); } }", "var a = []; a.length = 4e9; new Set(a);",
        "(function* () { for (;;) yield 1; })().next(); for (var i of (function* () { for (;;) yield 1; })());",
        "[3, 2, 1].sort(() => { for (;;); })", "JSON.stringify({ toJSON() { for (;;); } })"));

TEST(HostileScript, ShortOnesShareTheBoundOfTheirTurn) {
    ScriptWorld world({.time = std::chrono::milliseconds(20), .dataBytes = 1 << 20});
    const auto program = world.program({{ScriptKind::Statements, "for (let i = 0; i < 20000; ++i);"}});
    const auto session = program->open(world.scene());
    ScriptResult<void> result;
    for (int i = 0; result && i < 20'000; ++i)
        result = session->run(0);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "script ran longer than 20 ms");
}

// Long to compile and quick to evaluate, so that a slow machine has time enough for the latter.
TEST(HostileScript, WhatIsCompiledForTheFirstTimeIsNoTurnsFault) {
    ScriptWorld world({.time = std::chrono::milliseconds(20), .dataBytes = 1 << 20});
    std::string sum = "0";
    for (int term = 0; term < 100; ++term)
        sum += " + a" + std::to_string(term);
    std::vector<std::pair<ScriptKind, std::string>> lines;
    for (int i = 0; i < 100; ++i)
        lines.emplace_back(ScriptKind::Expression, "true ? " + std::to_string(i) + " : " + sum);
    const auto program = world.program(lines);
    const auto session = program->open(world.scene());
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
        const auto result = session->evaluate(i);
        ASSERT_TRUE(result) << result.error().message;
        ASSERT_EQ(*result, i);
    }
}

TEST(HostileScript, LoopsWhileItsDataIsReadAreABreach) {
    ScriptWorld world({.time = std::chrono::milliseconds(20), .dataBytes = 1 << 20});
    EXPECT_TRUE(world.run("x = { get a() { for (;;); } }"));
    EXPECT_TRUE(world.end.error().isBreach);
}

class Refused : public testing::TestWithParam<const char*> {};

TEST_P(Refused, FailsAtOnceAndIsNoBreach) {
    ScriptWorld world({.time = std::chrono::seconds(10), .dataBytes = 1 << 20});
    const auto result = world.evaluate(GetParam());
    ASSERT_FALSE(result) << result->value_or(Json()).dump().substr(0, 100);
    EXPECT_FALSE(result.error().isBreach) << result.error().message;
    EXPECT_TRUE(world.end);
}

INSTANTIATE_TEST_SUITE_P(
    TooMuch, Refused,
    testing::Values(
        "'x'.repeat(1e9)", "'x'.padStart(1e9)", "'x'.padEnd(1e9)", "Array(1e9)", "new Array(1e9)",
        "Array(1e5).fill('x'.repeat(1000)).join('y')", "Array.from({ length: 1e9 })",
        "(function () { var a = []; a.length = 4e9; return a.join(); })()",
        "(function () { var a = []; a.length = 4e9; return a.indexOf(1); })()",
        "Array.prototype.forEach.call({ length: 1e15 }, function () {})",
        "Array.prototype.map.call({ get length() { return 1e15; } }, x => x)",
        "Object.defineProperty([1], 0, { get() { return 1; } })", "Math.max.apply(null, { length: 1e9 })",
        "String.raw({ raw: { length: 1e9 } })", "'a'.repeat(1000).replace(/a/g, 'b'.repeat(10000))",
        "'a'.repeat(100000).replace(/a/g, '$`')", "'a'.concat('b'.repeat(1e6), 'c'.repeat(1e6))",
        "(function f() { return f(); })()",
        "JSON.stringify((function () { var a = []; for (var i = 0; i < 40; i++) a = [a, a]; return a; })())",
        "(function () { var a = []; for (var i = 0; i < 5000; i++) a = [a]; return a; })()",
        "(function () { var a = {}; a.a = a; return a; })()",
        "(function () { var a = []; a.push({ a }); return a; })()", "({ toJSON() { throw 1; } })",
        "({ a: { toJSON() { throw new Error('x'); } } })"));

INSTANTIATE_TEST_SUITE_P(Code, Refused,
                         testing::Values("eval('1')", "new Function('return 1')", "Function('return 1')()",
                                         "this.constructor.constructor('return 1')()",
                                         "(function () {}).constructor('return 1')",
                                         "(function* () {}).constructor('yield 1')", "(() => 1).constructor('1')",
                                         "[].map.constructor('return 1')", "Reflect.construct(Function, ['return 1'])",
                                         "1); (2", "1], [2", "1}), ({", "1\n)\n(", "/*", "'", "`${"));

INSTANTIATE_TEST_SUITE_P(
    Globals, Refused,
    testing::Values("Object.defineProperty(this, 'x', { get() { return 1; } })",
                    "Object.defineProperties(this, { x: { value: 1 } })",
                    "Reflect.defineProperty(this, 'x', { value: 1 })", "Object.freeze(this)", "Object.seal(this)",
                    "Object.preventExtensions(this)", "Reflect.preventExtensions(this)",
                    "Object.setPrototypeOf(this, null)", "this.__proto__ = {}", "Reflect.setPrototypeOf(this, {})",
                    "this.__defineGetter__('x', () => 1)", "(function () { 'use strict'; JSON.stringify = 1; })()",
                    "(function () { 'use strict'; [].__proto__.push = 1; })()",
                    "(function () { 'use strict'; Error.prototype.toString = 1; })()", "arguments.callee"));

TEST(HostileScript, BuiltInsKeepNoTrace) {
    ScriptWorld world;
    const auto program = world.program(
        {{ScriptKind::Statements,
          "JSON.stringify = null; Object.prototype.evil = 1; Array.prototype.push = null; Error.prototype.message = "
          "'x';"
          "Object.prototype.toString = null; Function.prototype.call = 1; Math.random = () => 4; Date.now = () => 5;"
          "this.__proto__.Math = 1; String.prototype.big = 1; (function () {}).__proto__.evil = 2; In.evil = 3; Math = "
          "6;"
          "[][Symbol.iterator]().__proto__.next = 1; (function* () {})().__proto__.__proto__.next = 1; JSON = "
          "undefined;"},
         {ScriptKind::Expression, "[JSON.stringify([]), ({}).evil, typeof [].push, new Error('a') + '', ({}) + '', "
                                  "Math.random() < 1, Date.now(), "
                                  "typeof Math, ''.big, (() => 1).evil, In.evil, [...[1]].length]"}});
    {
        const auto session = program->open(world.scene());
        (void)session->run(0);
    }
    const auto session = program->open(world.scene());
    EXPECT_EQ(session->evaluate(1).value()->dump(),
              R"(["[]",null,"function","Error: a","[object Object]",true,1000000000000,"object",null,null,null,1])");
}

TEST(HostileScript, OwnMembersMayBeNamedLikeInheritedOnes) {
    ScriptWorld world;
    EXPECT_EQ(world
                  .evaluate("(function () { var o = {}; o.toString = function () { return 't'; }; o.constructor = 1; "
                            "o.valueOf = 2; "
                            "o.hasOwnProperty = 3; return [o + '', Object.keys(o)]; })()")
                  .value()
                  ->dump(),
              R"(["t",["toString","constructor","valueOf","hasOwnProperty"]])");
    EXPECT_EQ(
        world.evaluate("(function () { var e = new Error('a'); e.name = 'N'; e.message = 'm'; return e + ''; })()")
            .value()
            .value(),
        "N: m");
    EXPECT_EQ(
        world
            .evaluate(
                "(function () { class E extends Error { constructor(m) { super(m); this.name = 'E'; } } "
                "try { throw new E('x'); } catch (e) { return e + (e instanceof E) + (e instanceof Error); } })()")
            .value()
            .value(),
        "E: xtruetrue");
    EXPECT_EQ(world
                  .evaluate("(function () { function F() {} F.prototype.toString = function () { return 'f'; }; return "
                            "'' + new F; })()")
                  .value()
                  .value(),
              "f");
}

TEST(HostileScript, WhatIsTakenForAnotherFailsAsAFault) {
    ScriptWorld world;
    for (const char* text :
         {"+({ valueOf() { throw new Error('x'); } })", "`${{ [Symbol.toPrimitive]() { throw 1; } }}`",
          "'' + Symbol('x')", "'' + Object.create(null)", "null.x", "undefinedName", "[].reduce((a, b) => a)"}) {
        const auto result = world.evaluate(text);
        ASSERT_FALSE(result) << text;
        EXPECT_FALSE(result.error().isBreach);
    }
}

TEST(HostileScript, CatastrophicExpressionsEnd) {
    ScriptWorld world({.time = std::chrono::seconds(10), .dataBytes = 1 << 20});
    for (const char* text : {"'a'.repeat(3000).match(/a*a*a*b/)", "/(x+x+)+y/.test('x'.repeat(60))",
                             "'a'.repeat(3000).replace(/[a]*[a]*b/, '')", "'a'.repeat(3000).split(/.*.*=/)",
                             "'a'.repeat(3000).search(/\\w*\\w*!/)", "/\\u{61}*a*b/u.exec('a'.repeat(3000))"})
        EXPECT_TRUE(world.evaluate(text)) << text;
}

TEST(HostileScript, RegularExpressionsMeanWhatTheySay) {
    ScriptWorld world;
    EXPECT_EQ(
        world
            .evaluate("['a-b_c'.split(/[-_]/), 'aab'.match(/a/g), 'aab'.search(/b/), /a(b)?/.exec('ac'), 'John "
                      "Smith'.replace(/(\\w+)\\s(\\w+)/, '$2, $1'),"
                      "'a/b//c'.split(/\\/+/), 'x]]y'.replace(/[\\]]{2,3}?/g, '-'), 'aXbX'.replace(/x/gi, m => m + m), "
                      "/^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$/.test('bob@example.org'),"
                      "'abab'.match(/(?:ab)+?/)[0], 'a.b'.split('.'), 'abc'.split(''), 'a{b'.match(/a{b/)[0], "
                      "'aaa'.match(/a{2}/)[0], '\\x41A'.match(/\\x41+/)[0], 'aa'.match(/(a)\\1*/)[0]]")
            .value()
            ->dump(),
        R"([["a","b","c"],["a","a"],2,["a",null],"Smith, John",["a","b","c"],"x-y","aXXbXX",true,"ab",["a","b"],["a","b","c"],"a{b","aa","AA","aa"])");
    EXPECT_EQ(
        world.evaluate("(function () { var r = /a/g, n = 0; while (r.exec('aXaXa')) n++; return [n, r.lastIndex]; })()")
            .value()
            ->dump(),
        "[3,0]");
}

TEST(HostileScript, TooMuchDataIsABreach) {
    ScriptWorld world({.time = std::chrono::seconds(10), .dataBytes = 10'000});
    EXPECT_TRUE(world.run("x = 'y'.repeat(11000)"));
    EXPECT_TRUE(world.end.error().isBreach);
    EXPECT_TRUE(world.evaluate("'y'.repeat(11000)").error().isBreach);
    EXPECT_TRUE(world.run("x = []; x.length = 4e9;"));
    EXPECT_TRUE(world.end.error().isBreach);
    EXPECT_TRUE(world.run("var a = ['xxxxxxxx']; for (var i = 0; i < 12; i++) a = [a, a];"));
    EXPECT_TRUE(world.end.error().isBreach);
    EXPECT_TRUE(world.run("x = 'y'.repeat(9000)"));
    EXPECT_TRUE(world.end);
}

TEST(HostileScript, VariablesThatHoldThemselvesAreABreach) {
    ScriptWorld world;
    EXPECT_TRUE(world.run("x = {}; x.x = x;"));
    EXPECT_TRUE(world.end.error().isBreach);
}

TEST(HostileScript, SharedPartsAreCopiedBetweenSessions) {
    ScriptWorld world;
    EXPECT_TRUE(world.run("a = { v: 1 }; b = a;"));
    EXPECT_TRUE(world.run("a.v = 2;"));
    EXPECT_EQ(world.data.dump(), R"({"a":{"v":2},"b":{"v":1}})");
}

} // namespace
} // namespace signalbox::scxml
