#include "tests/engine/scxml/reader/reader_fixture.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace signalbox::scxml {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kCancel = "sb:cancelEvent='stop'";
constexpr std::string_view kState = "<state id='s'><transition event='stop go'/></state>";

std::string withTrigger(std::string_view trigger) {
    return document(fmt::format("{}\n{}", trigger, kState), kCancel);
}

std::string withSend(std::string_view send) {
    return fmt::format("<state id='s'><onentry>{}</onentry><transition event='stop'/></state>", send);
}

void expectAll(const std::vector<Fault>& faults) {
    for (const Fault& each : faults)
        expectOnly(each);
}

TEST(ScxmlExtensionTest, DocumentSaysWhatTheDeskShows) {
    const StatechartDraft draft =
        draftOf("<datamodel><data id='bug' expr='{}'/></datamodel><state id='s'><transition event='Close'/></state>",
                "sb:title=' The  bug ' sb:version='12' sb:assignee='bug.owner' sb:key='bug.number' "
                "sb:cancelEvent='Close'");
    EXPECT_EQ(draft.title, "The bug");
    EXPECT_EQ(draft.version, 12u);
    EXPECT_EQ(draft.assigneeLocation, "/bug/owner");
    EXPECT_EQ(draft.keyLocation, "/bug/number");
    EXPECT_EQ(draft.cancelEvent, "Close");
}

TEST(ScxmlExtensionTest, StateHasALabelALimitAndMayBeTransparent) {
    const StatechartDraft draft =
        draftOf("<state id='s' sb:label='Waiting for it' sb:sla='PT1H30M' sb:transparent='true' sb:alert='true'/>");
    EXPECT_EQ(draft.states[0].label, "Waiting for it");
    EXPECT_EQ(draft.states[0].limit, Duration{90min});
    EXPECT_TRUE(draft.states[0].isTransparent);
    EXPECT_TRUE(draft.states[0].isAlert);
}

TEST(ScxmlExtensionTest, CodeOfElsewhereIsDescribed) {
    const StatechartDraft draft =
        draftOf("<state id='s' sb:actions='on entry: mail'><transition event='stop' sb:guard=' it is  late ' "
                "sb:actions='refund'/></state>",
                kCancel);
    EXPECT_EQ(draft.states[0].actions, "on entry: mail");
    EXPECT_EQ(draft.transitions[0].guard, "it is late");
    EXPECT_EQ(draft.transitions[0].actions, "refund");
    EXPECT_FALSE(draft.transitions[0].condition) << "it never does anything";
}

TEST(ScxmlExtensionTest, LimitIsWrittenAsPeopleDo) {
    const std::vector<std::pair<std::string, Duration>> rows{
        {"4h", 4h},       {"30m", 30min}, {"2s", 2s},        {"2d", 48h},    {"1.5s", 1500ms},
        {"200ms", 200ms}, {"P3D", 72h},   {"P2W", 14 * 24h}, {"PT48H", 48h}, {"P1DT2H3M4.5S", 26h + 3min + 4500ms},
    };
    for (const auto& [text, expected] : rows)
        EXPECT_EQ(draftOf(fmt::format("<state id='s' sb:sla='{}'/>", text)).states[0].limit, expected) << text;
    for (const std::string_view text :
         {"", "h", "4", "-4h", "4 h", "1e3s", "P", "P1Y", "PT", "P3", "PT1M1H", "0s", "99999d"}) {
        const ReadResult result = readText(document(fmt::format("<state id='s' sb:sla='{}'/>", text)));
        EXPECT_FALSE(result.draft) << text;
    }
}

