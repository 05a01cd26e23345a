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

    static model::ViewContent stuck() {
        using Column = model::WorkflowListModel::Column;
        model::ViewContent content;
        content.filter.fixed.states = {"Assigned"};
        content.filter.inState.over = Duration{1h};
        content.sort = ListSort{.key = SortKey::ByStateSince, .descending = false};
        content.columns.shown = {{Column::Id, 120}, {Column::InState, 80}};
        return content;
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    ManualClock m_clock;
    FilledService m_service;
    model::Connection m_connection{m_service, u"local"_s};
    NavigatorModel m_model{m_connection, m_clock, m_settings, u"connections/1"_s};
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
    EXPECT_TRUE(waitCount(Section::Views, 2, 15));
    m_connection.setOperatorName(u"Nemo"_s);
    EXPECT_TRUE(waitCount(Section::Views, 2, 0));
}

TEST_F(NavigatorModelTest, CountsFollowChanges) {
    ASSERT_TRUE(waitCount(Section::Views, 0, 60));
    m_connection.create({.definition = {"order", 0}, .id = {}, .data = nullptr, .caller = {}}, nullptr,
                        [](const auto&) {});
    EXPECT_TRUE(waitCount(Section::Views, 0, 61));
    EXPECT_TRUE(waitCount(Section::Workflows, 1, 1));
}

TEST_F(NavigatorModelTest, BuiltInViewsComeFirst) {
    m_model.saveView(u"Aged"_s, {});
    QStringList names;
    for (int number = 0; m_model.view(number).isValid(); ++number)
        names.append(m_model.view(number).data().toString());
    EXPECT_EQ(names, QStringList({u"All"_s, u"Active"_s, u"Assigned to me"_s, u"Recently changed"_s,
                                  u"Stuck over limit"_s, u"Failed effects"_s, u"Timers due today"_s, u"Aged"_s}));
    EXPECT_EQ(m_model.contentAt(m_model.view(1))->filter.fixed.statuses, std::vector{WorkflowStatus::Active});
    EXPECT_EQ(m_model.contentAt(m_model.view(3))->sort->key, SortKey::ByUpdated);
    EXPECT_FALSE(m_model.isGoodName(u" All "_s));
    EXPECT_FALSE(m_model.isGoodName(u" "_s));
}

TEST_F(NavigatorModelTest, ViewsOfWhatNeedsSomebodyCountAndCallForAttention) {
    WorkflowRow stuck;
    stuck.id = "BUG-STUCK";
    stuck.definition = {"bug", 3};
    stuck.state = "Open";
    stuck.failedEffects = 2;
    stuck.overdueSince = m_clock.now() - 1h;
    stuck.nextTimer = m_clock.now() + 1min;
    m_service.addRow(stuck);
    m_connection.setOperatorName(u"Sue"_s); // asks for the counts anew
    for (const int row : {4, 5, 6})
        EXPECT_TRUE(waitCount(Section::Views, row, 1)) << row;
    const auto attention = [this](int row) {
        return static_cast<NavigatorModel::Attention>(m_model.view(row).data(NavigatorModel::AttentionRole).toInt());
    };
    EXPECT_EQ(attention(4), NavigatorModel::Attention::Warn);
    EXPECT_EQ(attention(5), NavigatorModel::Attention::Stop);
    EXPECT_EQ(attention(6), NavigatorModel::Attention::None);
    EXPECT_EQ(attention(0), NavigatorModel::Attention::None);
}

TEST_F(NavigatorModelTest, SavedViewsAreKeptRenamedAndRemoved) {
    const model::ViewContent content = stuck();
    m_model.saveView(u"Stuck"_s, content);
    EXPECT_EQ(m_model.contentAt(m_model.view(7)), content);
    EXPECT_EQ(m_model.find(content.filter), m_model.view(7));
    EXPECT_FALSE(m_model.setData(m_model.view(0), u"Everything"_s));
    EXPECT_FALSE(m_model.setData(m_model.view(7), u"All"_s));
    EXPECT_TRUE(m_model.setData(m_model.view(7), u"Stuck for an hour"_s));
    {
        const NavigatorModel again{m_connection, m_clock, m_settings, u"connections/1"_s};
        EXPECT_EQ(again.view(7).data().toString(), u"Stuck for an hour"_s);
        EXPECT_EQ(again.contentAt(again.view(7)), content);
        const NavigatorModel other{m_connection, m_clock, m_settings, u"connections/2"_s};
        EXPECT_FALSE(other.view(7).isValid());
    }
    m_model.removeView(m_model.view(7));
    EXPECT_FALSE(m_model.view(7).isValid());
}

TEST_F(NavigatorModelTest, SavedViewsMoveAmongThemselvesAndStaySo) {
    for (const QString& name : {u"A"_s, u"B"_s, u"C"_s})
        m_model.saveView(name, {});
    const QPersistentModelIndex a = m_model.view(7);
    EXPECT_FALSE(m_model.canMoveView(a, -1)); // built-in ones stay where they are
    EXPECT_FALSE(m_model.canMoveView(m_model.view(6), 1));
    m_model.moveView(a, 1);
    EXPECT_EQ(a.row(), 8);
    m_model.moveView(m_model.view(9), -1);
    EXPECT_FALSE(m_model.canMoveView(a, 1));
    const NavigatorModel again{m_connection, m_clock, m_settings, u"connections/1"_s};
    QStringList names;
    for (int number = 7; again.view(number).isValid(); ++number)
        names.append(again.view(number).data().toString());
    EXPECT_EQ(names, QStringList({u"B"_s, u"C"_s, u"A"_s}));
}

TEST_F(NavigatorModelTest, AgesOfAViewMove) {
    model::ViewContent recent;
    recent.filter.updated.under = Duration{10min};
    m_model.saveView(u"Recent"_s, recent);
    ASSERT_TRUE(waitCount(Section::Views, 7, 10)); // one bug a minute
    m_clock.advance(5min);
    m_model.saveView(u"Other"_s, recent);
    EXPECT_TRUE(waitCount(Section::Views, 7, 5));
}

} // namespace signalbox::tests
