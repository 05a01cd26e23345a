#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include "model/connection/connection.h"
#include "model/connection/server_roster.h"
#include "model/inspector/inspector_model.h"
#include "model/navigator/navigator_model.h"
#include "model/workflows/workflow_list_model.h"
#include "tests/support/fake_service.h"
#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace signalbox::tests {
namespace {

using namespace Qt::StringLiterals;
using model::Access;
using model::Connection;
using model::NavigatorModel;
using model::ServerRoster;

ServerRoster::Server local() {
    return {.key = u"store"_s, .name = u"local"_s, .title = u"This computer"_s};
}

ServerRoster::Server server(const QString& name, Access access = {}) {
    ServerRoster::Server made{.key = u"key-"_s + name, .name = name, .title = name};
    access.server = name;
    made.access = access;
    made.profile.emplace();
    made.profile->environment = model::Environment::Production;
    return made;
}

Access asViewer() {
    Access access;
    access.role = Role::Viewer;
    return access;
}

Access away(Time since) {
    Access access;
    access.awaySince = since;
    return access;
}

// A service that has rows of two servers, as one over several has them.
class ServerRosterTest : public testing::Test {
protected:
    ServerRosterTest() {
        for (const char* id : {"local/BUG-1", "prod-eu/BUG-1"}) {
            WorkflowRow row;
            row.id = id;
            row.definition = {"bug", 1};
            row.state = "Open";
            m_service.addRow(row);
        }
        m_roster.put(server(u"prod-eu"_s, asViewer()));
        m_roster.put(local());
        m_connection.setServers(m_roster);
    }

    FakeService m_service;
    ManualClock m_clock;
    ServerRoster m_roster;
    Connection m_connection{m_service, u"all"_s};
};

} // namespace

TEST_F(ServerRosterTest, ThisComputerComesFirst) {
    m_roster.put(server(u"aachen"_s));
    QStringList titles;
    for (const auto& each : m_roster.servers())
        titles.append(each.title);
    EXPECT_EQ(titles, (QStringList{u"This computer"_s, u"aachen"_s, u"prod-eu"_s}));
}

TEST_F(ServerRosterTest, EachWorkflowHasTheAccessOfItsServer) {
    EXPECT_EQ(m_connection.accessTo("prod-eu/BUG-1").role, Role::Viewer);
    EXPECT_EQ(m_connection.accessTo("local/BUG-1").role, Role::Admin);
    EXPECT_FALSE(m_connection.isStale("prod-eu/BUG-1"));
    QSignalSpy changed(&m_connection, &Connection::accessChanged);
    m_roster.put(server(u"prod-eu"_s, away(m_clock.now())));
    EXPECT_EQ(changed.count(), 1);
    EXPECT_TRUE(m_connection.isStale("prod-eu/BUG-1"));
    EXPECT_FALSE(m_connection.isStale("local/BUG-1"));
}

TEST_F(ServerRosterTest, PlacesAreThoseOfTheServers) {
    const Connection::Place place = m_connection.placeOf("prod-eu/BUG-1");
    EXPECT_EQ(place.server, u"prod-eu"_s);
    EXPECT_EQ(place.id, u"BUG-1"_s);
    EXPECT_EQ(m_connection.idAt(place.server, place.id), u"prod-eu/BUG-1"_s);
    EXPECT_EQ(m_connection.idAt({}, u"prod-eu/BUG-1"_s), u"prod-eu/BUG-1"_s);
    Connection one(m_service, u"local"_s);
    EXPECT_EQ(one.placeOf("a/b").id, u"a/b"_s) << "ids of one store may hold anything";
    EXPECT_EQ(one.idAt(u"local"_s, u"BUG-1"_s), u"BUG-1"_s);
}

TEST_F(ServerRosterTest, WhoComesOrComesBackIsReadAnew) {
    QSignalSpy resumed(&m_connection, &Connection::resumed);
    m_roster.put(server(u"prod-eu"_s, away(m_clock.now())));
    EXPECT_EQ(resumed.count(), 0);
    m_roster.put(server(u"prod-eu"_s));
    EXPECT_EQ(resumed.count(), 1);
    m_roster.put(server(u"staging"_s));
    EXPECT_EQ(resumed.count(), 2);
    m_roster.remove(u"key-staging"_s);
    EXPECT_EQ(resumed.count(), 3);
    m_roster.noteCaughtUp(u"prod-eu"_s);
    EXPECT_EQ(resumed.count(), 4);
}

