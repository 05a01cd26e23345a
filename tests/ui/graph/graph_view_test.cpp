#include <QAccessible>
#include <QFile>
#include <QSignalSpy>
#include <QStyle>
#include <QTemporaryDir>
#include <QTest>
#include <QVariantAnimation>

#include "tests/ui/graph/graph_view_fixture.h"
#include "ui/graph/graph_controls.h"
#include "ui/graph/graph_export_menu.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace signalbox::tests;

TEST_F(GraphViewTest, ChangeOfStateRestylesAndMovesNothing) {
    showBug();
    const model::GraphLayoutPtr layout = view->graphLayout();
    std::vector<QRectF> places;
    for (const NodeItem* item : view->graphScene().nodes())
        places.push_back(item->sceneBoundingRect());
    const QTransform zoom = view->transform();
    showWorkflow(bugIn("Closed", WorkflowStatus::Finished));
    EXPECT_EQ(view->graphLayout(), layout);
    EXPECT_EQ(view->transform(), zoom);
    EXPECT_EQ(layouter.runCount(), 1);
    for (std::size_t i = 0; i < places.size(); ++i)
        EXPECT_EQ(view->graphScene().nodes()[i]->sceneBoundingRect(), places[i]);
    EXPECT_TRUE(view->graphScene().nodes()[4]->picture().state.isCurrent);
}

TEST_F(GraphViewTest, AFlashEndsWithTheGraphOfItsArrow) {
    showBug();
    ASSERT_GT(view->style()->styleHint(QStyle::SH_Widget_Animation_Duration), 0);
    const auto flashes = [this] {
        QList<QVariantAnimation*> running = view->findChildren<QVariantAnimation*>();
        running.removeIf([](const auto* each) { return each->state() != QAbstractAnimation::Running; });
        return running;
    };
    Workflow reassigned = assignedBug();
    ++reassigned.transitionVisits[1];
    showWorkflow(reassigned);
    ASSERT_EQ(flashes().size(), 1);
    view->clear();
    EXPECT_TRUE(flashes().isEmpty());
}

TEST_F(GraphViewTest, TheSameDefinitionIsNotLaidOutAgain) {
    showBug();
    const model::GraphLayoutPtr layout = view->graphLayout();
    view->showDefinition(bugDefinition().structure, u"bug"_s);
    EXPECT_EQ(view->graphLayout(), layout);
    view->clear();
    view->showDefinition(bugDefinition().structure, u"bug"_s);
    EXPECT_EQ(view->graphLayout(), layout) << "known layouts are there at once";
}

TEST_F(GraphViewTest, ClickOnAGreenArrowFires) {
    showBug();
    QSignalSpy fired(view.get(), &GraphView::triggerActivated);
    const model::EdgeGeometry& defer = view->graphLayout()->edges[3];
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onScreen(defer.path.pointAtPercent(0.6)) + QPoint(0, 4));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onScreen(view->graphLayout()->edges[2].label.center()));
    ASSERT_EQ(fired.count(), 2);
    EXPECT_EQ(fired[0][0], u"Defer"_s);
    EXPECT_EQ(fired[1][0], u"Close"_s);
}

TEST_F(GraphViewTest, ClickOnAGreyArrowOnlyFocusesIt) {
    showBug();
    QSignalSpy fired(view.get(), &GraphView::triggerActivated);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, onScreen(view->graphLayout()->edges[4].label.center()));
    EXPECT_EQ(fired.count(), 0);
    EXPECT_EQ(view->focusTarget(), edge(4));
}

TEST_F(GraphViewTest, DragPansAndFiresNothing) {
    showBug();
    QSignalSpy fired(view.get(), &GraphView::triggerActivated);
    const QPoint start = onScreen(view->graphLayout()->edges[3].label.center());
    const QPointF corner = view->mapToScene(QPoint(0, 0));
    view->zoomBy(2);
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, start);
    QTest::mouseMove(view->viewport(), start + QPoint(60, 30));
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, start + QPoint(60, 30));
    EXPECT_EQ(fired.count(), 0);
    EXPECT_NE(view->mapToScene(QPoint(0, 0)), corner);
}

