#include <QAbstractItemModelTester>
#include <QTest>

#include "model/connection/connection.h"
#include "model/workflows/state_chips_model.h"
#include "model/workflows/workflow_list_model.h"
#include "tests/support/fake_service.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

using namespace Qt::StringLiterals;

namespace {

using model::StateChipsModel;
using model::WorkflowFilter;
using model::WorkflowListModel;

class StateChipsModelTest : public testing::Test {
protected:
    struct FilledService : FakeService {
        FilledService() { addBugs(60); } // 20 Assigned, 10 in each other state
    };

    bool waitChips(const QStringList& expected) {
        return QTest::qWaitFor([&] { return m_list.isLoaded() && shown() == expected; });
    }
    QStringList shown() const {
        QStringList chips;
        for (int row = 0; row < m_chips.rowCount(); ++row) {
            const QModelIndex chip = m_chips.index(row);
            const QString mark = chip.data(StateChipsModel::IsSelectedRole).toBool() ? u"*"_s : QString();
            chips << mark + chip.data().toString() + u' ' + chip.data(StateChipsModel::CountRole).toString();
        }
        return chips;
    }

    ManualClock m_clock;
    FilledService m_service;
    model::Connection m_connection{m_service, u"local"_s};
    WorkflowListModel m_list{m_connection, m_clock};
    StateChipsModel m_chips{m_list, m_connection};
    QAbstractItemModelTester m_tester{&m_chips, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(StateChipsModelTest, EachChipCountsWhatChoosingItShows) {
    ASSERT_TRUE(
        waitChips({u"*All 60"_s, u"Open 30"_s, u"Assigned 20"_s, u"Deferred 10"_s, u"Resolved 10"_s, u"Closed 10"_s}));
    m_chips.choose(1, false);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_list.isLoaded(); }));
    EXPECT_EQ(m_list.rowCount(), 30); // Open and its substate
    EXPECT_TRUE(
        waitChips({u"All 60"_s, u"*Open 30"_s, u"Assigned 20"_s, u"Deferred 10"_s, u"Resolved 10"_s, u"Closed 10"_s}));
}

TEST_F(StateChipsModelTest, AddingChoosesSeveralAndAllChoosesNone) {
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_chips.rowCount() == 6; }));
    m_chips.choose(3, false);
    m_chips.choose(4, true);
    EXPECT_EQ(m_list.filter().fixed.states, (std::vector<std::string>{"Deferred", "Resolved"}));
    m_chips.choose(3, true);
    EXPECT_EQ(m_list.filter().fixed.states, std::vector<std::string>{"Resolved"});
    m_chips.choose(0, false);
    EXPECT_TRUE(m_list.filter().fixed.states.empty());
}

TEST_F(StateChipsModelTest, OneDefinitionShowsAllItsStates) {
    WorkflowFilter filter;
    filter.fixed.definition = "bug";
    filter.fixed.text = "BUG-60";
    m_list.setFilter(filter);
    EXPECT_TRUE(
        waitChips({u"*All 1"_s, u"Open 0"_s, u"Assigned 0"_s, u"Deferred 0"_s, u"Resolved 0"_s, u"Closed 1"_s}));
}

} // namespace signalbox::tests
