#include "engine/scxml/compiler.h"
#include "engine/scxml/simulation/simulation.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

namespace signalbox::scxml {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ChartPtr chartOf(std::string_view body, std::string_view attributes = "") {
    const CompileResult result =
        compile(fmt::format(R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="test" {}>{}</scxml>)",
                            attributes, body),
                {.file = "test.scxml", .package = {}, .findSyntaxFault = {}});
    for (const SourceDiagnostic& diagnostic : result.diagnostics)
        if (diagnostic.severity == Severity::Error) ADD_FAILURE() << format(diagnostic);
    return result.chart;
}

std::string configuration(const Simulation& simulation) {
    std::string names;
    for (const StateIndex state : simulation.snapshot().configuration)
        names += (names.empty() ? "" : " ") + simulation.structure().states[state.value()].name;
    return names;
}

constexpr std::string_view kTimeout = R"(
    <state id="Waiting">
      <onentry><send id="limit" event="timeout" delay="5s"/></onentry>
      <onexit><cancel sendid="limit"/></onexit>
      <transition event="done" target="Done"/>
      <transition event="timeout" target="Late"/>
    </state>
    <state id="Done"/>
    <final id="Late"/>)";

TEST(SimulationTest, TimesFireWhenTheClockGetsThereAndNotBefore) {
    Simulation simulation(chartOf(kTimeout));
    simulation.start();
    simulation.advance(milliseconds{4999});
    EXPECT_EQ("Waiting", configuration(simulation));
    simulation.advance(milliseconds{1});
    EXPECT_EQ("Late", configuration(simulation));
    EXPECT_EQ(SimulationStatus::Final, simulation.status());
    EXPECT_EQ(seconds{5}, simulation.elapsed());
}

TEST(SimulationTest, CancelledTimesDoNotFire) {
    Simulation simulation(chartOf(kTimeout));
    simulation.start();
    EXPECT_EQ(Outcome::Transitioned, simulation.fire("done").outcome);
    simulation.runOut(hours{1});
    EXPECT_EQ("Done", configuration(simulation));
    // Nothing was pending, so no time has passed.
    EXPECT_EQ(seconds{0}, simulation.elapsed());
}

TEST(SimulationTest, RunningOutStopsAtItsLimit) {
    Simulation simulation(chartOf(kTimeout));
    simulation.start();
    simulation.runOut(seconds{2});
    EXPECT_EQ(SimulationStatus::Running, simulation.status());
    EXPECT_EQ(seconds{2}, simulation.elapsed());
}

TEST(SimulationTest, RefusesWhatTheStateDoesNotTake) {
    Simulation simulation(chartOf(kTimeout));
    simulation.start();
    EXPECT_EQ(Outcome::Rejected, simulation.fire("unheard-of").outcome);
    simulation.runOut(hours{1});
    EXPECT_EQ(Outcome::Rejected, simulation.fire("done").outcome) << "it has ended";
}

TEST(SimulationTest, TellsLogAndEffectsOfAllThatRan) {
    Simulation simulation(chartOf(R"(
        <datamodel><data id="n" expr="1"/></datamodel>
        <state id="a"><transition event="go" target="b"><send event="more"/></transition></state>
        <state id="b">
          <onentry><log label="n" expr="n"/></onentry>
          <transition event="more" target="c"/>
        </state>
        <state id="c"><onentry>
          <send type="urn:signalbox:mail"><param name="to" expr="'joe@example.com'"/>
            <param name="subject" expr="'Hello'"/><param name="text" expr="'You own it.'"/></send>
        </onentry></state>)"));
    EXPECT_THAT(simulation.start().log, IsEmpty());
    const SimulatedTurn turn = simulation.fire("go");
    EXPECT_EQ("c", configuration(simulation)) << "what is sent without a delay arrives at once";
    EXPECT_THAT(turn.log, ElementsAre("n: 1"));
    ASSERT_EQ(std::size_t{1}, turn.effects.size());
    EXPECT_EQ(EffectKind::Mail, turn.effects.front().kind);
    EXPECT_EQ("joe@example.com", turn.effects.front().payload["to"]);
}

constexpr std::string_view kParent = R"(
    <state id="Working">
      <invoke id="child"><content>
        <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
          <state id="c">
            <onentry><send target="#_parent" event="hello"/></onentry>
            <onexit><log label="child" expr="'leaves'"/></onexit>
            <transition event="finish" target="f"/>
          </state>
          <final id="f"><donedata><param name="result" expr="7"/></donedata></final>
        </scxml>
      </content></invoke>
      <transition event="hello"><log label="parent" expr="_event.invokeid"/></transition>
      <transition event="poke"><send target="#_child" event="finish"/></transition>
      <transition event="stop" target="Stopped"/>
      <transition event="done.invoke.child" target="Done"><log label="result" expr="_event.data.result"/></transition>
    </state>
    <state id="Done"/>
    <state id="Stopped"/>)";