TEST(ScxmlExtensionTest, TriggerIsASignature) {
    const StatechartDraft draft =
        draftOf("<sb:trigger event='go' label='Go on'>"
                "<sb:param name='to' type='string' required='true' label='Where to' pattern='[a-z]+' format='email'/>"
                "<sb:param name='n' type='integer' minimum='1' default='3'/>"
                "<sb:param name='how' type='enum' values='fast slow' default='slow'/></sb:trigger>"
                "<sb:trigger name='stop'/>" +
                    std::string(kState),
                kCancel);
    ASSERT_EQ(draft.triggers.size(), 2u);
    EXPECT_EQ(draft.triggers[0].name, "go");
    EXPECT_EQ(draft.triggers[0].label, "Go on");
    EXPECT_TRUE(draft.triggers[0].hasSignature);
    const std::vector<ParameterStructure>& parameters = draft.triggers[0].parameters;
    ASSERT_EQ(parameters.size(), 3u);
    EXPECT_EQ(parameters[0].type, ValueType::String);
    EXPECT_TRUE(parameters[0].required);
    EXPECT_EQ(parameters[0].label, "Where to");
    EXPECT_EQ(parameters[0].pattern, "[a-z]+");
    EXPECT_EQ(parameters[0].format, "email");
    EXPECT_EQ(parameters[1].minimum, 1.0);
    EXPECT_EQ(parameters[1].defaultValue, Json(3));
    EXPECT_FALSE(parameters[1].required);
    EXPECT_EQ(parameters[2].type, ValueType::String);
    EXPECT_EQ(parameters[2].choices, (std::vector<Json>{"fast", "slow"}));
    EXPECT_EQ(draft.triggers[1].name, "stop");
}

TEST(ScxmlExtensionTest, SendSaysHowItIsSent) {
    const StatechartDraft draft =
        draftOf(withSend("<send type='basichttp' target='http://x' event='e' sb:ordered='true'>"
                         "<sb:header name='Authorization' value='Bearer ${secret:shop}'/>"
                         "<sb:header name='X-Empty' value=''/><param name='a' expr='1'/></send>"
                         "<send type='urn:signalbox:mail' target='sue' sb:ordered='false'/>"
                         "<send typeexpr=\"'basichttp'\" target='http://x' sb:ordered='true'/>"),
                kCancel);
    const Block& block = draft.states.at(0).entries.at(0);
    const auto& web = std::get<Send>(block.at(0).element);
    EXPECT_TRUE(web.isOrdered);
    EXPECT_EQ(web.headers, (std::vector<Header>{{.name = "Authorization", .value = "Bearer ${secret:shop}"},
                                                {.name = "X-Empty", .value = ""}}));
    EXPECT_EQ(web.payload.parameters.size(), 1U);
    EXPECT_FALSE(std::get<Send>(block.at(1).element).isOrdered);
    EXPECT_TRUE(std::get<Send>(block.at(1).element).headers.empty());
    EXPECT_TRUE(std::get<Send>(block.at(2).element).isOrdered);
}

TEST(ScxmlExtensionTest, HowAnEventIsSentIsChecked) {
    const auto fault = [](std::string_view send) { return document(withSend(send), kCancel); };
    expectAll({
        {"event", fault("<send event='e' @sb:ordered='true'/>"),
         "'sb:ordered' means something for mails and web requests only", Severity::Warning},
        {"flag", fault("<send type='basichttp' target='x' sb:ordered='@yes'/>"),
         "'ordered' must be true or false, not 'yes'"},
        {"of a mail", fault("<send type='urn:signalbox:mail' target='sue'>@<sb:header name='A' value='1'/></send>"),
         "<sb:header> means something for web requests only", Severity::Warning},
        {"name", fault("<send type='basichttp' target='x'><sb:header name='@A B' value='1'/></send>"),
         "'A B' is no name of a header"},
        {"value", fault("<send type='basichttp' target='x'><sb:header name='A' value='@1&#10;B: 2'/></send>"),
         "a header's value is one line without control characters"},
        {"no value", fault("<send type='basichttp' target='x'>@<sb:header name='A'/></send>"),
         "<sb:header> needs the attribute 'value'"},
        {"more", fault("<send type='basichttp' target='x'><sb:header name='A' value='1' @expr='2'/></send>"),
         "'expr' means nothing on <sb:header>", Severity::Warning},
    });
}

TEST(ScxmlExtensionTest, UnknownNamesAreToldAsProbableMistakes) {
    expectAll({
        {"state", document(R"(<state id='s' @sb:lable='x'><transition event='stop'/></state>)", kCancel),
         "'sb:lable' means nothing on <state>; did you mean 'label'?", Severity::Warning},
        {"document", document(kState, "sb:cancelEvent='stop' @sb:colour='x'"), "'sb:colour' means nothing on <scxml>",
         Severity::Warning},
        {"transition", document("<state id='s'><transition event='stop' @sb:label='x'/></state>", kCancel),
         "'sb:label' means nothing on <transition>", Severity::Warning},
        {"element", withTrigger("@<sb:button/>"), "<sb:button> means nothing in <scxml>", Severity::Warning},
        {"in trigger", withTrigger("<sb:trigger event='go'>@<sb:params/></sb:trigger>"),
         "<sb:params> means nothing in <sb:trigger>", Severity::Warning},
        {"attribute", withTrigger("<sb:trigger event='go' @tooltip='x'/>"), "'tooltip' means nothing on <sb:trigger>",
         Severity::Warning},
    });
}

