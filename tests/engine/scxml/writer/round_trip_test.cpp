#include "engine/scxml/compiler.h"
#include "engine/scxml/reader/reader.h"
#include "engine/scxml/writer/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {
namespace {

using testing::HasSubstr;

StatechartDraft draftOf(std::string_view text) {
    ReadResult result = read(text, {.file = "test.scxml", .package = {}, .findSyntaxFault = {}});
    for (const SourceDiagnostic& diagnostic : result.diagnostics)
        if (diagnostic.severity == Severity::Error) ADD_FAILURE() << format(diagnostic) << "\n" << text;
    return result.draft ? *std::move(result.draft) : StatechartDraft{};
}

// Each element and attribute once.
constexpr std::string_view kEverything = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:sb="urn:signalbox:workflow:1" version="1.0" name="all"
       datamodel="ecmascript" binding="late" initial="p" sb:version="3" sb:title="All of it" sb:assignee="owner"
       sb:key="number" sb:cancelEvent="stop">
  <datamodel>
    <data id="owner" expr="'joe'"/><data id="number">{"a": [1, 2.5, "x"]}</data><data id="none"/>
    <data id="text">some   free text</data>
  </datamodel>
  <script>var total = 1 &lt; 2 ? "a" : 'b';
    total += "&amp;";</script>
  <sb:trigger event="stop" label="Stop it">
    <sb:param name="why" type="string" required="true" label="Reason" values="late wrong" default="late" pattern="[a-z]+" format="email"/>
    <sb:param name="amount" type="integer" minimum="1"/>
  </sb:trigger>
  <parallel id="p" sb:label="Both" sb:sla="90s">
    <state id="a" initial="a2" sb:transparent="true">
      <datamodel><data id="local" expr="1"/></datamodel>
      <onentry><log label="in" expr="1"/><raise event="x.y"/></onentry>
      <onentry><log label="again"/></onentry>
      <onexit><cancel sendid="s"/><cancel sendidexpr="'t'"/></onexit>
      <history id="h"><transition target="a1"><log label="default"/></transition></history>
      <history id="d" type="deep"><transition target="a2"/></history>
      <state id="a1">
        <transition event="e f.*" cond="total &gt; 1 &amp;&amp; In('a1')" target="a2">
          <if cond="total == 1"><log label="1"/><elseif cond="total == 2"/><log label="2"/><else/><log label="n"/></if>
          <foreach array="[1,2]" item="i" index="k"><assign location="total" expr="total + i"/></foreach>
          <assign location="number">[1, 2]</assign>
          <send id="s" event="later" delay="5s"><param name="p" expr="1"/>
            <param name="q" location="owner"/></send>
          <send idlocation="owner" eventexpr="'ev'" targetexpr="'#_internal'" typeexpr="'scxml'" delayexpr="'1s'"/>
          <send event="body" target="#_parent" type="scxml"><content expr="total"/></send>
          <send event="names" namelist="owner number"/>
          <send type="basichttp" target="http://x/" sb:ordered="true"><param name="p" expr="1"/>
            <sb:header name="Authorization" value="Bearer ${secret:shop}"/><sb:header name="X" value="&quot;1&quot;"/></send>
          <send event="body"><content>{"k": true}</content></send>
        </transition>
      </state>
      <state id="a2">
        <initial><transition target="a21"><log label="initial"/></transition></initial>
        <invoke id="child" type="scxml" autoforward="true">
          <param name="p" expr="2"/>
          <content><scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0"><final id="f"/></scxml></content>
          <finalize><assign location="total" expr="_event.data"/></finalize>
        </invoke>
        <transition type="internal" event="stay" target="a21"/>
        <transition event="h" target="h"/>
        <state id="a21"><transition cond="false" target="end"/></state>
      </state>
    </state>
    <state id="b" sb:alert="true" sb:actions="on entry: mail the clerk">
      <state id="b1"><transition event="stop" cond="total" target="end" sb:guard="it is late" sb:actions="refund"/><transition event="d" target="d"/></state>
      <final id="b2"><donedata><param name="r" expr="3"/></donedata></final>
    </state>
  </parallel>
  <final id="end"><donedata><content expr="total"/></donedata></final>
</scxml>)xml";

