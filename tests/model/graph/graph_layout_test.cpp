#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "model/graph/dot_text.h"
#include "model/graph/graph_layouter.h"
#include "model/graph/simple_layout.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/graph_charts.h"

#include <gtest/gtest.h>

#include <chrono>
#include <ostream>

namespace signalbox::model {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace signalbox::tests;

GraphFonts fonts() {
    QFont font;
    font.setPixelSize(13);
    QFont small;
    small.setPixelSize(11);
    return {font, font, small};
}

GraphSpec specOf(const ChartStructure& chart) {
    return graphSpec(chart, QString::fromStdString(chart.name), fonts());
}

bool isCompound(const GraphSpec& spec, std::size_t state) {
    return hasSubstates(spec.structure.states[state].kind);
}

std::string nameOf(const GraphSpec& spec, std::size_t state) {
    return spec.structure.states[state].name;
}

// Every pair of leaves, and of labels, and each label with each leaf and heading.
void expectNothingOverlaps(const GraphSpec& spec, const GraphLayout& layout) {
    std::vector<std::pair<QRectF, std::string>> rects;
    for (std::size_t i = 0; i < layout.states.size(); ++i)
        rects.emplace_back(isCompound(spec, i) ? layout.states[i].title : layout.states[i].box, nameOf(spec, i));
    for (std::size_t i = 0; i < layout.edges.size(); ++i)
        rects.emplace_back(layout.edges[i].label,
                           "label " + std::to_string(i) + " " + spec.edges[i].text.toStdString());
    for (std::size_t i = 0; i < rects.size(); ++i) {
        EXPECT_FALSE(rects[i].first.isEmpty()) << rects[i].second;
        EXPECT_TRUE(layout.bounds.contains(rects[i].first)) << rects[i].second;
        for (std::size_t j = i + 1; j < rects.size(); ++j)
            EXPECT_FALSE(rects[i].first.intersects(rects[j].first)) << rects[i].second << " / " << rects[j].second;
    }
}

void expectChildrenInside(const GraphSpec& spec, const GraphLayout& layout) {
    for (std::size_t i = 0; i < layout.states.size(); ++i) {
        const auto parent = spec.structure.states[i].parent;
        if (!parent) continue;
        EXPECT_TRUE(layout.states[parent->value()].box.contains(layout.states[i].box)) << nameOf(spec, i);
    }
}

void expectArrowsReachTheirStates(const GraphSpec& spec, const GraphLayout& layout) {
    for (std::size_t i = 0; i < layout.edges.size(); ++i) {
        ASSERT_FALSE(layout.edges[i].path.isEmpty()) << i;
        const auto touches = [&](StateIndex state, const QPointF& point) {
            return layout.states[state.value()].box.adjusted(-4, -4, 4, 4).contains(point);
        };
        EXPECT_TRUE(touches(spec.edges[i].from, layout.edges[i].path.pointAtPercent(0))) << i;
        EXPECT_TRUE(touches(spec.edges[i].to, layout.edges[i].tip)) << i;
    }
}

void expectGood(const GraphSpec& spec, const GraphLayout& layout) {
    expectNothingOverlaps(spec, layout);
    expectChildrenInside(spec, layout);
    expectArrowsReachTheirStates(spec, layout);
}

struct ChartCase {
    const char* name;
    ChartStructure chart;
};

std::ostream& operator<<(std::ostream& stream, const ChartCase& row) {
    return stream << row.name;
}

class GraphLayoutOf : public testing::TestWithParam<ChartCase> {};

TEST_P(GraphLayoutOf, DotOverlapsNothing) {
    const GraphSpec spec = specOf(GetParam().chart);
    const std::atomic<bool> isCancelled = false;
    const GraphLayout layout = layOut(spec, {u"dot"_s, 120s}, isCancelled);
    EXPECT_NE(layout.engine, LayoutEngine::Simple);
    expectGood(spec, layout);
}

TEST_P(GraphLayoutOf, SimpleOverlapsNothing) {
    const GraphSpec spec = specOf(GetParam().chart);
    const GraphLayout layout = simpleLayout(spec);
    EXPECT_EQ(layout.engine, LayoutEngine::Simple);
    expectGood(spec, layout);
    EXPECT_EQ(layout, simpleLayout(spec));
}

INSTANTIATE_TEST_SUITE_P(Charts, GraphLayoutOf,
                         testing::Values(ChartCase{"Bug", bugDefinition().structure}, ChartCase{"Order", orderChart()},
                                         ChartCase{"Regions", regionsChart()}, ChartCase{"Wide", wideChart(300)}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(GraphLayout, AHistoryIsASmallCircle) {
    const GraphSpec spec = specOf(regionsChart());
    const StateIndex last = *findState(spec.structure, "last");
    EXPECT_EQ(spec.states[last.value()].width(), spec.states[last.value()].height());
    EXPECT_LT(spec.states[last.value()].height(), spec.states.front().height());
}

TEST(GraphLayout, HasRoomForTheCurrentStatesSecondLine) {
    const GraphSpec spec = specOf(bugDefinition().structure);
    const QFontMetricsF name(fonts().name);
    const QFontMetricsF small(fonts().small);
    for (const QSizeF& size : {spec.states[1], spec.states[2]}) {
        EXPECT_GE(size.height(), name.height() + small.height());
        EXPECT_GE(size.width(), small.horizontalAdvance(u"Sue \u00b7 4 m \u00b7 \u00d72"_s));
    }
}

TEST(GraphLayout, LabelsHaveRoomForKeyAndDots) {
    const GraphSpec spec = specOf(bugDefinition().structure);
    QFont bold = fonts().label;
    bold.setWeight(QFont::DemiBold);
    EXPECT_GE(spec.labels[1].width(), QFontMetricsF(bold).horizontalAdvance(u"1 Assign\u2026"_s));
}

TEST(GraphLayout, NoTextOfADefinitionReachesDot) {
    ChartStructure chart = bugDefinition().structure;
    chart.states[2].name = "x\"]; } evil [label=\"";
    chart.triggers[1].label = "<TABLE>\n\\N";
    const QByteArray text = dotText(specOf(chart), DotLabels::Reserved);
    EXPECT_FALSE(text.contains("evil"));
    EXPECT_FALSE(text.contains("\\N"));
}

TEST(GraphLayout, GarbageIsNoLayout) {
    const GraphSpec spec = specOf(bugDefinition().structure);
    for (const char* answer : {"", "garbage", "[]", "{}", R"({"bb":"0,0,10,10","objects":[],"edges":[]})"})
        EXPECT_FALSE(layoutFromDot(spec, answer, DotLabels::Reserved)) << answer;
}

// A program that stands in for dot.
class FakeDot {
public:
    explicit FakeDot(const QByteArray& script) {
        QFile file(path());
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n" + script + "\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QString path() const { return m_directory.filePath(u"dot"_s); }

private:
    QTemporaryDir m_directory;
};

GraphLayoutPtr answerOf(GraphLayouter& layouter, const GraphSpec& spec) {
    GraphLayoutPtr answer;
    layouter.request(spec, &layouter, [&](const GraphLayoutPtr& layout) { answer = layout; });
    EXPECT_EQ(answer, nullptr) << "answers come through the event loop";
    EXPECT_TRUE(QTest::qWaitFor([&] { return answer != nullptr; }, 60'000));
    return answer;
}

TEST(GraphLayouter, FallsBackWithoutGraphviz) {
    GraphLayouter layouter({u"/no/such/dot"_s, 2s});
    const GraphLayoutPtr layout = answerOf(layouter, specOf(bugDefinition().structure));
    EXPECT_EQ(layout->engine, LayoutEngine::Simple);
    EXPECT_EQ(layout->fault, LayoutFault::NotInstalled);
}

TEST(GraphLayouter, FallsBackWithinItsLimitWhenDotHangs) {
    const FakeDot dot("exec sleep 600");
    GraphLayouter layouter({dot.path(), 300ms});
    QElapsedTimer timer;
    timer.start();
    const GraphLayoutPtr layout = answerOf(layouter, specOf(bugDefinition().structure));
    EXPECT_EQ(layout->fault, LayoutFault::TimedOut);
    EXPECT_LT(timer.elapsed(), 30'000);
}

TEST(GraphLayouter, FallsBackWhenDotFailsOrTalksNonsense) {
    for (const char* script : {"cat >/dev/null; exit 1", "cat >/dev/null; echo nonsense", "exit 0", "kill -SEGV $$"}) {
        const FakeDot dot(script);
        GraphLayouter layouter({dot.path(), 20s});
        EXPECT_EQ(answerOf(layouter, specOf(bugDefinition().structure))->fault, LayoutFault::GaveUp) << script;
    }
}

TEST(GraphLayouter, TriesAgainWithoutLabels) {
    const FakeDot dot("text=$(cat); case \"$text\" in *'id=e0 label'*) exit 1;; esac; "
                      "printf '%s' \"$text\" | exec dot \"$@\"");
    GraphLayouter layouter({dot.path(), 60s});
    const GraphSpec spec = specOf(bugDefinition().structure);
    const GraphLayoutPtr layout = answerOf(layouter, spec);
    EXPECT_EQ(layout->engine, LayoutEngine::GraphvizUnlabelled);
    expectGood(spec, *layout);
}

TEST(GraphLayouter, KnownLayoutStartsNoProcess) {
    GraphLayouter layouter({u"dot"_s, 60s});
    const GraphSpec spec = specOf(bugDefinition().structure);
    const GraphLayoutPtr first = answerOf(layouter, spec);
    EXPECT_EQ(answerOf(layouter, spec), first);
    EXPECT_EQ(layouter.find(spec.key), first);
    EXPECT_EQ(layouter.runCount(), 1);
}

TEST(GraphLayouter, EndsARunningDotWhenItGoes) {
    const FakeDot dot("exec sleep 600");
    QElapsedTimer timer;
    timer.start();
    {
        GraphLayouter layouter({dot.path(), 600s});
        layouter.request(specOf(bugDefinition().structure), &layouter, [](const GraphLayoutPtr&) { FAIL(); });
    }
    EXPECT_LT(timer.elapsed(), 60'000);
}

} // namespace
} // namespace signalbox::model