TEST_F(GraphViewTest, TabStartsAtTheCurrentStateAndGoesAlongItsArrows) {
    showBug();
    focusByTab();
    EXPECT_EQ(view->focusTarget(), node(1));
    for (const std::size_t expected : {1u, 2u, 3u}) {
        QTest::keyClick(view.get(), Qt::Key_Tab);
        EXPECT_EQ(view->focusTarget(), edge(expected)) << "by key, not by declaration";
    }
    QTest::keyClick(view.get(), Qt::Key_Tab, Qt::ShiftModifier);
    EXPECT_EQ(view->focusTarget(), edge(2));
}

TEST_F(GraphViewTest, EnterFiresTheFocusedArrow) {
    showBug();
    focusByTab();
    QSignalSpy fired(view.get(), &GraphView::triggerActivated);
    QTest::keyClick(view.get(), Qt::Key_Tab);
    QTest::keyClick(view.get(), Qt::Key_Return);
    ASSERT_EQ(fired.count(), 1);
    EXPECT_EQ(fired[0][0], u"Assign"_s);
}

TEST_F(GraphViewTest, TabAfterTheLastArrowLeavesTheView) {
    showBug();
    focusByTab();
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(view.get(), Qt::Key_Tab);
    EXPECT_EQ(view->focusTarget(), std::nullopt);
    EXPECT_FALSE(view->hasFocus());
}

TEST_F(GraphViewTest, ArrowKeysMoveToNeighbours) {
    showBug();
    focusByTab();
    QTest::keyClick(view.get(), Qt::Key_Right);
    const auto right = view->focusTarget();
    ASSERT_TRUE(right);
    EXPECT_GT(view->graphLayout()->states[right->index].box.left(), view->graphLayout()->states[1].box.right());
    QTest::keyClick(view.get(), Qt::Key_Left);
    EXPECT_EQ(view->focusTarget(), node(1));
    QTest::keyClick(view.get(), Qt::Key_Left);
    EXPECT_EQ(view->focusTarget(), node(0));
    QTest::keyClick(view.get(), Qt::Key_Left);
    EXPECT_EQ(view->focusTarget(), node(0)) << "nothing is further left";
}

TEST_F(GraphViewTest, EveryStateIsReachedByArrowKeys) {
    showBug();
    const model::GraphLayout& layout = *view->graphLayout();
    std::vector<bool> isReached(layout.states.size(), false);
    std::vector<std::size_t> open{1};
    isReached[1] = true;
    while (!open.empty()) {
        const std::size_t from = open.back();
        open.pop_back();
        for (const Direction direction : {Direction::Left, Direction::Right, Direction::Up, Direction::Down}) {
            const auto next = neighbour(layout, from, direction);
            if (!next || isReached[*next]) continue;
            isReached[*next] = true;
            open.push_back(*next);
        }
    }
    EXPECT_EQ(std::ranges::count(isReached, false), 0);
}

TEST_F(GraphViewTest, ScreenReaderFindsEveryStateAndArrow) {
    showBug();
    QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(view.get());
    ASSERT_NE(tree, nullptr);
    EXPECT_EQ(tree->text(QAccessible::Name), u"State graph"_s);
    ASSERT_EQ(tree->childCount(), 10);
    EXPECT_EQ(tree->child(1)->text(QAccessible::Name),
              u"Assigned, in Open, current state, visited 2 times, Sue \u00b7 4 m"_s);
    QAccessibleInterface* defer = tree->child(8);
    EXPECT_EQ(defer->text(QAccessible::Name), u"Defer to Deferred, permitted, key 3, taken once"_s);
    EXPECT_EQ(defer->role(), QAccessible::PushButton);
    EXPECT_FALSE(defer->rect().isEmpty());
    EXPECT_EQ(tree->indexOfChild(defer), 8);
    QSignalSpy fired(view.get(), &GraphView::triggerActivated);
    defer->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    EXPECT_EQ(fired.count(), 1);
}

