#include "tests/engine/scxml/reader/reader_fixture.h"

#include <gtest/gtest.h>

namespace signalbox::scxml {
namespace {

using Kind = StatechartDraft::Kind;

TEST(ScxmlStructureTest, DocumentIsReadWithAllItsAttributes) {
    const StatechartDraft draft =
        draftOf("<state id='a'/><state id='b'/>", "name='lamp' datamodel='ecmascript' binding='late' initial='b'");
    EXPECT_EQ(draft.name, "lamp");
    EXPECT_EQ(draft.dataModel, StatechartDraft::DataModel::EcmaScript);
    EXPECT_EQ(draft.binding, StatechartDraft::Binding::Late);
    EXPECT_EQ(draft.initial.targets, std::vector<std::string>{"b"});
}

TEST(ScxmlStructureTest, DocumentWithoutANameIsCalledLikeItsFile) {
    EXPECT_EQ(draftOf("<final id='a'/>").name, "t");
}

TEST(ScxmlStructureTest, StatesComeInDocumentOrderWithTheirParents) {
    const StatechartDraft draft = draftOf(R"(
        <state id='a' initial='c'>
          <history id='h' type='deep'><transition target='c'/></history>
          <state id='b'/>
          <state id='c'/>
        </state>
        <parallel id='p'><state id='q'/><state id='r'/></parallel>
        <final id='z'/>)");
    std::vector<std::string> ids;
    std::vector<Kind> kinds;
    std::vector<std::optional<std::uint32_t>> parents;
    for (const StatechartDraft::State& each : draft.states) {
        ids.push_back(each.id);
        kinds.push_back(each.kind);
        parents.push_back(each.parent);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"a", "h", "b", "c", "p", "q", "r", "z"}));
    EXPECT_EQ(kinds, (std::vector{Kind::State, Kind::DeepHistory, Kind::State, Kind::State, Kind::Parallel, Kind::State,
                                  Kind::State, Kind::Final}));
    EXPECT_EQ(parents, (std::vector<std::optional<std::uint32_t>>{{}, 0, 0, 0, {}, 4, 4, {}}));
}

TEST(ScxmlStructureTest, StatesWithoutAnIdGetOneThatNobodyHas) {
    const StatechartDraft draft = draftOf("<state><state id='state.2'/><state/></state><final/>");
    EXPECT_EQ(draft.states[0].id, "state.1");
    EXPECT_EQ(draft.states[1].id, "state.2");
    EXPECT_EQ(draft.states[2].id, "state.3");
    EXPECT_EQ(draft.states[3].id, "state.4");
}

TEST(ScxmlStructureTest, TransitionIsReadWithEventsConditionTargetsAndScope) {
    const StatechartDraft draft = draftOf("<state id='a'>\n"
                                          "<transition event=' x y.* ' cond='n > 1' target='p q' type='internal'>"
                                          "<raise event='e'/></transition></state>"
                                          "<parallel id='z'><state id='p'/><state id='q'/></parallel>");
    ASSERT_EQ(draft.transitions.size(), 1u);
    const StatechartDraft::Transition& transition = draft.transitions[0];
    EXPECT_EQ(transition.source, 0u);
    EXPECT_EQ(transition.events, (std::vector<std::string>{"x", "y.*"}));
    EXPECT_EQ(transition.condition, (Script{.text = "n > 1", .place = {3, 35}}));
    EXPECT_EQ(transition.targets, (std::vector<std::string>{"p", "q"}));
    EXPECT_TRUE(transition.isInternal);
    EXPECT_EQ(transition.block.size(), 1u);
    EXPECT_EQ(transition.place, (SourcePlace{3, 1}));
}

TEST(ScxmlStructureTest, InitialElementKeepsItsContent) {
    const StatechartDraft draft =
        draftOf("<state id='a'><initial><transition target='c'><log label='go'/></transition></initial><state id='b'>"
                "<transition target='c'/></state><state id='c'><transition event='e' target='b'/></state></state>");
    EXPECT_EQ(draft.states[0].initial.targets, std::vector<std::string>{"c"});
    EXPECT_EQ(draft.states[0].initial.block.size(), 1u);
}

