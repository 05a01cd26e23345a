#include "engine/chart/samples/bug_tracker.h"
#include "engine/chart/writers/dot_writer.h"
#include "engine/chart/writers/mermaid_writer.h"
#include "tests/engine/chart/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace signalbox::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// All that a graph can show: three levels, a quoted name, every kind of transition, a timeout.
ChartStructure everything() {
    auto chart = machine("A>B>C D");
    chart.title("All \"kinds\"");
    chart.state("A").initial("B").permitReentry("Again").onEntry("start", telling("A"));
    chart.state("B").label("the \"B\" \\ <state>").initial("C");
    chart.state("C")
        .permitIf("Next", "D", never("g1"), never("g2"))
        .onEntryFrom("Go", "greet", telling("C"))
        .onExit("leave", telling("C"))
        .after(std::chrono::minutes(90), "Next");
    chart.state("C").internal("Note", "take note", telling("C")).ignore("Noise").permit("Up", "A");
    chart.state("D").permitDynamic("Go", {.description = "by weather",
                                          .code = [](const GuardContext&) { return "A"; },
                                          .candidates = {{"A", "sun"}, {"C", "rain"}}});
    chart.state("End").final();
    chart.state("D").permit("Stop", "End");
    return chart.build().chart->structure();
}

// Parallel P { region A { history, B, C }, state D }: what only statecharts have.
ChartStructure regions() {
    ChartStructure chart;
    chart.profile = Profile::Scxml;
    chart.name = "regions";
    const auto add = [&](std::string name, StateKind kind, std::optional<StateIndex> parent) {
        StateStructure& state = chart.states.emplace_back();
        state.name = std::move(name);
        state.kind = kind;
        state.parent = parent;
    };
    add("P", StateKind::Parallel, std::nullopt);
    add("A", StateKind::Compound, StateIndex{0});
    add("last", StateKind::DeepHistory, StateIndex{1});
    add("B", StateKind::Atomic, StateIndex{1});
    add("C", StateKind::Atomic, StateIndex{1});
    add("D", StateKind::Atomic, StateIndex{0});
    chart.states[1].initial = StateIndex{3};
    for (const char* name : {"pay", "cancel"})
        chart.triggers.emplace_back().name = name;
    const auto lead = [&](std::uint32_t source, std::vector<TriggerIndex> triggers, std::vector<StateIndex> targets) {
        TransitionStructure& transition = chart.transitions.emplace_back();
        transition.source = StateIndex{source};
        transition.triggers = std::move(triggers);
        transition.scope = TransitionScope::External;
        transition.targets = std::move(targets);
    };
    lead(0, {TriggerIndex{0}, TriggerIndex{1}}, {StateIndex{4}, StateIndex{5}});
    lead(2, {}, {StateIndex{3}});
    return chart;
}

TransitionIndex transitionOf(const ChartStructure& structure, std::string_view trigger) {
    const auto index = findTrigger(structure, trigger).value();
    for (std::uint32_t i = 0; i < structure.transitions.size(); ++i)
        if (structure.transitions[i].firstTrigger() == index) return TransitionIndex{i};
    ADD_FAILURE() << trigger;
    return {};
}

