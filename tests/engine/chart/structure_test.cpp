#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/structure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace signalbox {
namespace {

using ::testing::HasSubstr;

constexpr StateIndex kParent{0};
constexpr StateIndex kChild{1};
constexpr TriggerIndex kGo{0};

// Every member away from its default.
ChartStructure everything() {
    const ActionStructure plain{.description = "a", .fromTrigger = std::nullopt};
    const ParameterStructure parameter{.name = "p",
                                       .type = ValueType::Integer,
                                       .required = false,
                                       .label = "P",
                                       .defaultValue = Json(2),
                                       .choices = {1, 2},
                                       .pattern = "x+"};
    const StateStructure parent{.name = "Parent",
                                .label = "The parent",
                                .kind = StateKind::Compound,
                                .parent = std::nullopt,
                                .initial = kChild,
                                .entries = {{.description = "e", .fromTrigger = kGo}},
                                .exits = {plain},
                                .activations = {plain},
                                .deactivations = {plain},
                                .timeouts = {{.delay = std::chrono::seconds(3), .trigger = kGo}}};
    StateStructure child;
    child.name = "Child";
    child.kind = StateKind::Final;
    child.parent = kParent;
    const TransitionStructure transition{.source = kParent,
                                         .trigger = kGo,
                                         .scope = TransitionScope::Local,
                                         .target = std::nullopt,
                                         .isDynamic = true,
                                         .selector = "pick",
                                         .candidates = {{.state = kChild, .criterion = "late"}},
                                         .guards = {"g1", "g2"},
                                         .actions = {plain}};
    const TransitionStructure reentry{.source = kParent,
                                      .trigger = kGo,
                                      .scope = TransitionScope::Reenter,
                                      .target = kParent,
                                      .isDynamic = false,
                                      .selector = {},
                                      .candidates = {},
                                      .guards = {},
                                      .actions = {}};
    return {.name = "all",
            .version = 7,
            .title = "All",
            .initial = kChild,
            .states = {parent, child},
            .triggers = {{.name = "Go", .label = "Go on", .hasSignature = true, .parameters = {parameter}}},
            .transitions = {transition, reentry},
            .cancelTrigger = kGo,
            .assigneeLocation = "/who"};
}

std::string faultOf(const Json& json) {
    const auto structure = structureFromJson(json);
    EXPECT_FALSE(structure.has_value());
    if (structure) return {};
    EXPECT_EQ(structure.error().code, ErrorCode::Corrupt);
    return structure.error().message;
}

TEST(Structure, JsonRoundTripKeepsEveryMember) {
    const ChartStructure structure = everything();
    EXPECT_EQ(structureFromJson(toJson(structure)), structure);
    EXPECT_EQ(structureFromJson(Json::parse(toJson(structure).dump())), structure);
}

TEST(Structure, JsonRoundTripKeepsTheBugTracker) {
    const ChartPtr chart = bugTracker();
    const ChartStructure& structure = chart->structure();
    EXPECT_EQ(structureFromJson(toJson(structure)), structure);
}

TEST(Structure, JsonLeavesDefaultsOut) {
    ChartStructure structure;
    structure.name = "small";
    structure.states.emplace_back().name = "A";
    EXPECT_EQ(toJson(structure).dump(), R"({"initial":0,"name":"small","states":[{"name":"A"}],"version":1})");
}

TEST(Structure, EqualStructuresHaveEqualHashes) {
    ChartStructure structure = everything();
    EXPECT_EQ(contentHash(structure), contentHash(everything()));
    EXPECT_EQ(contentHash(structure).size(), 64U);
    structure.transitions.front().guards.back() = "g3";
    EXPECT_NE(contentHash(structure), contentHash(everything()));
}

TEST(Structure, EveryIndexIsChecked) {
    for (const char* pointer :
         {"/initial", "/cancelTrigger", "/states/1/parent", "/states/0/initial", "/states/0/entries/0/from",
          "/states/0/timeouts/0/trigger", "/transitions/0/source", "/transitions/0/trigger", "/transitions/1/target",
          "/transitions/0/candidates/0/state"}) {
        Json json = toJson(everything());
        json[Json::json_pointer(pointer)] = 9;
        EXPECT_THAT(faultOf(json), HasSubstr("leads nowhere")) << pointer;
    }
}

TEST(Structure, FaultsNameTheMember) {
    Json json = toJson(everything());
    json["states"][1]["kind"] = "round";
    EXPECT_THAT(faultOf(json), HasSubstr("'kind'"));
    json = toJson(everything());
    json.erase("version");
    EXPECT_THAT(faultOf(json), HasSubstr("'version'"));
    json = toJson(everything());
    json["triggers"][0]["colour"] = "red";
    EXPECT_THAT(faultOf(json), HasSubstr("/triggers/0/colour"));
    EXPECT_THAT(faultOf(Json::array()), HasSubstr("no object"));
    EXPECT_THAT(faultOf(nullptr), HasSubstr("no object"));
}

TEST(Structure, ParentsInACircleAreCorrupt) {
    Json json = toJson(everything());
    json["states"][0]["parent"] = 1;
    json["states"][0].erase("initial");
    EXPECT_THAT(faultOf(json), HasSubstr("'parent'"));
}

TEST(Structure, PathToRootStartsWithTheState) {
    EXPECT_EQ(pathToRoot(everything(), kChild), (std::vector{kChild, kParent}));
}

} // namespace
} // namespace signalbox