TEST(ScxmlStructureTest, HistoryHasItsDefaultAsATransition) {
    const StatechartDraft draft =
        draftOf("<state id='a'><history id='h'><transition target='b'><log/></transition></history><state id='b'/>"
                "</state><state id='c'><transition event='e' target='h'/></state>",
                "initial='c'");
    ASSERT_EQ(draft.transitions.size(), 2u);
    EXPECT_EQ(draft.transitions[0].source, 1u);
    EXPECT_EQ(draft.transitions[0].targets, std::vector<std::string>{"b"});
    EXPECT_EQ(draft.transitions[0].block.size(), 1u);
}

TEST(ScxmlStructureTest, EveryEntryAndExitBlockStandsAlone) {
    const StatechartDraft draft = draftOf("<state id='a'><onentry><log/></onentry><onexit/>"
                                          "<onentry><log/><log/></onentry><onexit><log/></onexit></state>");
    ASSERT_EQ(draft.states[0].entries.size(), 2u);
    EXPECT_EQ(draft.states[0].entries[1].size(), 2u);
    EXPECT_EQ(draft.states[0].exits.size(), 2u);
}

TEST(ScxmlStructureTest, VariablesAreReadWhereverTheyAreDeclared) {
    const StatechartDraft draft =
        draftOf("<datamodel><data id='a' expr='1 + 1'/><data id='b'> [1, 2] </data>"
                "<data id='c'>\n two  words\n</data><data id='d'/></datamodel>"
                "<state id='s'><datamodel><data id='e'>{\"k\": null}</data></datamodel></state>");
    ASSERT_EQ(draft.variables.size(), 4u);
    EXPECT_EQ(draft.variables[0].expression->text, "1 + 1");
    EXPECT_EQ(draft.variables[1].value, Json::parse("[1, 2]"));
    EXPECT_EQ(draft.variables[2].value, Json("two words"));
    EXPECT_FALSE(draft.variables[3].expression || draft.variables[3].value || draft.variables[3].fault);
    EXPECT_EQ(draft.states[0].variables.at(0).value, Json::parse(R"({"k": null})"));
}

TEST(ScxmlStructureTest, ValueOfXmlIsKeptAsText) {
    const StatechartDraft draft =
        draftOf("<datamodel><data id='a'><b xmlns=''>x</b></data></datamodel><final id='f'/>");
    EXPECT_EQ(draft.variables[0].value,
              Json("<b xmlns:sb=\"urn:signalbox:workflow:1\" xmlns:other=\"urn:other\" xmlns=''>x</b>"));
}

TEST(ScxmlStructureTest, ValueThatIsNestedTooDeeplyIsAText) {
    const std::string deep(200, '[');
    const StatechartDraft draft =
        draftOf("<datamodel><data id='a'>" + deep + std::string(200, ']') + "</data></datamodel><final id='f'/>");
    EXPECT_TRUE(draft.variables[0].value->is_string());
}

TEST(ScxmlStructureTest, ScriptKeepsItsTextAndItsPlace) {
    const StatechartDraft draft =
        draftOf("<script>var a;</script><state id='s'><onentry><script><![CDATA[if (1 < 2) a()]]></script></onentry>"
                "</state>");
    ASSERT_EQ(draft.scripts.size(), 1u);
    EXPECT_EQ(draft.scripts[0], (Script{.text = "var a;", .place = {2, 9}}));
    const auto& run = std::get<RunScript>(draft.states[0].entries[0][0].element);
    EXPECT_EQ(run.statements, (Script{.text = "if (1 < 2) a()", .place = {2, 64}}));
}

TEST(ScxmlStructureTest, ColumnsCountCharacters) {
    const StatechartDraft draft = draftOf("<state id='ä'><onentry><!-- \U0001F600 --><log expr='é &lt; 1'/></onentry>"
                                          "</state>");
    const Content& log = draft.states[0].entries[0][0];
    EXPECT_EQ(log.place, (SourcePlace{2, 34}));
    EXPECT_EQ(std::get<Log>(log.element).expression, (Script{.text = "é < 1", .place = {2, 45}}));
}

