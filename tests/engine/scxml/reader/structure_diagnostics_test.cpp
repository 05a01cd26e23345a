#include "tests/engine/scxml/reader/reader_fixture.h"

#include <gtest/gtest.h>

namespace signalbox::scxml {
namespace {

void expectAll(const std::vector<Fault>& faults) {
    for (const Fault& each : faults)
        expectOnly(each);
}

TEST(ScxmlStructureDiagnosticsTest, IdsAreNamesAndUnique) {
    expectAll({
        {"digit", document("<state id='@1a'/>"),
         "'1a' cannot be an id: begin with a letter or '_', then use letters, digits, '_', '-' and '.'"},
        {"blank", document("<state id='@a b'/>"),
         "'a b' cannot be an id: begin with a letter or '_', then use letters, digits, '_', '-' and '.'"},
        {"twice", document("<state id='a'>\n<state id='@a'/></state>"), "the id 'a' is taken: first in line 2"},
        {"history",
         document("<state id='s'><history id='@s'><transition target='t'/></history><state id='t'/></state>"),
         "the id 's' is taken: first in line 2"},
        {"variable",
         document("<datamodel><data id='v'/></datamodel><state id='s'><datamodel>@<data id='v'/></datamodel>"
                  "</state>"),
         "the variable 'v' is declared twice: first in line 2"},
    });
}

TEST(ScxmlStructureDiagnosticsTest, TargetsMustExist) {
    expectAll({
        {"near", document("<state id='shipping'><transition event='e' target='@shiped'/><state id='shipped'/></state>"),
         "there is no state 'shiped'; did you mean 'shipped'?"},
        {"far", document("<state id='a'><transition event='e' target='@quite_elsewhere'/></state>"),
         "there is no state 'quite_elsewhere'"},
        {"second", document("<state id='a'><transition event='e' target='a @zzz'/></state>"),
         "there is no state 'zzz'"},
        {"document", document("<state id='a'/>", "initial='@zzz'"), "there is no state 'zzz'"},
        {"initial", document("<state id='a' initial='@zzz'><state id='b'/></state>"), "there is no state 'zzz'"},
    });
}

TEST(ScxmlStructureDiagnosticsTest, TargetsMustGoTogether) {
    const std::string together = "'b' and 'c' cannot be active together: they are not in different regions of one "
                                 "<parallel>";
    expectAll({
        {"siblings",
         document("<state id='a'><transition event='e' target='c @b' type='internal'/><state id='b'/>"
                  "<state id='c'/></state>"),
         together},
        {"top", document("<state id='b'/><state id='c'/>", "initial='b @c'"), together},
    });
    EXPECT_TRUE(
        readText(document("<parallel id='a'><state id='b'/><state id='c'/></parallel>", "initial='c b'")).draft);
}

TEST(ScxmlStructureDiagnosticsTest, InitialStatesMustStandInTheirState) {
    expectAll({
        {"sibling", document("<state id='a' initial='@c'><state id='b'/></state><state id='c'/>"),
         "the initial state 'c' must stand in 'a'"},
        {"itself", document("<state id='a' initial='@a'/>"), "the initial state 'a' must stand in 'a'"},
        {"event",
         document("<state id='a'><initial><transition @event='e' target='b'/></initial><state id='b'/></state>"),
         "the <transition> of <initial> may not have 'event'"},
        {"cond", document("<state id='a'><initial><transition @cond='1' target='b'/></initial><state id='b'/></state>"),
         "the <transition> of <initial> may not have 'cond'"},
    });
}

TEST(ScxmlStructureDiagnosticsTest, HistoryHasADefaultAmongItsSiblings) {
    const auto inA = [](std::string_view history) {
        return document(std::string(history) + "<state id='b'><state id='c'/></state></state><state id='d'>"
                                               "<transition event='e' target='h a'/></state>");
    };
    expectAll({
        {"shallow", inA("<state id='a'><history id='h'><transition target='@c'/></history>"),
         "the default of the shallow history 'h' must be a child of 'a'"},
        {"deep", inA("<state id='a'><history id='h' type='deep'><transition target='@d'/></history>"),
         "the default of the deep history 'h' must be a state in 'a'"},
        {"cond", inA("<state id='a'><history id='h'><transition @cond='1' target='b'/></history>"),
         "the <transition> of <history> may not have 'cond'"},
        {"none", inA("<state id='a'>@<history id='h'/>"), "<history> needs <transition>"},
        {"type", inA("<state id='a'><history id='h' type='@total'><transition target='b'/></history>"),
         "'type' of <history> must be shallow or deep, not 'total'"},
        {"no id", document("<state id='a'>@<history><transition target='b'/></history><state id='b'/></state>"),
         "<history> has no id: no transition can lead to it", Severity::Warning},
    });
}

TEST(ScxmlStructureDiagnosticsTest, ScopeOfATransitionIsOneOfTwo) {
    expectOnly({"type", document("<state id='a'><transition event='e' type='@local'/></state>"),
                "'type' of <transition> must be internal or external, not 'local'"});
}

TEST(ScxmlStructureDiagnosticsTest, StatesThatNothingLeadsToAreTold) {
    expectAll({
        {"second", document("<state id='a'/>@<state id='b'><state id='c'/></state>"), "nothing leads to the state 'b'",
         Severity::Warning},
        {"from itself", document("<state id='a'/>@<state id='b'><transition event='e' target='b'/></state>"),
         "nothing leads to the state 'b'", Severity::Warning},
        {"history",
         document("<state id='a'>@<history id='h'><transition target='b'/></history><state id='b'/></state>"),
         "nothing leads to the state 'h'", Severity::Warning},
    });
    EXPECT_TRUE(
        readText(document("<state id='x'><transition event='e' target='c'/></state>"
                          "<parallel id='p'><state id='a'><state id='b'/><state id='c'/></state>"
                          "<state id='d'><state id='f'><transition event='g' target='b'/></state></state></parallel>"))
            .diagnostics.empty());
}

TEST(ScxmlStructureDiagnosticsTest, TransitionIntoItsOwnStateIsATrap) {
    expectOnly(
        {"external",
         document("<state id='a'>@<transition event='e' target='c'/><state id='b'/><state id='c'/></state>"),
         "this leaves and enters 'a' itself, with its onexit and onentry: write type=\"internal\" to stay in 'a'",
         Severity::Warning});
}

TEST(ScxmlStructureDiagnosticsTest, EffectInAStateThatIsResumedIsATrap) {
    const auto resumed = [](std::string_view type, std::string_view inner) {
        return document("<state id='a'><history id='h' type='" + std::string(type) +
                            "'><transition target='b'/></history><state id='b'><state id='c'>" + std::string(inner) +
                            "</state></state></state><state id='d'><transition event='e' target='h'/></state>",
                        "initial='d'");
    };
    const std::string send = "<send type='urn:signalbox:mail'/>";
    expectAll({
        {"mail", resumed("deep", "<onentry>@" + send + "</onentry>"),
         "the history 'h' can resume 'c', and sends this again: guard it with <if>, or send it in the transition",
         Severity::Warning},
        {"other workflow", resumed("deep", "<onentry>@<send event='e' targetexpr='x'/></onentry>"),
         "the history 'h' can resume 'c', and sends this again: guard it with <if>, or send it in the transition",
         Severity::Warning},
        {"child", resumed("deep", "@<invoke type='x'/>"), "the history 'h' can resume 'c', and starts this child anew",
         Severity::Warning},
    });
    for (const std::string& harmless :
         {resumed("shallow", "<onentry>" + send + "</onentry>"), resumed("deep", "<onexit>" + send + "</onexit>"),
          resumed("deep", "<onentry><if cond='1'>" + send + "</if></onentry>"),
          resumed("deep", "<onentry><send event='e' delay='1s'/></onentry>")})
        EXPECT_TRUE(readText(harmless).diagnostics.empty()) << harmless;
}

} // namespace
} // namespace signalbox::scxml