// What the real program says about `dot`, or nothing if it takes it without complaint.
std::string graphvizComplaint(const std::string& dot) {
    const auto directory = std::filesystem::path(::testing::TempDir());
    const auto base =
        directory / ("graph-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    const std::string input = base.string() + ".dot";
    const std::string errors = base.string() + ".err";
    std::ofstream(input) << dot;
    const std::string command = "dot -Tsvg -o '" + base.string() + ".svg' '" + input + "' 2> '" + errors + "'";
    const int status = std::system(command.c_str());
    std::ifstream stream(errors);
    std::string complaint(std::istreambuf_iterator<char>(stream), {});
    if (status != 0) complaint += "exit status " + std::to_string(status);
    std::error_code ignored;
    for (const char* ending : {".dot", ".err", ".svg"})
        std::filesystem::remove(base.string() + ending, ignored);
    return complaint;
}

bool hasGraphviz() {
    return std::system("dot -V > /dev/null 2>&1") == 0;
}

TEST(Conformance, Fsm119_DotShowsEveryKindOfTransition) {
    const std::string dot = writeDot(everything());
    EXPECT_THAT(dot, HasSubstr("s2 -> s3 [id=\"t1\", label=\"Next [g1] [g2]\"];"));
    EXPECT_THAT(dot, HasSubstr("label=\"Again / start\"")) << "re-entry shows the entry actions";
    EXPECT_THAT(dot, HasSubstr("s2 -> s2 [id=\"t2\", label=\"Note / take note\", style=dashed];"));
    EXPECT_THAT(dot, HasSubstr("s2 -> s2 [id=\"t3\", label=\"Noise (ignored)\", style=dashed];"));
    EXPECT_THAT(dot, HasSubstr("d5 [label=\"by weather\", shape=diamond, style=solid];"));
    EXPECT_THAT(dot, HasSubstr("d5 -> s0 [id=\"t5\", label=\"[sun]\", lhead=\"cluster_s0\"];"));
    EXPECT_THAT(dot, HasSubstr("init -> s0 [lhead=\"cluster_s0\"];"));
    EXPECT_THAT(dot, HasSubstr("s4 [label=\"End\", peripheries=2];"));
}

TEST(DotWriter, ClustersAreNestedAsTheStatesAre) {
    EXPECT_THAT(writeDot(everything()),
                ::testing::MatchesRegex("(.|\n)*  subgraph cluster_s0 \\{\n(.|\n)*"
                                        "    subgraph cluster_s1 \\{\n(.|\n)*"
                                        "      s2 \\[(.|\n)*\n    \\}\n(.|\n)*\n  \\}\n(.|\n)*"));
}

TEST(DotWriter, LabelsAreEscapedAndTellWhatHappensInside) {
    const std::string dot = writeDot(everything());
    EXPECT_THAT(dot, HasSubstr(R"(digraph "All \"kinds\"" {)"));
    EXPECT_THAT(dot, HasSubstr(R"(label="the \"B\" \\ <state>")"));
    EXPECT_THAT(dot, HasSubstr(R"(C\n----------\nentry from Go / greet\nexit / leave\nafter 90m / Next)"));
    EXPECT_THAT(writeDot(everything(), {.direction = {}, .showsActions = false, .overlay = {}}), Not(HasSubstr("---")));
}

TEST(DotWriter, OverlayMarksCurrentStateAndPath) {
    const ChartStructure structure = everything();
    const GraphOverlay overlay{.current = StateIndex{3},
                               .visited = {StateIndex{2}, StateIndex{3}},
                               .taken = {transitionOf(structure, "Next")}};
    const std::string dot = writeDot(structure, {.direction = GraphDirection::TopToBottom, .overlay = overlay});
    EXPECT_THAT(dot, HasSubstr("s3 [label=\"D\", style=\"rounded,filled\", fillcolor=\"#cfe4ff\", penwidth=2"));
    EXPECT_THAT(dot, HasSubstr("after 90m / Next\", color=\"#1c6dd0\"];"));
    EXPECT_THAT(dot, HasSubstr("label=\"Next [g1] [g2]\", color=\"#1c6dd0\""));
    EXPECT_THAT(dot, HasSubstr("rankdir=TB"));
}

TEST(DotWriter, RegionsAreDashedAndAHistoryIsACircle) {
    const std::string dot = writeDot(regions());
    EXPECT_THAT(dot, HasSubstr("graph [label=\"P\", style=rounded];"));
    EXPECT_THAT(dot, HasSubstr("graph [label=\"A\", style=\"rounded,dashed\"];"));
    EXPECT_THAT(dot, HasSubstr("s5 [label=\"D\", style=\"rounded,dashed\"];"));
    EXPECT_THAT(dot, HasSubstr("s2 [label=\"H*\", shape=circle"));
}

TEST(DotWriter, EachTargetHasAnEdge) {
    const std::string dot = writeDot(regions());
    EXPECT_THAT(dot, HasSubstr("s0 -> s4 [id=\"t0\", label=\"pay, cancel\"];"));
    EXPECT_THAT(dot, HasSubstr("s0 -> s5 [id=\"t0\", label=\"pay, cancel\"];"));
    EXPECT_THAT(dot, HasSubstr("s2 -> s3 [id=\"t1\", label=\"\"];"));
}

TEST(DotWriter, GraphvizTakesItWithoutComplaint) {
    if (!hasGraphviz()) GTEST_SKIP() << "dot is not installed";
    EXPECT_EQ(graphvizComplaint(writeDot(everything())), "");
    const ChartPtr bug = bugTracker();
    EXPECT_EQ(graphvizComplaint(writeDot(bug->structure())), "");
    EXPECT_EQ(graphvizComplaint(writeDot(regions())), "");
}

TEST(Conformance, Fsm120_MermaidShowsTheDefinition) {
    const std::string text = writeMermaid(everything(), {.direction = GraphDirection::TopToBottom, .overlay = {}});
    EXPECT_THAT(text, ::testing::StartsWith("stateDiagram-v2\n    direction TB\n    state \"A\" as s0 {\n"));
    EXPECT_THAT(text, HasSubstr("        state \"the #34;B#34; \\ #60;state#62;\" as s1 {\n"
                                "            state \"C\" as s2\n            [*] --> s2\n"));
    EXPECT_THAT(text, HasSubstr("    [*] --> s0\n"));
    EXPECT_THAT(text, HasSubstr("    state choice5 <<choice>>\n    s3 --> choice5 : Go\n    choice5 --> s0 : [sun]\n"));
    EXPECT_THAT(text, HasSubstr("    s4 --> [*]\n"));
}

TEST(MermaidWriter, TransitionsStandInTheInnermostBlockAroundThem) {
    const std::string text = writeMermaid(everything());
    EXPECT_THAT(text, HasSubstr("\n            s2 --> s2 : Note / take note\n"));
    EXPECT_THAT(text, HasSubstr("\n    s2 --> s0 : Up\n"));
    EXPECT_THAT(text, HasSubstr("\n    s2 --> s3 : Next [g1] [g2]\n"));
}

TEST(MermaidWriter, RegionsArePartedAndEachTargetHasAnArrow) {
    EXPECT_EQ(writeMermaid(regions()), "stateDiagram-v2\n"
                                       "    direction LR\n"
                                       "    state \"P\" as s0 {\n"
                                       "        state \"A\" as s1 {\n"
                                       "            state \"H*\" as s2\n"
                                       "            state \"B\" as s3\n"
                                       "            state \"C\" as s4\n"
                                       "            [*] --> s3\n"
                                       "            s2 --> s3\n"
                                       "        }\n"
                                       "        --\n"
                                       "        state \"D\" as s5\n"
                                       "    }\n"
                                       "    [*] --> s0\n"
                                       "    s0 --> s4 : pay, cancel\n"
                                       "    s0 --> s5 : pay, cancel\n");
}

TEST(MermaidWriter, OverlayMarksCurrentStateAndPath) {
    const ChartStructure structure = everything();
    const GraphOverlay overlay{.current = StateIndex{3},
                               .visited = {StateIndex{2}, StateIndex{3}},
                               .taken = {transitionOf(structure, "Next")}};
    const std::string text = writeMermaid(structure, {.direction = {}, .overlay = overlay});
    EXPECT_THAT(text, HasSubstr("s2 --> s3 : \u2713 Next"));
    EXPECT_THAT(text, HasSubstr("class s2 visited\n    class s3 current\n"));
}

TEST(GraphText, DurationsAreToldInTheLargestWholeUnit) {
    EXPECT_EQ(describe(std::chrono::seconds(90)), "90s");
    EXPECT_EQ(describe(std::chrono::hours(48)), "2d");
    EXPECT_EQ(describe(std::chrono::milliseconds(1500)), "1500ms");
    EXPECT_EQ(describe(Duration(7)), "7us");
}

} // namespace
} // namespace signalbox::test
