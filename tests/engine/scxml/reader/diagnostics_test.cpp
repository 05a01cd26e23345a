#include "tests/engine/scxml/reader/reader_fixture.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <variant>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kRoot = "xmlns='http://www.w3.org/2005/07/scxml' version='1.0'";

std::string content(std::string_view text) {
    return document(fmt::format("<state id='s'><onentry>\n{}\n</onentry></state>", text));
}

void expectAll(const std::vector<Fault>& faults) {
    for (const Fault& each : faults)
        expectOnly(each);
}

TEST(ScxmlDiagnosticsTest, ReadsLikeACompilers) {
    EXPECT_EQ(format({.severity = Severity::Error,
                      .file = "order.scxml",
                      .place = {12, 7},
                      .message = "there is no state 'shiped'; did you mean 'shipped'?"}),
              "order.scxml:12:7: error: there is no state 'shiped'; did you mean 'shipped'?");
}

TEST(ScxmlDiagnosticsTest, TextThatIsNoXmlIsToldWhereItBreaks) {
    expectAll({
        {"empty", "@", "this is not well-formed XML: Premature end of document"},
        {"mismatch", fmt::format("<scxml {}>\n<state>\n</sate>@</scxml>", kRoot),
         "this is not well-formed XML: Opening and ending tag mismatch; <state> of line 2 is still open"},
        {"unquoted", fmt::format("<scxml {}><state id=a@/></scxml>", kRoot),
         "this is not well-formed XML: Expected ''' or '\"', but got '[a-zA-Z]'; <scxml> of line 1 is still open"},
        {"entity", fmt::format("<scxml {}>&no;@</scxml>", kRoot),
         "this is not well-formed XML: Entity 'no' not declared; <scxml> of line 1 is still open"},
    });
}

TEST(ScxmlDiagnosticsTest, EncodingMustBeOneOfUnicode) {
    expectAll({
        {"latin-1 bytes", "@<a>\xE9</a>", "the text is not UTF-8: save it as UTF-8"},
        {"latin-1 declared", "@<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
         "the encoding 'ISO-8859-1' is declared, but the text is UTF-8"},
        {"odd utf-16", std::string("@\xFF\xFE<\0a", 6), "the text begins as UTF-16, but is no well-formed UTF-16"},
    });
}

TEST(ScxmlDiagnosticsTest, RootMustBeScxml10) {
    expectAll({
        {"root", "@<svg/>", "the root must be <scxml>, not <svg>"},
        {"namespace", "@<scxml version='1.0'/>",
         "<scxml> must be of the namespace of SCXML: write <scxml xmlns=\"http://www.w3.org/2005/07/scxml\">"},
        {"no version", "@<scxml xmlns='http://www.w3.org/2005/07/scxml'><final id='f'/></scxml>",
         "<scxml> needs the attribute 'version'"},
        {"version", "<scxml xmlns='http://www.w3.org/2005/07/scxml' version='@1.1'><final id='f'/></scxml>",
         "the version of SCXML must be \"1.0\", not \"1.1\"; that of the definition is sb:version"},
        {"no state", fmt::format("@<scxml {}/>", kRoot), "<scxml> needs one of: <state>, <parallel>, <final>"},
        {"xpath", document("<final id='f'/>", "datamodel='@xpath'"),
         "the data model 'xpath' is not supported: use \"ecmascript\" or \"null\""},
        {"binding", document("<final id='f'/>", "binding='@soon'"), "'binding' must be early or late, not 'soon'"},
    });
}

TEST(ScxmlDiagnosticsTest, NamesMustBeKnownAndInTheirPlace) {
    expectAll({
        {"element", document("<state id='s'>@<onenter/></state>"),
         "there is no element <onenter> in SCXML; did you mean 'onentry'?"},
        {"place", document("<parallel id='s'>@<final id='f'/></parallel>"), "<final> may not stand in <parallel>"},
        {"child of final", document("<final id='f'>@<state id='s'/></final>"), "<state> may not stand in <final>"},
        {"content in state", document("<state id='s'>@<raise event='e'/></state>"), "<raise> may not stand in <state>"},
        {"attribute", document("<state @ids='s'/>"), "<state> has no attribute 'ids'; did you mean 'id'?"},
        {"text", document("<state id='s'>@oops</state>"), "<state> may not hold text"},
        {"twice", document("<final id='f'><donedata/>@<donedata/></final>"), "<final> may hold but one <donedata>"},
        {"send in finalize",
         document("<state id='s'><invoke type='x'><finalize><if cond='1'>@<send event='e'/></if></finalize></invoke>"
                  "</state>"),
         "<send> may not stand in <finalize>"},
    });
}

