#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>

#include "tests/support/local_engine.h"
#include "tests/support/scene.h"
#include "tests/ui/inspector/inspector_fixture.h"
#include "ui/inspector/comparison_dialog.h"
#include "ui/inspector/history_view.h"
#include "ui/inspector/timeline_strip.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

class HistoryViewTest : public InspectorFixture<tests::LocalEngine> {
protected:
    // Created, assigned to Sally, deferred, assigned to Sue.
    bool showStory() {
        create("BUG-1");
        fireElsewhere("BUG-1", "Assign", {{"assignee", "Sally"}});
        fireElsewhere("BUG-1", "Defer");
        fireElsewhere("BUG-1", "Assign", {{"assignee", "Sue"}});
        return show(u"BUG-1"_s) && waitFor([this] { return m_pane->history().rowCount() == 4; });
    }
    HistoryView& view() { return *find<HistoryView>("historyView"); }
    TimelineStrip& timeline() { return *find<TimelineStrip>("timeline"); }
    Revision shown() const { return m_pane->inspector().shownRevision(); }
    ComparisonDialog* comparison() {
        auto* dialog = m_pane->findChild<ComparisonDialog*>();
        return dialog && waitFor([dialog] { return dialog->isLoaded(); }) ? dialog : nullptr;
    }
    QStringList rowOf(const ComparisonDialog& dialog, int row) {
        const auto* table = dialog.findChild<QTableWidget*>();
        return {table->item(row, 0)->text(), table->item(row, 1)->text(), table->item(row, 2)->text()};
    }
};

TEST_F(HistoryViewTest, TimelineGoesToTheRevisionThatIsClicked) {
    ASSERT_TRUE(showStory());
    const auto mark = timeline().markOf(Revision{1});
    ASSERT_TRUE(mark);
    QTest::mouseClick(&timeline(), Qt::LeftButton, {}, *mark);
    EXPECT_TRUE(waitFor([this] { return shown() == Revision{1} && state() == "Assigned"; }));
    EXPECT_FALSE(m_pane->inspector().isLive());
    QTest::keyClick(&timeline(), Qt::Key_Left);
    EXPECT_TRUE(waitFor([this] { return shown() == Revision{0} && state() == "Open"; }));
    QTest::keyClick(&timeline(), Qt::Key_End);
    EXPECT_TRUE(waitFor([this] { return m_pane->inspector().isLive(); }));
}

TEST_F(HistoryViewTest, TimelineOfANarrowPaneShowsTheNewestChanges) {
    create("BUG-1");
    for (int i = 0; i < 80; ++i)
        fireElsewhere("BUG-1", "Assign", {{"assignee", "Sue"}});
    ASSERT_TRUE(show(u"BUG-1"_s) && waitFor([this] { return m_pane->history().rowCount() == 81; }));
    EXPECT_FALSE(timeline().markOf(Revision{0}));
    const auto newest = timeline().markOf(Revision{80});
    ASSERT_TRUE(newest);
    EXPECT_TRUE(timeline().rect().contains(*newest));
}

TEST_F(HistoryViewTest, FailuresOnlyLeavesNoRowOfAStoryThatWentWell) {
    ASSERT_TRUE(showStory());
    button("historyFailures")->click();
    EXPECT_EQ(view().table()->model()->rowCount(), 0);
    EXPECT_EQ(find<QLabel>("historyEmpty")->text(), u"No turn faulted, and no effect failed."_s);
    button("historyFailures")->click();
    EXPECT_EQ(view().table()->model()->rowCount(), 4);
}

TEST_F(HistoryViewTest, SavesTheWholeHistoryThoughOnlyAPageIsLoaded) {
    create("BUG-1");
    for (int i = 0; i < 450; ++i)
        fireElsewhere("BUG-1", "Assign", {{"assignee", "Sue"}});
    ASSERT_TRUE(show(u"BUG-1"_s));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"BUG-1.csv"_s);
    QSignalSpy told(&view(), &HistoryView::told);
    view().save(path);
    ASSERT_TRUE(waitFor([&told] { return !told.isEmpty(); }));
    EXPECT_EQ(told.first().first().toString(), u"Saved %1"_s.arg(path));
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(file.readAll().count('\n'), 452); // and the header
}

