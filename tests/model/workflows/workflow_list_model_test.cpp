#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include "model/connection/connection.h"
#include "model/workflows/state_tone.h"
#include "model/workflows/workflow_list_model.h"
#include "tests/support/fake_service.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox::tests {

namespace {

using model::Connection;
using model::StateTone;
using model::WorkflowFilter;
using model::WorkflowListModel;
using Column = WorkflowListModel::Column;

// BUG-1 is the newest of 600; an hour after the newest.
class WorkflowListModelTest : public testing::Test {
protected:
    struct FilledService : FakeService {
        explicit FilledService(Time now) {
            addBugs(600);
            setNow(now);
        }
    };

    bool waitLoaded() {
        return QTest::qWaitFor([this] { return m_model.isLoaded(); });
    }
    QString text(int row, Column column) const {
        return m_model.index(row, static_cast<int>(column)).data().toString();
    }
    QString id(int row) const { return m_model.index(row, 0).data(WorkflowListModel::IdRole).toString(); }
    bool waitId(int row, const char* expected) {
        return QTest::qWaitFor([&] { return id(row) == QLatin1String(expected); });
    }
    void assign(const std::string& workflow, const char* assignee) {
        FireRequest request;
        request.id = workflow;
        request.trigger = "Assign";
        request.arguments = Json{{"assignee", assignee}};
        m_connection.fire(std::move(request), nullptr, [](const Result<FireReply>& reply) {
            ASSERT_TRUE(reply);
            EXPECT_FALSE(reply->refusal);
        });
    }
    void filterState(const char* state) {
        WorkflowFilter filter;
        filter.fixed.states = {state};
        m_model.setFilter(filter);
    }

