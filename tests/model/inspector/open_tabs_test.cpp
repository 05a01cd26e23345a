#include <QAbstractItemModelTester>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "model/connection/connection.h"
#include "model/inspector/open_tabs.h"
#include "model/workflows/state_tone.h"
#include "tests/support/fake_service.h"

#include <gtest/gtest.h>

namespace signalbox::tests {
namespace {

using namespace Qt::StringLiterals;
using model::OpenTabs;
using model::StateTone;

const QString kGroup = u"connections/1"_s;

class OpenTabsTest : public testing::Test {
protected:
    struct FilledService : FakeService {
        FilledService() { addBugs(8); }
    };

    QVariant fact(int row, int role) const { return m_tabs.index(row).data(role); }
    bool waitForState(int row, const QString& state) {
        return QTest::qWaitFor([&] { return fact(row, OpenTabs::StateRole) == state; });
    }
    QStringList ids(const OpenTabs& tabs) const {
        QStringList ids;
        for (int row = 0; row < tabs.rowCount(); ++row)
            ids.append(tabs.idAt(row));
        return ids;
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    FilledService m_service;
    model::Connection m_connection{m_service, u"local"_s};
    OpenTabs m_tabs{m_connection, m_settings, kGroup};
    QAbstractItemModelTester m_tester{&m_tabs, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(OpenTabsTest, OpeningTwiceIsOneTab) {
    EXPECT_EQ(m_tabs.open(u"BUG-1"_s), 0);
    EXPECT_EQ(m_tabs.open(u"BUG-2"_s), 1);
    EXPECT_EQ(m_tabs.open(u"BUG-1"_s), 0);
    EXPECT_EQ(m_tabs.rowCount(), 2);
}

TEST_F(OpenTabsTest, FollowTheStatesOfTheirWorkflows) {
    m_tabs.open(u"BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([this] { return !fact(0, OpenTabs::StateRole).toString().isEmpty(); }));
    FireRequest request;
    request.id = "BUG-1";
    request.trigger = "Assign";
    request.arguments = Json{{"assignee", "Zoe"}};
    m_connection.fire(request, nullptr, [](const auto&) {});
    EXPECT_TRUE(waitForState(0, u"Assigned"_s));
    EXPECT_EQ(fact(0, OpenTabs::ToneRole).toInt(), int(StateTone::Plain)); // this service knows no assignees
    EXPECT_EQ(fact(0, Qt::AccessibleTextRole).toString(), u"BUG-1: Assigned"_s);
}

TEST_F(OpenTabsTest, MoveAndCloseAndStayForTheNextStart) {
    for (const QString& id : {u"BUG-1"_s, u"BUG-2"_s, u"BUG-3"_s})
        m_tabs.open(id);
    m_tabs.move(0, 2);
    m_tabs.move(1, 0);
    EXPECT_EQ(ids(m_tabs), QStringList({u"BUG-3"_s, u"BUG-2"_s, u"BUG-1"_s}));
    m_tabs.close(1);
    const OpenTabs again(m_connection, m_settings, kGroup);
    EXPECT_EQ(ids(again), QStringList({u"BUG-3"_s, u"BUG-1"_s}));
    const OpenTabs other(m_connection, m_settings, u"connections/2"_s);
    EXPECT_EQ(other.rowCount(), 0);
}

TEST_F(OpenTabsTest, WorkflowThatIsGoneAtTheNextStartHasNoTab) {
    m_settings.setValue(kGroup + u"/tabs"_s, QStringList({u"BUG-1"_s, u"NOPE"_s}));
    const OpenTabs again(m_connection, m_settings, kGroup);
    EXPECT_EQ(again.rowCount(), 2);
    EXPECT_TRUE(QTest::qWaitFor([&again] { return again.rowCount() == 1; }));
    EXPECT_EQ(again.idAt(0), u"BUG-1"_s);
}

TEST_F(OpenTabsTest, WorkflowThatIsDeletedKeepsItsTabAndSaysSo) {
    m_tabs.open(u"BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([this] { return fact(0, OpenTabs::ToneRole).isValid(); }));
    m_connection.remove({.id = "BUG-1", .expectedRevision = {}, .caller = {}}, nullptr, [](const auto&) {});
    EXPECT_TRUE(QTest::qWaitFor([this] { return fact(0, Qt::ToolTipRole).toString() == u"BUG-1: deleted"_s; }));
    EXPECT_EQ(fact(0, OpenTabs::ToneRole).toInt(), int(StateTone::Ended));
}

} // namespace
} // namespace signalbox::tests