TEST(ScxmlDiagnosticsTest, RequiredAttributesAreAskedFor) {
    expectAll({
        {"raise", content("@<raise/>"), "<raise> needs the attribute 'event'"},
        {"if", content("@<if/>"), "<if> needs the attribute 'cond'"},
        {"elseif", content("<if cond='1'>@<elseif/></if>"), "<elseif> needs the attribute 'cond'"},
        {"foreach", content("@<foreach array='a'/>"), "<foreach> needs the attribute 'item'"},
        {"assign", content("@<assign expr='1'/>"), "<assign> needs the attribute 'location'"},
        {"assign what", content("@<assign location='a'/>"), "<assign> needs one of: 'expr', a body"},
        {"cancel", content("@<cancel/>"), "<cancel> needs one of: 'sendid', 'sendidexpr'"},
        {"send", content("@<send/>"), "<send> needs one of: 'event', 'eventexpr', <content>"},
        {"param", content("<send event='e'>@<param expr='1'/></send>"), "<param> needs the attribute 'name'"},
        {"param what", content("<send event='e'>@<param name='n'/></send>"),
         "<param> needs one of: 'expr', 'location'"},
        {"data", document("<datamodel>@<data/></datamodel><final id='f'/>"), "<data> needs the attribute 'id'"},
        {"invoke", document("<state id='s'>@<invoke/></state>"), "<invoke> needs one of: 'src', 'srcexpr', <content>"},
        {"transition", document("<state id='s'>@<transition/></state>"),
         "<transition> needs one of: 'event', 'cond', 'target'"},
    });
}

TEST(ScxmlDiagnosticsTest, ExclusiveAttributesAreKeptApart) {
    const auto both = [](std::string_view element, std::string_view first, std::string_view second) {
        return fmt::format("<{}> has both {} and {}: keep one", element, first, second);
    };
    expectAll({
        {"event", content("<send event='e' @eventexpr='e'/>"), both("send", "'event'", "'eventexpr'")},
        {"target", content("<send event='e' target='t' @targetexpr='t'/>"), both("send", "'target'", "'targetexpr'")},
        {"type", content("<send event='e' type='t' @typeexpr='t'/>"), both("send", "'type'", "'typeexpr'")},
        {"delay", content("<send event='e' delay='1s' @delayexpr='t'/>"), both("send", "'delay'", "'delayexpr'")},
        {"id", content("<send event='e' id='i' @idlocation='i'/>"), both("send", "'id'", "'idlocation'")},
        {"namelist", content("<send event='e' @namelist='a'><content/></send>"),
         both("send", "<content>", "'namelist'")},
        {"params", content("<send event='e'>@<param name='n' expr='1'/><content/></send>"),
         both("send", "<content>", "<param>")},
        {"sendid", content("<cancel sendid='i' @sendidexpr='i'/>"), both("cancel", "'sendid'", "'sendidexpr'")},
        {"assign", content("<assign location='a' expr='1'>@2</assign>"), both("assign", "'expr'", "a body")},
        {"param", content("<send event='e'><param name='n' expr='1' @location='a'/></send>"),
         both("param", "'expr'", "'location'")},
        {"content", content("<send event='e'><content expr='1'>@2</content></send>"),
         both("content", "'expr'", "a body")},
        {"data", document("<datamodel><data id='a' expr='1'>@2</data></datamodel><final id='f'/>"),
         both("data", "'expr'", "a body")},
        {"invoke type", document("<state id='s'><invoke type='x' @typeexpr='y'/></state>"),
         both("invoke", "'type'", "'typeexpr'")},
        {"invoke src", document("<state id='s'><invoke type='x' src='a' @srcexpr='b'/></state>"),
         both("invoke", "'src'", "'srcexpr'")},
        {"invoke id", document("<state id='s'><invoke type='x' id='a' @idlocation='b'/></state>"),
         both("invoke", "'id'", "'idlocation'")},
        {"invoke names",
         document("<state id='s'><invoke type='x' namelist='a'>@<param name='n' expr='1'/></invoke>"
                  "</state>"),
         both("invoke", "'namelist'", "<param>")},
        {"initial",
         document("<state id='s' initial='t'>@<initial><transition target='t'/></initial><state id='t'/>"
                  "</state>"),
         "<state> has both 'initial' and <initial>: keep one"},
    });
}

