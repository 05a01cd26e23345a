#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>

#include "tests/ui/graph/graph_view_fixture.h"
#include "ui/graph/graph_find.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

class GraphFindTest : public GraphViewTest {
protected:
    void type(const QString& text) {
        showBug();
        window.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
        view->setFocus();
        view->openFind();
        QTest::keyClicks(&field(), text);
    }
    QLineEdit& field() { return *view->findChild<QLineEdit*>(u"graphFindText"_s); }
    QString count() { return view->findChild<QLabel*>(u"graphFindCount"_s)->text(); }
    Highlight highlightOf(std::size_t state) { return view->graphScene().nodes()[state]->picture().highlight; }
};

TEST_F(GraphFindTest, CountsStatesAndArrowsAndMarksThem) {
    type(u"de"_s); // Deferred, Defer
    EXPECT_EQ(count(), u"1 of 2"_s);
    EXPECT_EQ(highlightOf(2), Highlight::At);
    QTest::keyClick(&field(), Qt::Key_Return);
    EXPECT_EQ(count(), u"2 of 2"_s);
    EXPECT_EQ(highlightOf(2), Highlight::Match);
    EXPECT_EQ(view->graphScene().edges()[3]->picture().highlight, Highlight::At);
    QTest::keyClick(&field(), Qt::Key_Return);
    EXPECT_EQ(count(), u"1 of 2"_s) << "around the end";
}

TEST_F(GraphFindTest, SaysThatNothingMatches) {
    type(u"zzz"_s);
    EXPECT_EQ(count(), u"none"_s);
    view->findNext();
    EXPECT_EQ(count(), u"none"_s);
}

TEST_F(GraphFindTest, EscapeClosesAndGivesTheFocusBackAtWhatWasFound) {
    type(u"reso"_s);
    QTest::keyClick(&field(), Qt::Key_Escape);
    EXPECT_FALSE(view->find().isOpen());
    EXPECT_TRUE(view->hasFocus());
    EXPECT_EQ(view->focusTarget(), node(3));
    EXPECT_EQ(highlightOf(3), Highlight::None);
}

TEST_F(GraphFindTest, BringsWhatIsFoundIntoSight) {
    type(u""_s);
    view->zoomBy(4);
    view->centerOn(view->graphLayout()->states[0].box.center());
    ASSERT_FALSE(view->isInPlainSight(node(4)));
    QTest::keyClicks(&field(), u"closed"_s);
    EXPECT_TRUE(QTest::qWaitFor([&] {
        const QRect place = view->mapFromScene(view->placeOf(node(4))).boundingRect();
        return (place.center() - view->viewport()->rect().center()).manhattanLength() < 6;
    }));
}

TEST_F(GraphFindTest, LettersThatAreCommandsInTheGraphAreTyped) {
    type(u"x1f"_s);
    EXPECT_EQ(field().text(), u"x1f"_s);
    EXPECT_TRUE(view->chart().collapsed.empty());
    EXPECT_FALSE(view->isFollowing());
}

TEST_F(GraphFindTest, ExpandsWhatHidesAStateThatIsFound) {
    showBug();
    view->toggleCollapsed(StateIndex{0});
    ASSERT_TRUE(QTest::qWaitFor([&] { return view->isSettled(); }, 60'000));
    type(u"assigned"_s);
    EXPECT_EQ(view->graphScene().nodes().size(), 5u);
    EXPECT_EQ(highlightOf(1), Highlight::At);
}

} // namespace
} // namespace signalbox::ui
