#include "engine/chart/machine_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using ::testing::HasSubstr;

// Every member away from its default.
MachineEvent everything() {
    return {.name = "done.invoke.pay",
            .type = EventOrigin::Internal,
            .sendId = "s1",
            .origin = "#_scxml_BUG-1",
            .originType = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor",
            .invokeId = "pay",
            .data = Json{{"amount", 3}}};
}

std::string faultOf(const Json& json) {
    const auto event = machineEventFromJson(json);
    EXPECT_FALSE(event.has_value());
    if (event) return {};
    EXPECT_EQ(event.error().code, ErrorCode::Corrupt);
    return event.error().message;
}

MachineEvent named(std::string name) {
    MachineEvent event;
    event.name = std::move(name);
    return event;
}

TEST(MachineEventTest, JsonRoundTripKeepsEveryMember) {
    EXPECT_EQ(machineEventFromJson(Json::parse(toJson(everything()).dump())), everything());
    MachineEvent event = named("error.execution");
    event.type = EventOrigin::Platform;
    EXPECT_EQ(machineEventFromJson(toJson(event)), event);
}

TEST(MachineEventTest, JsonLeavesDefaultsOut) {
    EXPECT_EQ(toJson(named("go")).dump(), R"({"name":"go"})");
}

TEST(MachineEventTest, NullIsDataAndNoDataIsNone) {
    MachineEvent event = named("go");
    event.data = Json(nullptr);
    EXPECT_EQ(machineEventFromJson(toJson(event)), event);
    EXPECT_NE(toJson(event), toJson(named("go")));
}

TEST(MachineEventTest, FaultsNameTheMember) {
    EXPECT_THAT(faultOf(Json::array()), HasSubstr("no object"));
    EXPECT_THAT(faultOf(Json::object()), HasSubstr("'name'"));
    const auto withFault = [](const char* member, const Json& value) {
        Json json = toJson(everything());
        json[member] = value;
        return faultOf(json);
    };
    for (const char* member : {"name", "sendId", "origin", "originType", "invokeId"})
        EXPECT_THAT(withFault(member, 1), HasSubstr(std::string("'") + member + "'"));
    for (const Json& type : {Json(3), Json(-1), Json("internal"), Json(1.5)})
        EXPECT_THAT(withFault("type", type), HasSubstr("'type'")) << type;
    EXPECT_THAT(withFault("colour", "red"), HasSubstr("/colour"));
}

TEST(MachineEventTest, ADescriptorMeansItselfAndWhatItBegins) {
    EXPECT_TRUE(isMeantBy("error", "error"));
    EXPECT_TRUE(isMeantBy("error.send", "error"));
    EXPECT_TRUE(isMeantBy("error.send.failed", "error"));
    EXPECT_TRUE(isMeantBy("error.send.failed", "error.send"));
    EXPECT_FALSE(isMeantBy("errors", "error"));
    EXPECT_FALSE(isMeantBy("errors.my", "error"));
    EXPECT_FALSE(isMeantBy("err", "error"));
    EXPECT_FALSE(isMeantBy("error", "error.send"));
    EXPECT_FALSE(isMeantBy("Error", "error"));
}

TEST(MachineEventTest, AStarOrADotAtTheEndAddsNothing) {
    for (const char* descriptor : {"a", "a.*", "a."}) {
        EXPECT_TRUE(isMeantBy("a", descriptor)) << descriptor;
        EXPECT_TRUE(isMeantBy("a.b", descriptor)) << descriptor;
        EXPECT_FALSE(isMeantBy("ab", descriptor)) << descriptor;
        EXPECT_FALSE(isMeantBy("b.a", descriptor)) << descriptor;
    }
}

TEST(MachineEventTest, AStarMeansAnyEvent) {
    for (const char* name : {"a", "a.b", "done.state.pay"})
        EXPECT_TRUE(isMeantBy(name, "*")) << name;
}

} // namespace
} // namespace signalbox
