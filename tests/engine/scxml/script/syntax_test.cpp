#include "engine/scxml/script/ecmascript.h"

#include <gtest/gtest.h>

#include <string>

namespace signalbox::scxml {
namespace {

struct SyntaxCase {
    ScriptKind kind;
    const char* text;
    SourcePlace place; // line 0: no fault
};
constexpr SourcePlace kFine{};

class Syntax : public testing::TestWithParam<SyntaxCase> {};

TEST_P(Syntax, FaultsHaveTheirPlace) {
    const auto fault = findSyntaxFault(GetParam().kind, GetParam().text);
    if (GetParam().place == kFine) {
        EXPECT_FALSE(fault) << fault->message;
        return;
    }
    ASSERT_TRUE(fault) << GetParam().text;
    EXPECT_EQ(fault->place.line, GetParam().place.line) << fault->message;
    EXPECT_EQ(fault->place.column, GetParam().place.column) << fault->message;
    EXPECT_FALSE(fault->message.empty());
}

INSTANTIATE_TEST_SUITE_P(Expressions, Syntax,
                         testing::Values(SyntaxCase{ScriptKind::Expression, "a + 1 // b", kFine},
                                         SyntaxCase{ScriptKind::Expression, "{ a: 1 }", kFine},
                                         SyntaxCase{ScriptKind::Expression, "function (x) { return x; }", kFine},
                                         SyntaxCase{ScriptKind::Expression, "x => x", kFine},
                                         SyntaxCase{ScriptKind::Expression, "a, b", kFine},
                                         SyntaxCase{ScriptKind::Expression, "return", {1, 1}},
                                         SyntaxCase{ScriptKind::Expression, "1 + ) 2", {1, 5}},
                                         SyntaxCase{ScriptKind::Expression, "1 +\n  + ) 2", {2, 5}},
                                         SyntaxCase{ScriptKind::Expression, "1); evil(); (2", {1, 2}},
                                         SyntaxCase{ScriptKind::Expression, "1]; evil(); [2", {1, 2}},
                                         SyntaxCase{ScriptKind::Expression, "a b", {1, 3}}));

INSTANTIATE_TEST_SUITE_P(Locations, Syntax,
                         testing::Values(SyntaxCase{ScriptKind::Location, "a", kFine},
                                         SyntaxCase{ScriptKind::Location, "a.b[3]['c']", kFine},
                                         SyntaxCase{ScriptKind::Location, " foo.bar.baz ", kFine},
                                         SyntaxCase{ScriptKind::Location, "f().x", kFine},
                                         SyntaxCase{ScriptKind::Location, "\"foo", {1, 1}},
                                         SyntaxCase{ScriptKind::Location, "a.", {1, 3}}));

INSTANTIATE_TEST_SUITE_P(Statements, Syntax,
                         testing::Values(SyntaxCase{ScriptKind::Statements, "", kFine},
                                         SyntaxCase{ScriptKind::Statements, "var a = 1;\nfunction f() { return a; }",
                                                    kFine},
                                         SyntaxCase{ScriptKind::Statements, "a = 1\nb = 2", kFine},
                                         SyntaxCase{ScriptKind::Statements, "let a = 1; { const b = 2; }", kFine},
                                         SyntaxCase{ScriptKind::Statements, "return 1", {1, 1}},
                                         SyntaxCase{ScriptKind::Statements, "}); evil(); (function () {", {1, 1}},
                                         SyntaxCase{ScriptKind::Statements, "var a;\n  a b", {2, 5}}));

TEST(SyntaxFault, IsFoundWithoutRunningAnything) {
    for (const ScriptKind kind : {ScriptKind::Expression, ScriptKind::Location, ScriptKind::Statements}) {
        for (const char* endless :
             {"(function () { for (;;); })()", "1); for (;;); (1", "1]; for (;;); [1", "a in 0); for (;;); (a"})
            (void)findSyntaxFault(kind, endless); // would never return
    }
}

TEST(SyntaxFault, OfAnAssignmentToWhatIsNoPlaceIsFound) {
    for (const char* wrong : {"1", "a + b", "a, b", "a = b", "a ? b : c", "f()", "x => x", "[a]", "{ a }", "a++", "",
                              "a in 0); f(); for (a"})
        EXPECT_TRUE(findSyntaxFault(ScriptKind::Location, wrong)) << wrong;
}

TEST(SyntaxFault, IsFoundAfterThousandsOfOtherScripts) {
    for (int i = 0; i < 5000; ++i)
        EXPECT_FALSE(
            findSyntaxFault(ScriptKind::Statements, "var v" + std::to_string(i) + " = 1; function Error() {}"));
    EXPECT_TRUE(findSyntaxFault(ScriptKind::Statements, "var"));
}

} // namespace
} // namespace signalbox::scxml
