#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStackedWidget>

#include "tests/ui/workflows/workflows_fixture.h"
#include "ui/widgets/count_chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/tabular_label.h"
#include "ui/workflows/state_chips_row.h"
#include "ui/workflows/workflow_delegate.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Column = model::WorkflowListModel::Column;

namespace {

class EmptyWorkflowsTest : public WorkflowsTest {
protected:
    EmptyWorkflowsTest() : WorkflowsTest(0) {}
};

QString emptyCause(WorkflowsPane& pane) {
    const auto* empty = pane.findChild<EmptyState*>();
    return empty && empty->isVisible() ? empty->accessibleName() : QString();
}

} // namespace

TEST_F(WorkflowsTest, ArrowsHomeAndEndMoveTheSelectionAndTellWhichWorkflow) {
    show();
    QSignalSpy changed(m_pane.get(), &WorkflowsPane::currentWorkflowChanged);
    QTest::keyClick(&m_pane->table(), Qt::Key_Down);
    EXPECT_EQ(m_pane->currentWorkflow(), u"BUG-1"_s);
    QTest::keyClick(&m_pane->table(), Qt::Key_Down);
    EXPECT_EQ(m_pane->currentWorkflow(), u"BUG-2"_s);
    QTest::keyClick(&m_pane->table(), Qt::Key_End); // not loaded yet
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_pane->currentWorkflow() == u"BUG-600"_s; }));
    QTest::keyClick(&m_pane->table(), Qt::Key_Home);
    EXPECT_EQ(m_pane->currentWorkflow(), u"BUG-1"_s);
    EXPECT_EQ(changed.count(), 4);
}

// The chips come with the first answer, when the window is shown already: a row of no height would hide them.
TEST_F(WorkflowsTest, StateChipsAreInSightOnceTheCountsAreThere) {
    show();
    const auto* row = m_pane->findChild<StateChipsRow*>();
    ASSERT_TRUE(QTest::qWaitFor([row] { return !row->findChildren<CountChip*>().isEmpty(); }));
    for (const CountChip* chip : row->findChildren<CountChip*>()) {
        EXPECT_TRUE(chip->isVisible()) << chip->objectName().toStdString();
        EXPECT_GE(row->height(), chip->sizeHint().height());
    }
}

TEST_F(WorkflowsTest, EnterOpensTheCurrentWorkflow) {
    show();
    QSignalSpy opened(m_pane.get(), &WorkflowsPane::workflowOpened);
    EXPECT_FALSE(m_registry.isEnabled(u"workflow.open"_s));
    QTest::keyClick(&m_pane->table(), Qt::Key_Down);
    EXPECT_TRUE(m_registry.isEnabled(u"workflow.open"_s));
    QTest::keyClick(&m_pane->table(), Qt::Key_Return);
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened.first().first().toString(), u"BUG-1"_s);
}

TEST_F(WorkflowsTest, SlashFocusesTheFilterAndTypingFilters) {
    show();
    QTest::keyClick(&m_pane->table(), Qt::Key_Slash);
    EXPECT_TRUE(m_pane->filterBox().hasFocus());
    QTest::keyClicks(&m_pane->filterBox(), u"state:Deferred sue"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_pane->list().isLoaded() && m_pane->list().rowCount() == 0; }));
    EXPECT_EQ(m_pane->filter().fixed.states, std::vector<std::string>{"Deferred"});
    EXPECT_EQ(emptyCause(*m_pane), u"No workflow matches the filter"_s);
    child<QPushButton>("emptyAction_clearFilter")->click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_pane->list().isLoaded() && m_pane->list().rowCount() == 600; }));
    EXPECT_TRUE(m_pane->filterBox().text().isEmpty());
    // The popup of suggestions may have taken the activation with it: offscreen has no window manager.
    EXPECT_EQ(m_pane->focusWidget(), &m_pane->table());
}

TEST_F(WorkflowsTest, AProblemInTheFilterIsToldOnEnterAndKeepsWhatStandsBefore) {
    show();
    m_pane->focusFilter();
    QTest::keyClicks(&m_pane->filterBox(), u"state:Closed colour:red"_s);
    QTest::keyClick(&m_pane->filterBox(), Qt::Key_Return);
    EXPECT_TRUE(child<QLabel>("filterProblem")->isVisible());
    EXPECT_TRUE(m_pane->filterBox().hasFocus());
    EXPECT_EQ(m_pane->filter().fixed.states, std::vector<std::string>{"Closed"});
}