TEST(ScxmlDiagnosticsTest, EmptyExpressionsAreRefused) {
    expectAll({
        {"expr", content("<assign location='a' @expr=''/>"), "the attribute 'expr' of <assign> is empty"},
        {"cond", document("<state id='s'><transition event='e' @cond=' '/></state>"),
         "the attribute 'cond' of <transition> is empty"},
        {"target", document("<state id='s'><transition event='e' @target=''/></state>"),
         "the attribute 'target' of <transition> is empty"},
        {"id", document("<state @id=''/>"), "the attribute 'id' of <state> is empty"},
    });
}

TEST(ScxmlDiagnosticsTest, LogMayHaveAnEmptyExpressionWhichIsNone) {
    const ReadResult result = readText("<scxml xmlns='http://www.w3.org/2005/07/scxml' version='1.0'><state id='s'>"
                                       "<onentry><log label='here' expr=''/></onentry></state></scxml>");
    EXPECT_TRUE(result.diagnostics.empty());
    ASSERT_TRUE(result.draft);
    EXPECT_FALSE(std::get<Log>(result.draft->states.front().entries.front().front().element).expression);
}

TEST(ScxmlDiagnosticsTest, ContentIsCheckedForWhatCannotRun) {
    expectAll({
        {"else", content("<if cond='1'><else/>@<elseif cond='2'/></if>"), "<elseif> may not stand behind <else>"},
        {"delay", content("<send event='e' delay='@5 minutes'/>"),
         "'5 minutes' is no delay: write it in seconds or milliseconds, like \"90s\" or \"1.5s\" or \"200ms\""},
        {"internal", content("@<send event='e' target='#_internal' delay='1s'/>"),
         "an event to #_internal cannot be delayed: leave 'target' out"},
        {"events", content("<raise event='@a b'/>"), "<raise> takes one event, not a list"},
        {"autoforward", document("<state id='s'><invoke type='x' autoforward='@yes'/></state>"),
         "'autoforward' must be true or false, not 'yes'"},
        {"null model",
         document("<state id='s'><onentry>@<assign location='a' expr='1'/></onentry></state>", "datamodel='null'"),
         "<assign> needs a data model: write datamodel=\"ecmascript\" in <scxml>"},
        {"null data", document("@<datamodel><data id='a'/></datamodel><final id='f'/>", "datamodel='null'"),
         "<data> needs a data model: write datamodel=\"ecmascript\" in <scxml>"},
        {"xml value", document("<datamodel><data id='a'>@<b/></data></datamodel><final id='f'/>"),
         "XML values are not supported: <b> becomes a text that scripts see as a string", Severity::Warning},
        {"data name", document("<datamodel><data id='@a-b'/></datamodel><final id='f'/>"),
         "'a-b' is no name that a script could use: use letters, digits and '_'", Severity::Warning},
    });
}

TEST(ScxmlDiagnosticsTest, InlineDocumentIsCheckedInItsPlace) {
    expectOnly({"inner",
                document("<state id='s'><invoke><content>\n<scxml version='1.0'><state id='a'><transition event='e' "
                         "target='@b'/></state></scxml></content></invoke></state><state id='b'/>"),
                "there is no state 'b'"});
}

TEST(ScxmlDiagnosticsTest, AllFaultsAreToldAtOnceInOrderOfPlace) {
    const ReadResult result =
        readText(document("<state id='s'><transition event='e' target='nowhere'/></state>\n"
                          "<state id='s'/>\n<state id='t' colour='red'><onentry><raise/></onentry></state>"));
    std::vector<std::uint32_t> lines;
    for (const SourceDiagnostic& each : result.diagnostics)
        lines.push_back(each.place.line);
    EXPECT_EQ(lines, (std::vector<std::uint32_t>{2, 3, 4, 4}));
    EXPECT_FALSE(result.draft);
}

} // namespace
} // namespace signalbox::scxml