TEST(ScxmlExtensionTest, ValuesAreChecked) {
    expectAll({
        {"version", document(kState, "sb:cancelEvent='stop' sb:version='@1.2'"),
         "'sb:version' must be a whole number from 1, not '1.2'"},
        {"assignee", document(kState, "sb:cancelEvent='stop' sb:assignee='@a[0]'"),
         "'sb:assignee' must name a place in the data, like \"bug.owner\", not 'a[0]'"},
        {"limit", document("<state id='s' sb:sla='@soon'><transition event='stop'/></state>", kCancel),
         "'soon' is no span of time: write it like \"4h\", \"30m\", \"2d\" or \"PT1H30M\""},
        {"flag", document("<state id='s' sb:transparent='@1'><transition event='stop'/></state>", kCancel),
         "'transparent' must be true or false, not '1'"},
        {"trigger", withTrigger("@<sb:trigger/>"), "<sb:trigger> needs the attribute 'event'"},
        {"parameter", withTrigger("<sb:trigger event='go'>@<sb:param/></sb:trigger>"),
         "<sb:param> needs the attribute 'name'"},
        {"type", withTrigger("<sb:trigger event='go'><sb:param name='n' type='@text'/></sb:trigger>"),
         "there is no type 'text': use string, enum, integer, number, boolean, object, array or any"},
        {"default", withTrigger("<sb:trigger event='go'><sb:param name='n' type='integer' default='@x'/></sb:trigger>"),
         "'x' is no integer"},
        {"choice",
         withTrigger("<sb:trigger event='go'><sb:param name='n' type='enum' values='a b' default='@c'/>"
                     "</sb:trigger>"),
         "'c' is none of the values"},
        {"minimum", withTrigger("<sb:trigger event='go'><sb:param name='n' minimum='@low'/></sb:trigger>"),
         "'minimum' must be a number, not 'low'"},
        {"order",
         withTrigger("@<sb:trigger event='go'><sb:param name='a'/><sb:param name='b' required='true'/>"
                     "</sb:trigger>"),
         "the required parameter 'b' must stand before the optional ones"},
        {"same", withTrigger("@<sb:trigger event='go'><sb:param name='a'/><sb:param name='a'/></sb:trigger>"),
         "two parameters are named 'a'"},
    });
    const ReadResult pattern =
        readText(withTrigger("<sb:trigger event='go'><sb:param name='a' pattern='['/></sb:trigger>"));
    ASSERT_EQ(pattern.diagnostics.size(), 1u);
    EXPECT_TRUE(pattern.diagnostics[0].message.starts_with("the pattern is no regular expression"));
}

TEST(ScxmlExtensionTest, NamesThatLeadNowhereAreToldAsProbableMistakes) {
    expectAll({
        {"no cancel", '@' + document(kState, "sb:title='x'"),
         "it cannot be cancelled: name the event that does it with sb:cancelEvent", Severity::Warning},
        {"cancel", document(kState, "sb:cancelEvent='@halt'"),
         "no transition waits for 'halt', so nothing can be cancelled", Severity::Warning},
        {"trigger", withTrigger("@<sb:trigger event='gone'/>"), "no transition waits for 'gone'", Severity::Warning},
        {"assignee", document(kState, "sb:cancelEvent='stop' sb:assignee='@owner'"),
         "there is no <data> for the place that 'sb:assignee' names", Severity::Warning},
        {"key", document(kState, "sb:cancelEvent='stop' sb:key='@number'"),
         "there is no <data> for the place that 'sb:key' names", Severity::Warning},
    });
    EXPECT_TRUE(readText(document("<final id='f'/>")).diagnostics.empty()) << "plain SCXML need not be cancelled";
}

} // namespace
} // namespace signalbox::scxml
