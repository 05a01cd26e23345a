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
                                       .pattern = "x+",
                                       .minimum = 0.5,
                                       .format = "email"};
    const StateStructure parent{.name = "Parent",
                                .label = "The parent",
                                .kind = StateKind::Compound,
                                .parent = std::nullopt,
                                .initial = kChild,
                                .entries = {{.description = "e", .fromTrigger = kGo}},
                                .exits = {plain},
                                .activations = {plain},
                                .deactivations = {plain},
                                .timeouts = {{.delay = std::chrono::seconds(3), .trigger = kGo}},
                                .invokes = {"the child"},
                                .isTransparent = true,
                                .limit = std::chrono::hours(2),
                                .isAlert = true};
    StateStructure child;
    child.name = "Child";
    child.kind = StateKind::Final;
    child.parent = kParent;
    const TransitionStructure transition{.source = kParent,
                                         .triggers = {kGo},
                                         .scope = TransitionScope::Local,
                                         .targets = {},
                                         .isDynamic = true,
                                         .selector = "pick",
                                         .candidates = {{.state = kChild, .criterion = "late"}},
                                         .guards = {"g1", "g2"},
                                         .actions = {plain}};
    const TransitionStructure reentry{.source = kParent,
                                      .triggers = {kGo},
                                      .scope = TransitionScope::Reenter,
                                      .targets = {kParent},
                                      .isDynamic = false,
                                      .selector = {},
                                      .candidates = {},
                                      .guards = {},
                                      .actions = {}};
    return {.profile = Profile::Stateless,
            .name = "all",
            .version = 7,
            .title = "All",
            .initial = kChild,
            .states = {parent, child},
            .triggers = {{.name = "Go", .label = "Go on", .hasSignature = true, .parameters = {parameter}}},
            .transitions = {transition, reentry},
            .cancelTrigger = kGo,
            .assigneeLocation = "/who",
            .keyLocation = "/number",
            .sourceHash = "ab12"};
}

// Parallel A { region B { history H, state C }, state D }: what only the SCXML profile has.
ChartStructure statechart() {
    ChartStructure structure;
    structure.profile = Profile::Scxml;
    structure.name = "regions";
    const auto add = [&](std::string name, StateKind kind, std::optional<StateIndex> parent) {
        StateStructure& state = structure.states.emplace_back();
        state.name = std::move(name);
        state.kind = kind;
        state.parent = parent;
    };
    add("A", StateKind::Parallel, std::nullopt);
    add("B", StateKind::Compound, StateIndex{0});
    add("H", StateKind::DeepHistory, StateIndex{1});
    add("C", StateKind::Atomic, StateIndex{1});
    add("D", StateKind::Atomic, StateIndex{0});
    for (const char* name : {"pay", "error.*"})
        structure.triggers.emplace_back().name = name;
    TransitionStructure& both = structure.transitions.emplace_back();
    both.source = StateIndex{0};
    both.triggers = {TriggerIndex{0}, TriggerIndex{1}};
    both.scope = TransitionScope::External;
    both.targets = {StateIndex{3}, StateIndex{4}};
    TransitionStructure& eventless = structure.transitions.emplace_back();
    eventless.source = StateIndex{2};
    eventless.scope = TransitionScope::Internal;
    eventless.targets = {StateIndex{3}};
    return structure;
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

TEST(Structure, JsonRoundTripKeepsAStatechart) {
    const ChartStructure structure = statechart();
    EXPECT_EQ(structureFromJson(toJson(structure)), structure);
    EXPECT_EQ(toJson(structure).at("profile"), "scxml");
    EXPECT_EQ(toJson(structure).at("transitions"), Json::parse(R"([
        {"scope": "external", "source": 0, "targets": [3, 4], "triggers": [0, 1]},
        {"scope": "internal", "source": 2, "target": 3}])"));
}

TEST(Structure, WhatOnlyStatechartsHaveIsCorruptWithoutTheirProfile) {
    Json json = toJson(everything());
    json["transitions"][0].erase("trigger");
    EXPECT_THAT(faultOf(json), HasSubstr("'trigger'"));
    json = toJson(everything());
    json["states"][1]["kind"] = "deepHistory";
    EXPECT_THAT(faultOf(json), HasSubstr("'kind'"));
    json = toJson(everything());
    json["transitions"][0]["scope"] = "external";
    EXPECT_THAT(faultOf(json), HasSubstr("'scope'"));
}

TEST(Structure, AListOfOneIsNotInNormalForm) {
    Json json = toJson(everything());
    json["transitions"][0]["triggers"] = {json["transitions"][0]["trigger"]};
    json["transitions"][0].erase("trigger");
    EXPECT_THAT(faultOf(json), HasSubstr("/transitions/0/trigger"));
}

TEST(Structure, AHistoryHasAParent) {
    Json json = toJson(statechart());
    json["states"][2].erase("parent");
    EXPECT_THAT(faultOf(json), HasSubstr("'parent'"));
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
    for (const char* pointer : {"/transitions/0/triggers/1", "/transitions/0/targets/1"}) {
        Json json = toJson(statechart());
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