TEST_F(WorkflowsTest, AChipFiltersAndTheTextSaysSo) {
    show();
    auto* row = child<StateChipsRow>("stateChips");
    ASSERT_TRUE(QTest::qWaitFor([&] { return row->chips().size() == 6; }));
    QTest::mouseClick(row->chips()[2], Qt::LeftButton);
    EXPECT_EQ(m_pane->filterBox().text(), u"state:Assigned"_s);
    ASSERT_TRUE(waitLoaded());
    EXPECT_EQ(m_pane->list().rowCount(), *row->chips()[2]->count());
    EXPECT_TRUE(row->chips()[2]->isChecked());
    EXPECT_FALSE(row->chips()[0]->isChecked());
}

TEST_F(WorkflowsTest, SelectionStaysWithItsWorkflowWhenTheOrderChanges) {
    show();
    m_pane->selectWorkflow(u"BUG-5"_s);
    QSignalSpy changed(m_pane.get(), &WorkflowsPane::currentWorkflowChanged);
    m_pane->list().setListSort({SortKey::ByUpdated, false});
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_pane->table().currentIndex().row() == 595; }));
    EXPECT_EQ(changed.count(), 0);
    EXPECT_EQ(m_pane->currentWorkflow(), u"BUG-5"_s);
    EXPECT_TRUE(
        m_pane->table().viewport()->rect().intersects(m_pane->table().visualRect(m_pane->table().currentIndex())));
}

TEST_F(WorkflowsTest, AWorkflowThatTheFilterHidesStaysCurrentAndComesBackSelected) {
    show();
    m_pane->selectWorkflow(u"BUG-5"_s);
    model::WorkflowFilter closed;
    closed.fixed.states = {"Closed"};
    m_pane->setFilter(closed);
    ASSERT_TRUE(waitLoaded());
    EXPECT_EQ(m_pane->currentWorkflow(), u"BUG-5"_s);
    EXPECT_FALSE(m_pane->table().hasCurrentRow());
    m_pane->setFilter({});
    ASSERT_TRUE(waitLoaded());
    EXPECT_EQ(m_pane->table().currentIndex().row(), 4);
}

TEST_F(WorkflowsTest, AWorkflowThatWasAskedForIsNotGivenUpBeforeItIsRead) {
    show();
    m_pane->selectWorkflow(u"BUG-5"_s);
    m_service.hold();
    m_pane->selectWorkflow(u"BUG-500"_s);
    // All rows are told to have changed, as each second those in view are.
    m_pane->list().setTimeDisplay(model::TimeDisplay::Utc);
    EXPECT_EQ(m_pane->currentWorkflow(), u"BUG-500"_s);
    m_service.release();
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_pane->table().currentIndex().row() == 499; }));
}

TEST_F(WorkflowsTest, RowsInViewStayWhereTheyAreWhenOthersComeInAbove) {
    show();
    QScrollBar& bar = *m_pane->table().verticalScrollBar();
    bar.setValue(300 * WorkflowDelegate::kRowHeight + 5);
    ASSERT_TRUE(QTest::qWaitFor([&] { return idAt(300) == u"BUG-301"_s && idAt(330) == u"BUG-331"_s; }));
    assign("BUG-598", "Zoe");
    ASSERT_TRUE(QTest::qWaitFor([&] { return idAt(301) == u"BUG-301"_s; }));
    EXPECT_EQ(bar.value(), 301 * WorkflowDelegate::kRowHeight + 5);
}

TEST_F(WorkflowsTest, FooterCountsAndSaysWhetherItIsLive) {
    show();
    auto* selected = child<TabularLabel>("selectedCount");
    EXPECT_EQ(selected->text(), u"none of 600 selected"_s);
    m_pane->selectWorkflow(u"BUG-5"_s);
    EXPECT_EQ(selected->text(), u"1 of 600 selected"_s);
    EXPECT_EQ(child<TabularLabel>("liveLabel")->text(), u"live"_s);
    ASSERT_TRUE(m_registry.trigger(u"view.pauseLive"_s));
    EXPECT_TRUE(child<TabularLabel>("liveLabel")->text().startsWith(u"paused since"_s));
    ASSERT_TRUE(m_registry.trigger(u"view.pauseLive"_s));
    EXPECT_TRUE(m_connection.isLive());
}

TEST_F(WorkflowsTest, TheIdCanBeCopied) {
    show();
    m_pane->selectWorkflow(u"BUG-5"_s);
    ASSERT_TRUE(m_registry.trigger(u"workflow.copyId"_s));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), u"BUG-5"_s);
}

