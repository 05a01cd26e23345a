#include <QAbstractItemModelTester>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "model/connection/connection.h"
#include "model/navigator/navigator_model.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/fake_service.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using model::NavigatorModel;
using model::WorkflowFilter;

class NavigatorModelTest : public testing::Test {
protected:
    struct FilledService : FakeService {
        FilledService() {
            addDefinition(bugDefinition(3));
            addDefinition(chainDefinition("order", {"New", "Paid", "Shipped"}));
            addBugs(60);
        }
    };

    QModelIndex entry(NavigatorModel::Section section, int row) const {
        return m_model.index(row, 0, m_model.index(static_cast<int>(section), 0));
    }
    QVariant count(NavigatorModel::Section section, int row) const {
        return entry(section, row).data(NavigatorModel::CountRole);
    }
    bool waitCount(NavigatorModel::Section section, int row, qulonglong expected) {
        return QTest::qWaitFor([&] { return count(section, row) == QVariant{expected}; });
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    ManualClock m_clock;
    FilledService m_service;
    model::Connection m_connection{m_service, u"local"_s};
    NavigatorModel m_model{m_connection, m_clock, m_settings};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

using Section = NavigatorModel::Section;

} // namespace

TEST_F(NavigatorModelTest, ListsServersDefinitionsAndViewsWithCounts) {
    ASSERT_TRUE(waitCount(Section::Workflows, 0, 60));
    EXPECT_EQ(entry(Section::Servers, 0).data().toString(), u"This computer"_s);
    EXPECT_TRUE(entry(Section::Servers, 0).data(NavigatorModel::IsLiveRole).toBool());
    EXPECT_EQ(entry(Section::Workflows, 0).data().toString(), u"bug"_s);
    EXPECT_EQ(entry(Section::Workflows, 0).data(NavigatorModel::DetailRole).toString(), u"v3"_s);
    EXPECT_EQ(entry(Section::Workflows, 1).data().toString(), u"order"_s);
    EXPECT_TRUE(waitCount(Section::Views, 0, 60));
    EXPECT_TRUE(waitCount(Section::Servers, 0, 60));
}

TEST_F(NavigatorModelTest, AssignedToMeFollowsTheOperator) {
    m_connection.setOperatorName(u"Sue"_s);
    EXPECT_TRUE(waitCount(Section::Views, 1, 15));
    m_connection.setOperatorName(u"Nemo"_s);
    EXPECT_TRUE(waitCount(Section::Views, 1, 0));
}

TEST_F(NavigatorModelTest, CountsFollowChanges) {
    ASSERT_TRUE(waitCount(Section::Views, 0, 60));
    m_connection.create({.definition = {"order", 0}, .id = {}, .data = nullptr, .caller = {}}, nullptr,
                        [](const auto&) {});
    EXPECT_TRUE(waitCount(Section::Views, 0, 61));
    EXPECT_TRUE(waitCount(Section::Workflows, 1, 1));
}

TEST_F(NavigatorModelTest, SavedViewsAreKeptRenamedAndRemoved) {
    WorkflowFilter stuck;
    stuck.fixed.states = {"Assigned"};
    stuck.inState.over = Duration{1h};
    m_model.saveView(u"Stuck"_s, stuck);
    EXPECT_EQ(m_model.filterAt(entry(Section::Views, 2)), stuck);
    EXPECT_EQ(m_model.find(stuck), entry(Section::Views, 2));
    EXPECT_FALSE(m_model.setData(entry(Section::Views, 0), u"Everything"_s));
    EXPECT_TRUE(m_model.setData(entry(Section::Views, 2), u"Stuck for an hour"_s));
    {
        const NavigatorModel again{m_connection, m_clock, m_settings};
        const QModelIndex views = again.index(static_cast<int>(Section::Views), 0);
        EXPECT_EQ(again.index(2, 0, views).data().toString(), u"Stuck for an hour"_s);
        EXPECT_EQ(again.filterAt(again.index(2, 0, views)), stuck);
    }
    m_model.removeView(entry(Section::Views, 2));
    EXPECT_EQ(m_model.rowCount(m_model.index(static_cast<int>(Section::Views), 0)), 2);
}

TEST_F(NavigatorModelTest, AgesOfAViewMove) {
    WorkflowFilter recent;
    recent.updated.under = Duration{10min};
    m_model.saveView(u"Recent"_s, recent);
    ASSERT_TRUE(waitCount(Section::Views, 2, 10)); // one bug a minute
    m_clock.advance(5min);
    m_model.saveView(u"Other"_s, recent);
    EXPECT_TRUE(waitCount(Section::Views, 2, 5));
}

} // namespace signalbox::tests
