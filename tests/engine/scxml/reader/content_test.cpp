#include "tests/engine/scxml/reader/reader_fixture.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace signalbox::scxml {
namespace {

Block blockOf(std::string_view content) {
    const StatechartDraft draft = draftOf(fmt::format("<state id='s'><onentry>\n{}\n</onentry></state>", content));
    return draft.states.empty() ? Block{} : draft.states[0].entries.at(0);
}

template <typename Element>
Element only(std::string_view content) {
    const Block block = blockOf(content);
    EXPECT_EQ(block.size(), 1u);
    return block.empty() ? Element{} : std::get<Element>(block[0].element);
}

TEST(ScxmlContentTest, RaiseNamesItsEvent) {
    EXPECT_EQ(only<Raise>("<raise event='a.b'/>"), (Raise{"a.b"}));
}

TEST(ScxmlContentTest, LogHasALabelAndAnExpression) {
    const auto log = only<Log>("<log label='' expr=\"'x'\"/>");
    EXPECT_EQ(log.label, "");
    EXPECT_EQ(log.expression, (Script{.text = "'x'", .place = {3, 21}}));
}

TEST(ScxmlContentTest, AssignTakesAnExpressionOrItsBody) {
    const auto byExpression = only<Assign>("<assign location='a.b' expr='1'/>");
    EXPECT_EQ(byExpression.location.text, "a.b");
    EXPECT_EQ(byExpression.expression->text, "1");
    EXPECT_FALSE(byExpression.value);
    EXPECT_EQ(only<Assign>("<assign location='a'> true </assign>").value, Json(true));
    EXPECT_EQ(only<Assign>("<assign location='a'> so  be it </assign>").value, Json("so be it"));
}

TEST(ScxmlContentTest, IfHasABranchForEachCondition) {
    const auto branches = only<If>("<if cond='a'><log/><elseif cond='b'/><else/><log/><log/></if>").branches;
    ASSERT_EQ(branches.size(), 3u);
    EXPECT_EQ(branches[0].condition->text, "a");
    EXPECT_EQ(branches[0].block.size(), 1u);
    EXPECT_EQ(branches[1].condition->text, "b");
    EXPECT_TRUE(branches[1].block.empty());
    EXPECT_FALSE(branches[2].condition);
    EXPECT_EQ(branches[2].block.size(), 2u);
}

TEST(ScxmlContentTest, ForeachTakesAnyItemName) {
    const auto loop = only<Foreach>("<foreach array='list' item=\"'continue'\" index='i'><log/></foreach>");
    EXPECT_EQ(loop.array.text, "list");
    EXPECT_EQ(loop.item, "'continue'");
    EXPECT_EQ(loop.index, "i");
    EXPECT_EQ(loop.block.size(), 1u);
}

TEST(ScxmlContentTest, SendTakesTextsOrExpressions) {
    const auto texts = only<Send>("<send event='e' target='#_parent' type='scxml' delay='1.5s' id='k'/>");
    EXPECT_EQ(texts.event.text, "e");
    EXPECT_EQ(texts.target.text, "#_parent");
    EXPECT_EQ(texts.type.text, "scxml");
    EXPECT_EQ(texts.delay.text, "1.5s");
    EXPECT_EQ(texts.id, "k");
    const auto scripts =
        only<Send>("<send eventexpr='a' targetexpr='b' typeexpr='c' delayexpr='d' idlocation='i' namelist='x y'/>");
    EXPECT_EQ(scripts.event.script->text, "a");
    EXPECT_EQ(scripts.target.script->text, "b");
    EXPECT_EQ(scripts.type.script->text, "c");
    EXPECT_EQ(scripts.delay.script->text, "d");
    EXPECT_EQ(scripts.idLocation->text, "i");
    ASSERT_EQ(scripts.payload.names.size(), 2u);
    EXPECT_EQ(scripts.payload.names[1], (Script{.text = "y", .place = {3, 90}}));
}

TEST(ScxmlContentTest, SendCarriesParametersOrOneValue) {
    const auto parameters =
        only<Send>("<send event='e'><param name='n' expr='1'/><param name='m' location='x'/></send>")
            .payload.parameters;
    ASSERT_EQ(parameters.size(), 2u);
    EXPECT_EQ(parameters[0].name, "n");
    EXPECT_EQ(parameters[0].expression->text, "1");
    EXPECT_EQ(parameters[1].location->text, "x");
    EXPECT_EQ(only<Send>("<send event='e'><content>123</content></send>").payload.value, Json(123));
    EXPECT_EQ(only<Send>("<send event='e'><content> a\n b </content></send>").payload.value, Json("a b"));
    EXPECT_EQ(only<Send>("<send event='e'><content/></send>").payload.value, Json(""));
    EXPECT_EQ(only<Send>("<send event='e'><content expr='x'/></send>").payload.expression->text, "x");
}

TEST(ScxmlContentTest, MailNeedsNoEvent) {
    const auto mail = only<Send>("<send type='urn:signalbox:mail'><param name='to' expr=\"'a@b'\"/></send>");
    EXPECT_EQ(mail.type.text, "urn:signalbox:mail");
    EXPECT_TRUE(mail.event.isEmpty());
}

TEST(ScxmlContentTest, CancelNamesASend) {
    EXPECT_EQ(only<Cancel>("<cancel sendid='k'/>").sendId.text, "k");
    EXPECT_EQ(only<Cancel>("<cancel sendidexpr='v'/>").sendId.script->text, "v");
}

TEST(ScxmlContentTest, ScriptsAreHandedToTheSyntaxCheck) {
    ReadOptions options{.file = "t.scxml", .package = {}, .findSyntaxFault = {}};
    options.findSyntaxFault = [](ScriptKind kind, const std::string& text) -> std::optional<ScriptSyntaxFault> {
        if (kind != ScriptKind::Expression || text != "re\nturn") return std::nullopt;
        return ScriptSyntaxFault{.message = "Unexpected token", .place = {2, 3}};
    };
    const std::string text =
        document("<state id='s'><onentry><script>re\nturn</script><log expr='re&#10;turn'/></onentry></state>");
    const ReadResult result = read(text, options);
    ASSERT_EQ(result.diagnostics.size(), 1u);
    EXPECT_EQ(result.diagnostics[0].severity, Severity::Warning);
    EXPECT_EQ(result.diagnostics[0].message, "this script fails when it is run: Unexpected token");
    EXPECT_TRUE(result.draft);
}

} // namespace
} // namespace signalbox::scxml