TEST_F(EmptyWorkflowsTest, AnEmptyStoreOffersTheFirstSteps) {
    QAction samples(u"Create sample workflows"_s);
    m_pane->setSampleAction(&samples);
    show();
    EXPECT_EQ(emptyCause(*m_pane), u"This store has no workflows yet"_s);
    QSignalSpy asked(&samples, &QAction::triggered);
    m_pane->findChild<EmptyState*>()->findChildren<QPushButton*>().first()->click();
    EXPECT_EQ(asked.count(), 1);
    m_service.addBugs(3);
    m_pane->list().refresh();
    EXPECT_TRUE(QTest::qWaitFor([&] { return emptyCause(*m_pane).isEmpty(); }));
}

TEST_F(EmptyWorkflowsTest, AListThatCannotBeReadSaysWhy) {
    model::WorkflowFilter other;
    other.fixed.text = "x";
    m_pane->show();
    ASSERT_TRUE(waitLoaded());
    m_service.failNext(tests::FakeService::Call::List, {ErrorCode::Io, "the disk is gone", {}});
    m_pane->setFilter(other);
    EXPECT_TRUE(QTest::qWaitFor([&] { return emptyCause(*m_pane) == u"The list could not be read"_s; }));
}

TEST_F(WorkflowsTest, ColumnsAndOrderAreRemembered) {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_pane->rememberIn(settings, u"connections/1"_s);
    QHeaderView& header = *m_pane->table().horizontalHeader();
    header.moveSection(header.visualIndex(int(Column::Updated)), 1);
    header.resizeSection(int(Column::Id), 131);
    m_pane->table().setColumnHidden(int(Column::Assignee), true);
    m_pane->table().setColumnHidden(int(Column::Revision), false);
    m_pane->list().setListSort({SortKey::ById, false});
    const model::ColumnLayout columns = m_pane->table().columns();

    WorkflowsPane again(m_connection, m_clock, m_theme, m_registry);
    EXPECT_NE(again.table().columns(), columns);
    again.rememberIn(settings, u"connections/1"_s);
    EXPECT_EQ(again.table().columns(), columns);
    EXPECT_EQ(again.table().horizontalHeader()->sectionSize(int(Column::Id)), 131);
    EXPECT_EQ(again.list().listSort(), (ListSort{SortKey::ById, false}));
}

TEST_F(WorkflowsTest, ColumnsOfAViewLeaveTheOperatorsOwnAlone) {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_pane->rememberIn(settings, u"connections/1"_s);
    m_pane->table().setColumnHidden(int(Column::Definition), true);
    const model::ColumnLayout own = m_pane->table().columns();
    model::ViewContent narrow;
    narrow.columns.shown = {{Column::State, 140}, {Column::Id, 90}};
    narrow.sort = ListSort{SortKey::ByAssignee, false};
    m_pane->showView(narrow);
    EXPECT_EQ(m_pane->table().columns(), narrow.columns);
    EXPECT_EQ(m_pane->shownView(), narrow);
    m_pane->table().setColumnHidden(int(Column::Updated), false);
    m_pane->showView({});
    EXPECT_EQ(m_pane->table().columns(), own);
    EXPECT_EQ(settings.value(u"connections/1/list/columns"_s).toString(), model::columnsText(own));
}

TEST_F(WorkflowsTest, MenuOfARowOffersItsCommands) {
    show();
    m_pane->selectWorkflow(u"BUG-2"_s);
    const QPoint place = m_pane->table().visualRect(m_pane->table().currentIndex()).center();
    Q_EMIT m_pane->table().customContextMenuRequested(place);
    auto* menu = child<QMenu>("workflowMenu");
    ASSERT_NE(menu, nullptr);
    for (const QString& id : {u"workflow.open"_s, u"workflow.openInTab"_s, u"workflow.openInWindow"_s,
                              u"workflow.preview"_s, u"workflow.copyId"_s})
        EXPECT_TRUE(menu->actions().contains(m_registry.action(id))) << id.toStdString();
    menu->close();
}

TEST_F(WorkflowsTest, EveryControlHasAName) {
    show();
    for (const QWidget* widget : m_pane->findChildren<QWidget*>()) {
        const bool isControl = widget->focusPolicy() != Qt::NoFocus && widget->isVisible();
        if (!isControl || widget->objectName().startsWith(u"qt_"_s)) continue;
        EXPECT_FALSE(widget->accessibleName().isEmpty())
            << widget->metaObject()->className() << " " << widget->objectName().toStdString();
    }
}

} // namespace signalbox::ui