TEST(ScxmlStructureTest, DoneDataIsParametersOrOneValue) {
    const StatechartDraft draft =
        draftOf("<state id='s'><transition event='e' target='a'/><transition event='f' target='b'/></state>"
                "<final id='a'><donedata><param name='n' expr='1'/><param name='m' location='x.y'/></donedata></final>"
                "<final id='b'><donedata><content expr='x'/></donedata></final>");
    ASSERT_TRUE(draft.states[1].doneData);
    ASSERT_EQ(draft.states[1].doneData->parameters.size(), 2u);
    EXPECT_EQ(draft.states[1].doneData->parameters[0].expression->text, "1");
    EXPECT_EQ(draft.states[1].doneData->parameters[1].location->text, "x.y");
    EXPECT_EQ(draft.states[2].doneData->expression->text, "x");
}

TEST(ScxmlStructureTest, InvokeIsReadWithAllItsParts) {
    const StatechartDraft draft =
        draftOf("<state id='s'><invoke typeexpr='t' srcexpr='s' idlocation='i' namelist='a b.c' autoforward='true'>"
                "<finalize><assign location='x' expr='1'/></finalize></invoke>"
                "<invoke id='k' type='urn:mine'><param name='p' expr='2'/><finalize/></invoke></state>");
    ASSERT_EQ(draft.states[0].invokes.size(), 2u);
    const StatechartDraft::Invoke& first = draft.states[0].invokes[0];
    EXPECT_EQ(first.type.script->text, "t");
    EXPECT_EQ(first.source.script->text, "s");
    EXPECT_EQ(first.idLocation->text, "i");
    ASSERT_EQ(first.payload.names.size(), 2u);
    EXPECT_EQ(first.payload.names[1].text, "b.c");
    EXPECT_TRUE(first.forwardsEvents);
    EXPECT_EQ(first.finalize->size(), 1u);
    const StatechartDraft::Invoke& second = draft.states[0].invokes[1];
    EXPECT_EQ(second.id, "k");
    EXPECT_EQ(second.type.text, "urn:mine");
    EXPECT_TRUE(second.finalize->empty());
    EXPECT_FALSE(second.forwardsEvents);
}

TEST(ScxmlStructureTest, InlineDocumentIsADocumentOfItsOwn) {
    const StatechartDraft draft = draftOf(
        "<state id='s'><invoke><content><!-- é --><scxml version='1.0'><final id='f' sb:label='x'/></scxml></content>"
        "</invoke></state>");
    const StatechartDraft::Invoke& invoke = draft.states[0].invokes[0];
    EXPECT_FALSE(invoke.payload.value);
    const ReadResult child = readText(invoke.document);
    ASSERT_TRUE(child.draft) << invoke.document;
    EXPECT_EQ(child.draft->states[0].label, "x");
}

TEST(ScxmlStructureTest, ForeignNamesAreSkipped) {
    const ReadResult result = readText(
        document("<other:x a='1'><state id='no'/></other:x><state id='s' other:y='2'><other:z>text</other:z></state>"));
    EXPECT_TRUE(result.diagnostics.empty());
    EXPECT_EQ(result.draft->states.size(), 1u);
}

TEST(ScxmlStructureTest, TextMayBeUtf16OrHaveAByteOrderMark) {
    const std::string text = document("<final id='f'/>");
    std::string utf16 = "\xFF\xFE";
    for (const char c : text)
        utf16 += {c, '\0'};
    EXPECT_TRUE(readText(utf16).draft);
    EXPECT_TRUE(readText("\xEF\xBB\xBF" + text).draft);
}

TEST(ScxmlStructureTest, NullDataModelKnowsActiveStatesOnly) {
    const StatechartDraft draft =
        draftOf("<state id='a'><transition cond=\"In('a')\" target='b'/></state><final id='b'/>", "datamodel='null'");
    EXPECT_EQ(draft.dataModel, StatechartDraft::DataModel::Null);
    EXPECT_EQ(draft.transitions[0].condition->text, "In('a')");
}

} // namespace
} // namespace signalbox::scxml
