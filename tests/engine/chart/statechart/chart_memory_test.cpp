#include "engine/chart/chart_memory.h"
#include "engine/chart/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace signalbox {
namespace {

using ::testing::HasSubstr;

// Every member away from its default.
ChartMemory everything() {
    return {.history = {{.history = StateIndex{1}, .states = {StateIndex{2}, StateIndex{3}}}},
            .initialised = {StateIndex{0}, StateIndex{2}},
            .declared = {"a", "b"},
            .invoked = {{.id = "pay.1", .state = StateIndex{2}, .number = 1, .workflowId = "w1/pay.1"}},
            .sent = {{.timer = "send:1", .sendId = "s1"},
                     {.timer = "send:2", .sendId = "s2", .leaves = Time{std::chrono::seconds{-7}}}},
            .nextNumber = 7,
            .parentId = "BUG-1",
            .invokeId = "pay",
            .isDone = true};
}

ChartStructure fourStates() {
    ChartStructure structure;
    structure.states.resize(4);
    return structure;
}

std::string faultOf(const Json& json) {
    const auto memory = chartMemoryFromJson(fourStates(), json);
    EXPECT_FALSE(memory.has_value());
    if (memory) return {};
    EXPECT_EQ(memory.error().code, ErrorCode::Corrupt);
    return memory.error().message;
}

TEST(ChartMemoryTest, JsonRoundTripKeepsEveryMember) {
    EXPECT_EQ(chartMemoryFromJson(fourStates(), Json::parse(toJson(everything()).dump())), everything());
}

TEST(ChartMemoryTest, JsonLeavesDefaultsOut) {
    EXPECT_EQ(toJson(ChartMemory()).dump(), "{}");
    EXPECT_EQ(chartMemoryFromJson(fourStates(), Json::object()), ChartMemory());
}

TEST(ChartMemoryTest, EveryStateIsChecked) {
    for (const char* pointer : {"/history/0/history", "/history/0/states/1", "/initialised/0", "/invoked/0/state"}) {
        for (const Json& state : {Json(4), Json(-1), Json("A")}) {
            Json json = toJson(everything());
            json[Json::json_pointer(pointer)] = state;
            EXPECT_THAT(faultOf(json), HasSubstr("leads nowhere")) << pointer << " " << state;
        }
    }
}

TEST(ChartMemoryTest, FaultsNameTheMember) {
    EXPECT_THAT(faultOf(Json::array()), HasSubstr("no object"));
    for (const char* member :
         {"history", "initialised", "declared", "invoked", "sent", "nextNumber", "parentId", "invokeId", "done"}) {
        Json json = toJson(everything());
        json[member] = 1.5;
        EXPECT_THAT(faultOf(json), HasSubstr(std::string("'") + member + "'"));
    }
    for (const char* pointer : {"/declared/0", "/invoked/0/id", "/invoked/0/number", "/sent/0/timer", "/sent/0/sendId",
                                "/history/0", "/colour", "/sent/0/colour"}) {
        Json json = toJson(everything());
        json[Json::json_pointer(pointer)] = 1.5;
        EXPECT_THAT(faultOf(json), HasSubstr("member '")) << pointer;
    }
}

TEST(SnapshotTest, MemoriesAreComparedByValue) {
    const Snapshot none{.configuration = {StateIndex{1}}, .data = nullptr};
    Snapshot fresh = none;
    fresh.memory = std::make_shared<const ChartMemory>();
    Snapshot other = none;
    other.memory = std::make_shared<const ChartMemory>(everything());
    Snapshot same = none;
    same.memory = std::make_shared<const ChartMemory>(everything());
    EXPECT_EQ(none, fresh);
    EXPECT_EQ(other, same);
    EXPECT_FALSE(none == other);
}

TEST(SnapshotTest, IsInEachLeafAndItsAncestors) {
    ChartStructure structure = fourStates();
    for (const std::uint32_t child : {1U, 2U, 3U})
        structure.states[child].parent = StateIndex{0};
    const Snapshot snapshot{.configuration = {StateIndex{1}, StateIndex{3}}, .data = nullptr};
    for (const std::uint32_t state : {0U, 1U, 3U})
        EXPECT_TRUE(isIn(structure, snapshot, StateIndex{state})) << state;
    EXPECT_FALSE(isIn(structure, snapshot, StateIndex{2}));
}

} // namespace
} // namespace signalbox