    ManualClock m_clock{Time{std::chrono::seconds{1'700'003'600}}};
    FilledService m_service{m_clock.now()};
    Connection m_connection{m_service, QStringLiteral("local")};
    WorkflowListModel m_model{m_connection, m_clock};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(WorkflowListModelTest, ShowsNewestFirstWithTotalAndTexts) {
    ASSERT_TRUE(waitLoaded());
    EXPECT_EQ(m_model.rowCount(), 600);
    EXPECT_EQ(id(0), QStringLiteral("BUG-1"));
    EXPECT_EQ(text(0, Column::Definition), QStringLiteral("bug"));
    EXPECT_EQ(text(0, Column::State), QStringLiteral("Assigned"));
    EXPECT_EQ(text(0, Column::Assignee), QStringLiteral("—"));
    EXPECT_EQ(text(1, Column::Assignee), QStringLiteral("Sue"));
    EXPECT_EQ(text(0, Column::InState), QStringLiteral("1 h"));
}

TEST_F(WorkflowListModelTest, ARowThatIsNotLoadedIsAPlaceholderUntilItsPageComes) {
    ASSERT_TRUE(waitLoaded());
    const QModelIndex far = m_model.index(500, static_cast<int>(Column::Id));
    EXPECT_FALSE(far.data(WorkflowListModel::IsLoadedRole).toBool());
    EXPECT_EQ(far.data().toString(), QStringLiteral("…"));
    EXPECT_TRUE(waitId(500, "BUG-501"));
}

TEST_F(WorkflowListModelTest, ScrollingAcrossTheListAsksForFewPages) {
    ASSERT_TRUE(waitLoaded());
    const auto before = m_service.listRequests().size();
    for (int row = 0; row < 600; ++row)
        (void)id(row);
    ASSERT_TRUE(waitId(599, "BUG-600"));
    EXPECT_LE(m_service.listRequests().size() - before, 6U);
}

TEST_F(WorkflowListModelTest, EveryColumnSortsInTheService) {
    ASSERT_TRUE(waitLoaded());
    for (int column = 0; column < WorkflowListModel::kColumnCount; ++column) {
        m_model.sort(column, Qt::AscendingOrder);
        ASSERT_TRUE(waitLoaded());
        const ListSort asked = m_service.listRequests().back().sort;
        EXPECT_EQ(asked.key, WorkflowListModel::sortKey(static_cast<Column>(column)));
        EXPECT_FALSE(asked.descending);
    }
    m_model.sort(static_cast<int>(Column::Created), Qt::AscendingOrder);
    ASSERT_TRUE(waitLoaded());
    EXPECT_EQ(id(0), QStringLiteral("BUG-600")); // oldest first
}

TEST_F(WorkflowListModelTest, RowsTellTheirNextTimerAndWhatNeedsSomebody) {
    WorkflowRow row;
    row.id = "BUG-0";
    row.definition = {"bug", 1};
    row.state = "Deferred";
    row.updated = m_clock.now();
    row.stateSince = m_clock.now() - std::chrono::hours{5};
    row.failedEffects = 2;
    row.nextTimer = m_clock.now() + std::chrono::minutes{9};
    row.overdueSince = m_clock.now() - std::chrono::hours{1};
    m_service.addRow(row);
    m_model.refresh();
    ASSERT_TRUE(waitId(0, "BUG-0"));
    EXPECT_EQ(text(0, Column::NextTimer), QStringLiteral("in 9 m"));
    EXPECT_EQ(text(1, Column::NextTimer), QString());
    EXPECT_EQ(m_model.index(0, 0).data(WorkflowListModel::FailedEffectsRole).toInt(), 2);
    EXPECT_TRUE(m_model.index(0, 0).data(WorkflowListModel::IsOverdueRole).toBool());
    EXPECT_FALSE(m_model.index(1, 0).data(WorkflowListModel::IsOverdueRole).toBool());
    const QModelIndex state = m_model.index(0, static_cast<int>(Column::State));
    EXPECT_TRUE(state.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("2 effects have failed")));
    m_clock.advance(std::chrono::minutes{9});
    EXPECT_EQ(text(0, Column::NextTimer), QStringLiteral("due"));
}

TEST_F(WorkflowListModelTest, OldRowsStayUntilTheAnswerToANewFilterIsHere) {
    ASSERT_TRUE(waitLoaded());
    m_service.hold();
    filterState("Deferred");
    EXPECT_FALSE(m_model.isLoaded());
    EXPECT_EQ(m_model.rowCount(), 600);
    EXPECT_EQ(id(0), QStringLiteral("BUG-1"));
    m_service.release();
    ASSERT_TRUE(waitLoaded());
    EXPECT_EQ(m_model.rowCount(), 100);
    EXPECT_EQ(id(0), QStringLiteral("BUG-3"));
}

TEST_F(WorkflowListModelTest, OnlyTheNewestOfQuickFiltersCounts) {
    ASSERT_TRUE(waitLoaded());
    m_service.hold();
    filterState("Deferred");
    filterState("Resolved");
    filterState("Closed");
    m_service.release();
    ASSERT_TRUE(waitLoaded());
    EXPECT_EQ(text(0, Column::State), QStringLiteral("Closed"));
    EXPECT_EQ(m_model.rowCount(), 100);
}

TEST_F(WorkflowListModelTest, AChangeShowsInItsRowAndTheRowMovesWhereItBelongs) {
    ASSERT_TRUE(waitLoaded());
    QSignalSpy changed(&m_model, &WorkflowListModel::rowChanged);
    assign("BUG-4", "Zoe");
    ASSERT_TRUE(QTest::qWaitFor([&] { return changed.count() == 1; }));
    EXPECT_EQ(changed.first().first().toInt(), 3);
    EXPECT_TRUE(m_model.index(3, 0).data(WorkflowListModel::ChangeAgeRole).isValid());
    ASSERT_TRUE(waitId(0, "BUG-4")); // newest first
    EXPECT_EQ(text(0, Column::Assignee), QStringLiteral("Zoe"));
    EXPECT_EQ(text(0, Column::Updated), QStringLiteral("now"));
    EXPECT_EQ(id(3), QStringLiteral("BUG-3"));
}

TEST_F(WorkflowListModelTest, TheCurrentWorkflowIsFollowedWhereverItGoes) {
    ASSERT_TRUE(waitLoaded());
    const QPersistentModelIndex current = m_model.index(7, 0);
    m_model.setCurrentId("BUG-8");
    assign("BUG-8", "Zoe");
    ASSERT_TRUE(waitId(0, "BUG-8"));
    EXPECT_EQ(current.row(), 0);
    EXPECT_EQ(m_model.currentRow(), 0);
}

TEST_F(WorkflowListModelTest, TheRowAtTheTopOfTheViewIsFollowedWhenRowsComeInAbove) {
    ASSERT_TRUE(waitLoaded());
    m_model.setViewport(50, 80);
    QSignalSpy moved(&m_model, &WorkflowListModel::anchorMoved);
    CreateRequest request;
    request.definition.name = "bug";
    request.data = nullptr;
    request.caller = m_connection.caller();
    for (int i = 0; i < 3; ++i)
        m_connection.create(request, nullptr, [](const Result<CreateReply>& reply) { ASSERT_TRUE(reply); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.rowCount() == 603; }));
    ASSERT_EQ(moved.count(), 1);
    EXPECT_EQ(moved.first().first().toInt(), 3);
    EXPECT_EQ(id(53), QStringLiteral("BUG-51"));
}

TEST_F(WorkflowListModelTest, RowsInViewNeverTurnToPlaceholdersWhileTheyMove) {
    ASSERT_TRUE(waitLoaded());
    ASSERT_FALSE(id(250).isEmpty() && !waitId(250, "BUG-251"));
    m_model.setViewport(250, 280);
    bool wasEmpty = false;
    QObject::connect(&m_model, &QAbstractItemModel::layoutChanged, &m_model,
                     [&] { wasEmpty |= !m_model.index(250, 0).data(WorkflowListModel::IsLoadedRole).toBool(); });
    assign("BUG-598", "Zoe");
    ASSERT_TRUE(waitId(251, "BUG-251"));
    EXPECT_FALSE(wasEmpty);
}

TEST_F(WorkflowListModelTest, ARemovedWorkflowLeavesAndTheLengthFollows) {
    ASSERT_TRUE(waitLoaded());
    const QPersistentModelIndex gone = m_model.index(1, 0);
    const QPersistentModelIndex kept = m_model.index(2, 0);
    m_connection.remove({.id = "BUG-2", .expectedRevision = {}, .caller = m_connection.caller()}, nullptr,
                        [](const Result<RemoveReply>& reply) { ASSERT_TRUE(reply); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.rowCount() == 599; }));
    EXPECT_FALSE(gone.isValid());
    EXPECT_EQ(kept.row(), 1);
}

TEST_F(WorkflowListModelTest, PausedNothingMovesAndOnResumeAllIsRead) {
    ASSERT_TRUE(waitLoaded());
    m_connection.setLive(false);
    bool isAnswered = false;
    assign("BUG-8", "Zoe");
    m_connection.get({"BUG-8", {}}, nullptr, [&](const Result<Workflow>&) { isAnswered = true; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return isAnswered; }));
    EXPECT_EQ(id(0), QStringLiteral("BUG-1"));
    m_connection.setLive(true);
    EXPECT_TRUE(waitId(0, "BUG-8"));
}

TEST_F(WorkflowListModelTest, ResidencyChangesInPlace) {
    ASSERT_TRUE(waitLoaded());
    const QModelIndex second = m_model.index(1, 0);
    EXPECT_FALSE(second.data(WorkflowListModel::IsResidentRole).toBool());
    m_service.setResident("BUG-2", true);
    EXPECT_TRUE(QTest::qWaitFor([&] { return second.data(WorkflowListModel::IsResidentRole).toBool(); }));
}

TEST_F(WorkflowListModelTest, AnErrorIsToldAndTheNextQueryMendsIt) {
    ASSERT_TRUE(waitLoaded());
    QSignalSpy failed(&m_model, &WorkflowListModel::failed);
    m_service.failNext(FakeService::Call::List, {ErrorCode::Io, "disk", {}});
    filterState("Closed");
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 1; }));
    EXPECT_TRUE(m_model.error());
    EXPECT_EQ(m_model.rowCount(), 600);
    m_model.refresh();
    ASSERT_TRUE(waitLoaded());
    EXPECT_FALSE(m_model.error());
    EXPECT_EQ(m_model.rowCount(), 100);
}

TEST_F(WorkflowListModelTest, MineMeansTheOperatorWhoeverThatIs) {
    m_connection.setOperatorName(QStringLiteral("sue"));
    WorkflowFilter filter;
    filter.isMine = true;
    m_model.setFilter(filter);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.isLoaded() && m_model.rowCount() == 150; }));
    m_connection.setOperatorName(QStringLiteral("Nemo"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.isLoaded() && m_model.rowCount() == 0; }));
}

TEST(StateTone, SaysWhoseAndHowItEnded) {
    EXPECT_EQ(model::stateTone(WorkflowStatus::Active, true), StateTone::Active);
    EXPECT_EQ(model::stateTone(WorkflowStatus::Active, false), StateTone::Plain);
    EXPECT_EQ(model::stateTone(WorkflowStatus::Finished, true), StateTone::Done);
    EXPECT_EQ(model::stateTone(WorkflowStatus::Faulted, true), StateTone::Ended);
}

} // namespace signalbox::tests