TEST_F(HistoryViewTest, FileThatCannotBeWrittenIsTold) {
    ASSERT_TRUE(showStory());
    QSignalSpy told(&view(), &HistoryView::told);
    view().save(u"/nowhere/at/all.json"_s);
    ASSERT_EQ(told.size(), 1);
    EXPECT_TRUE(told.first().first().toString().startsWith(u"/nowhere/at/all.json was not saved."_s));
}

TEST_F(HistoryViewTest, KeyComparesTheShownRevisionWithTheOneBefore) {
    ASSERT_TRUE(showStory());
    key(Qt::Key_D);
    ComparisonDialog* dialog = comparison();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(rowOf(*dialog, 0), QStringList({u"State"_s, u"Deferred"_s, u"Assigned"_s}));
    dialog->findChild<QPushButton*>(u"comparisonCopy"_s)->click();
    EXPECT_TRUE(QGuiApplication::clipboard()->text().startsWith(u"BUG-1, revision 2 \u2192 3\nState: Deferred"_s));
    dialog->findChild<QSpinBox*>(u"comparisonFrom"_s)->setValue(1);
    ASSERT_NE(comparison(), nullptr);
    EXPECT_EQ(rowOf(*dialog, 0), QStringList({u"Assignee"_s, u"Sally"_s, u"Sue"_s}));
}

TEST_F(HistoryViewTest, ColumnsAreAsWideAsWhatStandsInThem) {
    ASSERT_TRUE(showStory());
    EXPECT_EQ(view().table()->columnWidth(model::HistoryModel::NumberColumn), 40);
    m_pane->resize(900, 940);
    QCoreApplication::processEvents();
    fireElsewhere("BUG-1", "Defer");
    ASSERT_TRUE(waitFor([this] { return m_pane->history().rowCount() == 5; }));
    EXPECT_EQ(view().table()->columnWidth(model::HistoryModel::NumberColumn), 40);
}

TEST_F(HistoryViewTest, ColumnsEndWithTheViewAlsoWhileASplitterIsDragged) {
    ASSERT_TRUE(showStory());
    const QTableView& table = *view().table();
    QTest::mousePress(m_pane.get(), Qt::LeftButton);
    for (const int width : {740, 1000, 600, 480}) {
        m_pane->resize(width, 940);
        QCoreApplication::processEvents();
        EXPECT_EQ(table.horizontalHeader()->length(), table.viewport()->width()) << width;
    }
    QTest::mouseRelease(m_pane.get(), Qt::LeftButton);
}

TEST_F(HistoryViewTest, WidthThatSomebodyHasChosenStays) {
    ASSERT_TRUE(showStory());
    QHeaderView& header = *view().table()->horizontalHeader();
    const int column = model::HistoryModel::TransitionColumn;
    const QPoint border(header.sectionViewportPosition(column) + header.sectionSize(column) - 1, 5);
    QTest::mousePress(header.viewport(), Qt::LeftButton, {}, border);
    QTest::mouseMove(header.viewport(), border + QPoint(40, 0));
    QTest::mouseRelease(header.viewport(), Qt::LeftButton, {}, border + QPoint(40, 0));
    const int chosen = header.sectionSize(column);
    m_pane->resize(600, 940);
    QCoreApplication::processEvents();
    EXPECT_EQ(header.sectionSize(column), chosen);
}

TEST_F(HistoryViewTest, FindGoesFromRowToRow) {
    ASSERT_TRUE(showStory());
    view().findNext();
    EXPECT_EQ(view().table()->currentIndex().row(), 0);
    view().findPrevious();
    EXPECT_EQ(view().table()->currentIndex().row(), 3) << "around the end";
}

TEST_F(HistoryViewTest, Scenes) {
    ASSERT_TRUE(showStory());
    key(Qt::Key_D);
    ComparisonDialog* dialog = comparison();
    ASSERT_NE(dialog, nullptr);
    QCoreApplication::processEvents();
    saveScene(*dialog, dialog->size(), u"comparison-light"_s);
    m_theme.setScheme(Scheme::Dark);
    QCoreApplication::processEvents();
    saveScene(*dialog, dialog->size(), u"comparison-dark"_s);
}

} // namespace
} // namespace signalbox::ui
