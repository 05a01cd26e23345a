#include <QAccessible>
#include <QSignalSpy>

#include "tests/ui/graph/graph_view_fixture.h"

#include <algorithm>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using namespace signalbox::tests;

// With Open collapsed: 0 Open, 1 Deferred, 2 Resolved, 3 Closed.
class GraphCollapseTest : public GraphViewTest {
protected:
    void collapseOpen() {
        showBug();
        QSignalSpy laidOut(view.get(), &GraphView::laidOut);
        view->toggleCollapsed(StateIndex{0});
        ASSERT_TRUE(laidOut.count() > 0 || laidOut.wait(60'000));
        ASSERT_TRUE(view->chart().isCollapsed(StateIndex{0}));
    }

    void expandAgain() {
        QSignalSpy laidOut(view.get(), &GraphView::laidOut);
        ASSERT_TRUE(commands.trigger(u"graph.expandAll"_s));
        EXPECT_EQ(laidOut.count(), 1) << "a known layout is there at once";
    }

    std::size_t arrow(const QString& text) const {
        const auto& edges = view->spec().edges;
        return std::size_t(std::ranges::find(edges, text, &model::GraphEdge::text) - edges.begin());
    }

    const NodePicture& picture(std::size_t index) { return view->graphScene().nodes()[index]->picture(); }
};

TEST_F(GraphCollapseTest, CollapsedCompoundIsOneCurrentState) {
    collapseOpen();
    EXPECT_EQ(view->graphScene().nodes().size(), 4u);
    EXPECT_TRUE(picture(0).isCollapsed());
    EXPECT_TRUE(picture(0).state.isCurrent);
    EXPECT_EQ(view->state().current, StateIndex{0});
    EXPECT_TRUE(view->isCurrentVisible());
}

TEST_F(GraphCollapseTest, ArrowsOutOfWhatIsHiddenStillFire) {
    collapseOpen();
    QSignalSpy fired(view.get(), &GraphView::triggerActivated);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      onScreen(view->graphLayout()->edges[arrow(u"Defer"_s)].label.center()));
    ASSERT_EQ(fired.count(), 1);
    EXPECT_EQ(fired[0][0], u"Defer"_s);
}

TEST_F(GraphCollapseTest, TheMarkOfAHeadingTogglesByMouse) {
    showBug();
    QSignalSpy laidOut(view.get(), &GraphView::laidOut);
    const QPoint mark = onScreen(GraphPainter::disclosureRect(picture(0)).center());
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, mark);
    ASSERT_TRUE(laidOut.wait(60'000));
    EXPECT_TRUE(view->chart().isCollapsed(StateIndex{0}));
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      onScreen(GraphPainter::disclosureRect(picture(0)).center()));
    EXPECT_EQ(view->graphScene().nodes().size(), 5u);
}

TEST_F(GraphCollapseTest, KeyXCollapsesTheFocusedCompoundAndKeepsTheFocusOnIt) {
    showBug();
    focusByTab();
    view->setFocusTarget(node(0));
    QSignalSpy laidOut(view.get(), &GraphView::laidOut);
    QTest::keyClick(view.get(), Qt::Key_X);
    ASSERT_TRUE(laidOut.wait(60'000));
    EXPECT_TRUE(view->chart().isCollapsed(StateIndex{0}));
    EXPECT_EQ(view->focusTarget(), node(0));
    QTest::keyClick(view.get(), Qt::Key_X);
    EXPECT_FALSE(view->chart().isCollapsed(StateIndex{0}));
}

TEST_F(GraphCollapseTest, AStateInNoCompoundSaysWhyItCannotCollapse) {
    showBug();
    focusByTab();
    view->setFocusTarget(node(4));
    EXPECT_FALSE(commands.isEnabled(u"graph.collapse"_s));
    EXPECT_FALSE(commands.disabledReason(u"graph.collapse"_s).isEmpty());
    EXPECT_FALSE(commands.isEnabled(u"graph.expandAll"_s));
}

TEST_F(GraphCollapseTest, IsRememberedForItsDefinition) {
    collapseOpen();
    view->showDefinition(orderChart(), u"order"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view->isLaidOut(); }, 60'000));
    EXPECT_TRUE(view->chart().collapsed.empty());
    view->showDefinition(bugDefinition().structure, u"bug"_s);
    EXPECT_TRUE(view->isLaidOut());
    EXPECT_TRUE(view->chart().isCollapsed(StateIndex{0}));
}

TEST_F(GraphCollapseTest, EachShapeIsLaidOutOnceAndAChangeOfStateMovesNothing) {
    collapseOpen();
    const model::GraphLayoutPtr layout = view->graphLayout();
    showWorkflow(bugIn("Closed", WorkflowStatus::Finished));
    EXPECT_EQ(view->graphLayout(), layout);
    EXPECT_TRUE(picture(3).state.isCurrent);
    expandAgain();
    EXPECT_EQ(layouter.runCount(), 2);
    EXPECT_TRUE(picture(4).state.isCurrent) << "what changed meanwhile is shown";
}

TEST_F(GraphCollapseTest, FollowingStaysWithWhatHidesTheCurrentState) {
    collapseOpen();
    Workflow moved = bugIn("Deferred", WorkflowStatus::Active);
    showWorkflow(moved);
    view->zoomBy(4);
    view->centerCurrent();
    view->setFollowing(true);
    showWorkflow(assignedBug());
    EXPECT_EQ(view->state().current, StateIndex{0});
    EXPECT_TRUE(view->isCurrentVisible());
}

TEST_F(GraphCollapseTest, StaysInPlaceWhenZoomed) {
    showBug();
    view->zoomBy(1.5);
    const QPoint was = view->mapFromScene(view->graphLayout()->states[0].title.topLeft());
    QSignalSpy laidOut(view.get(), &GraphView::laidOut);
    view->toggleCollapsed(StateIndex{0});
    ASSERT_TRUE(laidOut.wait(60'000));
    const QPoint is = view->mapFromScene(view->graphLayout()->states[0].box.topLeft());
    EXPECT_LE((is - was).manhattanLength(), 3);
}

TEST_F(GraphCollapseTest, RevealExpandsWhatHidesAState) {
    collapseOpen();
    view->reveal(StateIndex{1});
    EXPECT_EQ(view->graphScene().nodes().size(), 5u);
}

TEST_F(GraphCollapseTest, ScreenReaderHearsThatItIsCollapsedAndMayExpandIt) {
    collapseOpen();
    QAccessibleInterface* open = QAccessible::queryAccessibleInterface(view.get())->child(0);
    EXPECT_TRUE(open->text(QAccessible::Name).startsWith(u"Open, collapsed, one state, holds the current state"_s));
    EXPECT_TRUE(open->state().collapsed);
    open->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    EXPECT_EQ(view->graphScene().nodes().size(), 5u);
}

} // namespace
} // namespace signalbox::ui