TEST(SimulationTest, ChildrenTalkToTheirParentAndTellTheirEnd) {
    Simulation simulation(chartOf(kParent));
    EXPECT_THAT(simulation.start().log, ElementsAre("parent: child"));
    EXPECT_THAT(simulation.fire("poke").log, ElementsAre("child: leaves", "result: 7"));
    EXPECT_EQ("Done", configuration(simulation));
}

TEST(SimulationTest, ChildrenEndWithTheStateThatInvokedThem) {
    Simulation simulation(chartOf(kParent));
    simulation.start();
    EXPECT_THAT(simulation.fire("stop").log, ElementsAre("child: leaves"));
    EXPECT_EQ("Stopped", configuration(simulation));
}

TEST(SimulationTest, ChildThatCannotBeStartedIsAnErrorOfCommunication) {
    Simulation simulation(chartOf(R"(
        <state id="a"><invoke src="file:missing.scxml"/>
          <transition event="error.communication" target="b"/></state>
        <state id="b"/>)"));
    simulation.start();
    EXPECT_EQ("b", configuration(simulation));
}

TEST(SimulationTest, EventToNobodyComesBackAsAnErrorOfCommunication) {
    Simulation simulation(chartOf(R"(
        <state id="a"><onentry><send id="s" target="#_scxml_nobody" event="x"/></onentry>
          <transition event="error.communication" cond="_event.sendid == 's'" target="b"/></state>
        <state id="b"/>)"));
    simulation.start();
    EXPECT_EQ("b", configuration(simulation));
}

TEST(SimulationTest, PassedBoundFaultsTheWorkflow) {
    Simulation simulation(chartOf(R"(
        <state id="a"><transition event="go" target="b"/></state>
        <state id="b"><onentry><script>while (true) {}</script></onentry></state>)"));
    simulation.start();
    const SimulatedTurn turn = simulation.fire("go");
    EXPECT_EQ(Outcome::Failed, turn.outcome);
    EXPECT_THAT(turn.failure, HasSubstr("state 'b'"));
    EXPECT_EQ(SimulationStatus::Faulted, simulation.status());
    EXPECT_EQ("a", configuration(simulation)) << "the turn is dropped whole";
    EXPECT_EQ(Outcome::Rejected, simulation.fire("go").outcome);
}

TEST(SimulationTest, SendingToItselfWithoutEndStops) {
    Simulation simulation(chartOf(R"(
        <state id="a"><onentry><send event="again"/></onentry><transition event="again" target="a"/></state>)",
                                  R"(datamodel="null")"));
    EXPECT_THAT(simulation.start().failure, HasSubstr("without time passing"));
    EXPECT_EQ(SimulationStatus::Faulted, simulation.status());
}

TEST(SimulationTest, EvictingAfterEveryTurnChangesNothing) {
    for (const std::string_view body : {kTimeout, kParent}) {
        Simulation kept(chartOf(body));
        Simulation evicted(chartOf(body), {.evicts = true});
        EXPECT_EQ(kept.start(), evicted.start());
        for (const char* event : {"poke", "done", "stop"})
            EXPECT_EQ(kept.fire(event), evicted.fire(event)) << event;
        EXPECT_EQ(kept.runOut(hours{1}), evicted.runOut(hours{1}));
        EXPECT_EQ(configuration(kept), configuration(evicted));
        EXPECT_EQ(kept.snapshot(), evicted.snapshot());
    }
}

} // namespace
} // namespace signalbox::scxml