TEST_F(GraphViewTest, PillLeadsBackToTheCurrentState) {
    showBug();
    auto* pill = view->findChild<QWidget*>(u"graphBackToCurrent"_s);
    ASSERT_NE(pill, nullptr);
    EXPECT_FALSE(pill->isVisible());
    view->zoomBy(4);
    view->centerOn(view->graphLayout()->states[4].box.center());
    EXPECT_TRUE(pill->isVisible());
    view->centerCurrent();
    EXPECT_FALSE(pill->isVisible());
}

TEST_F(GraphViewTest, FollowingKeepsTheCurrentStateInSight) {
    showBug();
    view->zoomBy(4);
    view->centerCurrent();
    view->setFollowing(true);
    Workflow moved = bugIn("Deferred", WorkflowStatus::Active);
    moved.row.revision = Revision{4};
    showWorkflow(moved);
    EXPECT_TRUE(view->isCurrentVisible());
}

TEST_F(GraphViewTest, FitShowsAllAfterZooming) {
    showBug();
    view->zoomBy(3);
    ASSERT_TRUE(commands.trigger(u"graph.fit"_s));
    EXPECT_TRUE(view->mapToScene(view->viewport()->rect()).boundingRect().contains(view->graphLayout()->bounds));
}

TEST_F(GraphViewTest, ExportsWhatItShows) {
    showBug();
    const QTemporaryDir directory;
    for (const auto& [name, start] :
         {std::pair("a.svg", "<?xml"), std::pair("a.png", "\x89PNG"), std::pair("a.pdf", "%PDF")}) {
        QFile file(directory.filePath(QString::fromLatin1(name)));
        EXPECT_TRUE(view->exportTo(file.fileName()).has_value()) << name;
        ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << name;
        EXPECT_TRUE(file.readAll().startsWith(start)) << name;
    }
    EXPECT_EQ(view->exportTo(directory.filePath(u"a.gif"_s)).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(view->exportTo(u"/no/such/directory/a.svg"_s).error().code, ErrorCode::Io);
}

TEST_F(GraphViewTest, WritesItsDefinitionInThreeForms) {
    showBug();
    GraphExportMenu menu(*view);
    QSignalSpy told(&menu, &GraphExportMenu::told);
    const QTemporaryDir directory;
    for (const auto& [name, start] :
         {std::pair("a.json", "{"), std::pair("a.dot", "digraph"), std::pair("a.mmd", "stateDiagram")}) {
        QFile file(directory.filePath(QString::fromLatin1(name)));
        menu.save(file.fileName());
        EXPECT_EQ(told.last()[0].toString(), u"Saved "_s + file.fileName());
        ASSERT_TRUE(file.open(QIODevice::ReadOnly)) << name;
        EXPECT_TRUE(file.readAll().startsWith(start)) << name;
    }
    menu.save(u"/no/such/directory/a.dot"_s);
    EXPECT_TRUE(told.last()[0].toString().startsWith(u"/no/such/directory/a.dot was not saved."_s));
}

TEST_F(GraphViewTest, WhatIsCollapsedIsExportedWithTheDefinition) {
    showBug();
    view->toggleCollapsed(StateIndex{0});
    ASSERT_TRUE(QTest::qWaitFor([&] { return view->isSettled(); }, 60'000));
    EXPECT_TRUE(GraphExportMenu::definitionText(view->chart().whole, u"json"_s).contains("Assigned"));
}

TEST_F(GraphViewTest, RestylesALargeChartWithoutLayout) {
    const ChartStructure chart = wideChart(300);
    model::GraphLayouter simple({u"/no/such/dot"_s, 60s});
    GraphView large(theme, commands, simple);
    large.resize(740, 480);
    large.showDefinition(chart, u"wide"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return large.isLaidOut(); }, 60'000));
    Workflow workflow = assignedBug();
    workflow.row.state = "Step0";
    workflow.stateVisits.assign(chart.states.size(), 1);
    workflow.transitionVisits.assign(chart.transitions.size(), 1);
    large.showWorkflow({&workflow, nullptr, nullptr, {}, graphNow()});
    EXPECT_EQ(simple.runCount(), 1);
    EXPECT_TRUE(large.graphScene().nodes().front()->picture().state.isCurrent);
}

} // namespace
} // namespace signalbox::ui