TEST(RoundTrip, WritingAndReadingKeepsEveryElement) {
    const StatechartDraft first = draftOf(kEverything);
    const std::string text = write(first);
    const StatechartDraft second = draftOf(text);
    EXPECT_EQ(text, write(second)) << "a second time nothing changes";
    EXPECT_THAT(text, HasSubstr("sb:ordered=\"true\""));
    EXPECT_THAT(text, HasSubstr("<sb:header name=\"Authorization\" value=\"Bearer ${secret:shop}\"/>"));

    EXPECT_EQ(first.name, second.name);
    EXPECT_EQ(std::uint32_t{3}, second.version);
    EXPECT_EQ("All of it", second.title);
    EXPECT_EQ(first.binding, second.binding);
    EXPECT_EQ(first.assigneeLocation, second.assigneeLocation);
    EXPECT_EQ(first.keyLocation, second.keyLocation);
    EXPECT_EQ("stop", second.cancelEvent);
    EXPECT_EQ(first.triggers, second.triggers);
    ASSERT_EQ(first.states.size(), second.states.size());
    for (std::size_t i = 0; i < first.states.size(); ++i) {
        EXPECT_EQ(first.states[i].id, second.states[i].id);
        EXPECT_EQ(first.states[i].kind, second.states[i].kind);
        EXPECT_EQ(first.states[i].parent, second.states[i].parent);
        EXPECT_EQ(first.states[i].limit, second.states[i].limit);
        EXPECT_EQ(first.states[i].isAlert, second.states[i].isAlert);
        EXPECT_EQ(first.states[i].actions, second.states[i].actions);
        EXPECT_EQ(first.states[i].initial.targets, second.states[i].initial.targets);
    }
    ASSERT_EQ(first.transitions.size(), second.transitions.size());
    for (std::size_t i = 0; i < first.transitions.size(); ++i) {
        EXPECT_EQ(first.transitions[i].events, second.transitions[i].events);
        EXPECT_EQ(first.transitions[i].targets, second.transitions[i].targets);
        EXPECT_EQ(first.transitions[i].source, second.transitions[i].source);
        EXPECT_EQ(first.transitions[i].isInternal, second.transitions[i].isInternal);
        EXPECT_EQ(first.transitions[i].guard, second.transitions[i].guard);
        EXPECT_EQ(first.transitions[i].actions, second.transitions[i].actions);
        EXPECT_EQ(first.transitions[i].block.size(), second.transitions[i].block.size());
    }
}

TEST(RoundTrip, StructureTellsAllThatTheDeskShows) {
    const CompileResult result = compile(kEverything, {.file = "test.scxml", .package = {}, .findSyntaxFault = {}});
    ASSERT_TRUE(result.chart);
    const ChartStructure& structure = result.chart->structure();
    EXPECT_EQ("/number", structure.keyLocation);
    EXPECT_EQ("email", structure.triggers[0].parameters[0].format);
    const StateIndex alert = *findState(structure, "b");
    for (std::uint32_t i = 0; i < structure.states.size(); ++i)
        EXPECT_EQ(StateIndex{i} == alert, structure.states[i].isAlert) << structure.states[i].name;
    EXPECT_EQ(structure, structureFromJson(toJson(structure)));
}

TEST(RoundTrip, ScriptsKeepTheirCharacters) {
    const StatechartDraft draft = draftOf(write(draftOf(kEverything)));
    ASSERT_EQ(std::size_t{1}, draft.scripts.size());
    EXPECT_THAT(draft.scripts.front().text, HasSubstr("1 < 2 ? \"a\" : 'b';\n"));
    EXPECT_THAT(draft.scripts.front().text, HasSubstr("\"&\""));
}

TEST(RoundTrip, ShippedDefinitionsReadInAgainUnchanged) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SIGNALBOX_DEFINITIONS)) {
        if (entry.path().extension() != ".scxml") continue;
        ++count;
        SCOPED_TRACE(entry.path().string());
        std::ifstream file(entry.path());
        const std::string source(std::istreambuf_iterator<char>(file), {});
        const std::string text = write(draftOf(source));
        EXPECT_EQ(text, write(draftOf(text)));
    }
    EXPECT_GE(count, std::size_t{3});
}

} // namespace
} // namespace signalbox::scxml