// An answer about a server that is away would be an error.
TEST_F(ServerRosterTest, OnlyWorkflowsOfWhoComesBackAreReadAnew) {
    model::InspectorModel inspector(m_connection);
    inspector.showWorkflow(u"local/BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return inspector.phase() == model::InspectorModel::Phase::Shown; }));
    m_service.failNext(FakeService::Call::Get, {ErrorCode::Disconnected, "local is away", {}, {}});
    m_roster.put(server(u"prod-eu"_s, away(m_clock.now())));
    m_roster.put(server(u"prod-eu"_s));
    // What is asked for behind it comes behind it.
    bool isThere = false;
    m_connection.statistics(&m_connection, [&](const Result<Statistics>&) { isThere = true; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return isThere; }));
    EXPECT_EQ(inspector.phase(), model::InspectorModel::Phase::Shown);
    m_roster.noteCaughtUp(u"local"_s);
    EXPECT_TRUE(QTest::qWaitFor([&] { return inspector.phase() == model::InspectorModel::Phase::Failed; }))
        << "that one is its own";
}

TEST_F(ServerRosterTest, TheListNamesServersAndOwnIds) {
    using List = model::WorkflowListModel;
    List list(m_connection, m_clock);
    const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ASSERT_TRUE(QTest::qWaitFor([&] { return list.rowCount() == 2; }));
    list.setListSort({.key = SortKey::ById, .descending = true});
    ASSERT_TRUE(QTest::qWaitFor([&] { return list.isLoaded(); }));
    const auto cell = [&](List::Column column, int role = Qt::DisplayRole) {
        return list.index(0, static_cast<int>(column)).data(role);
    };
    EXPECT_EQ(cell(List::Column::Server), u"prod-eu"_s);
    EXPECT_EQ(cell(List::Column::Id), u"BUG-1"_s);
    EXPECT_EQ(cell(List::Column::Id, List::IdRole), u"prod-eu/BUG-1"_s);
    EXPECT_EQ(cell(List::Column::Server, List::EnvironmentRole).toInt(),
              static_cast<int>(model::Environment::Production));
    EXPECT_EQ(list.sortColumn(), List::Column::Server);
    EXPECT_TRUE(list.hasColumn(List::Column::Server));
    model::WorkflowFilter filter;
    filter.server = "prod-eu";
    list.setFilter(filter);
    ASSERT_TRUE(QTest::qWaitFor([&] { return list.isLoaded(); }));
    EXPECT_EQ(m_service.listRequests().back().filter.text, "prod-eu/");
}

TEST_F(ServerRosterTest, TheNavigatorHasAnEntryForEach) {
    const TempDir directory;
    QSettings settings(QString::fromStdString(directory.file("settings.ini")), QSettings::IniFormat);
    NavigatorModel places(m_connection, m_clock, settings, u"connections/all"_s);
    const QAbstractItemModelTester tester(&places, QAbstractItemModelTester::FailureReportingMode::Fatal);
    places.setServers(m_roster);
    const QModelIndex section = places.index(0, 0);
    ASSERT_EQ(places.rowCount(section), 2);
    const QModelIndex production = places.index(1, 0, section);
    EXPECT_EQ(production.data(), u"prod-eu"_s);
    EXPECT_FALSE(places.isElsewhere(production));
    EXPECT_EQ(places.contentAt(production)->filter.server, "prod-eu");
    EXPECT_EQ(places.find(places.contentAt(production)->filter), production);
    EXPECT_TRUE(QTest::qWaitFor([&] { return production.data(NavigatorModel::CountRole).toInt() == 1; }));
    // In the window of one, the others are elsewhere.
    Connection one(m_service, u"local"_s);
    NavigatorModel own(one, m_clock, settings, u"connections/one"_s);
    own.setServers(m_roster);
    const QModelIndex servers = own.index(0, 0);
    EXPECT_FALSE(own.isElsewhere(own.index(0, 0, servers)));
    ASSERT_TRUE(own.isElsewhere(own.index(1, 0, servers)));
    EXPECT_FALSE(own.contentAt(own.index(1, 0, servers)));
    EXPECT_EQ(own.index(1, 0, servers).data(NavigatorModel::ServerKeyRole), u"key-prod-eu"_s);
    m_roster.remove(u"key-prod-eu"_s);
    EXPECT_EQ(own.rowCount(servers), 1);
}

} // namespace signalbox::tests
