#include <QSignalSpy>

#include "model/connection/server_roster.h"
#include "ui/connections/server_box.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using model::ServerRoster;

class ServerBoxTest : public testing::Test {
protected:
    void put(const QString& key, const QString& name, Role role) {
        ServerRoster::Server server{.key = key, .name = name, .title = name};
        server.access.server = name;
        server.access.role = role;
        m_roster.put(server);
    }

    ServerRoster m_roster;
};

} // namespace

TEST_F(ServerBoxTest, TheFirstWhereItMayBeDoneIsChosen) {
    put(u"1"_s, u"prod"_s, Role::Viewer);
    put(u"2"_s, u"staging"_s, Role::Admin);
    const ServerBox box(m_roster, model::Deed::Deploy);
    EXPECT_EQ(box.server(), u"staging"_s);
    EXPECT_EQ(box.problem(), QString());
}

TEST_F(ServerBoxTest, WhereTheChosenOneGoesNoOtherTakesItsPlace) {
    put(u"1"_s, u"prod"_s, Role::Admin);
    put(u"2"_s, u"staging"_s, Role::Admin);
    ServerBox box(m_roster, model::Deed::Deploy);
    box.choose(u"staging"_s);
    QSignalSpy changed(&box, &ServerBox::changed);
    m_roster.remove(u"2"_s);
    EXPECT_EQ(box.server(), QString());
    EXPECT_EQ(box.problem(), u"staging is not connected any more: choose another one."_s);
    EXPECT_EQ(changed.count(), 1);
    put(u"2"_s, u"staging"_s, Role::Admin);
    EXPECT_EQ(box.server(), u"staging"_s) << "it is there again";
}

TEST_F(ServerBoxTest, TheChosenOneStaysSoUnderAnotherName) {
    put(u"1"_s, u"prod"_s, Role::Admin);
    put(u"2"_s, u"staging"_s, Role::Admin);
    ServerBox box(m_roster, model::Deed::Deploy);
    box.choose(u"staging"_s);
    put(u"2"_s, u"a-staging"_s, Role::Admin);
    EXPECT_EQ(box.server(), u"a-staging"_s);
}

TEST_F(ServerBoxTest, TheFirstThatComesIsChosen) {
    const ServerBox box(m_roster, model::Deed::Deploy);
    EXPECT_EQ(box.problem(), u"No server is connected."_s);
    put(u"1"_s, u"prod"_s, Role::Admin);
    EXPECT_EQ(box.server(), u"prod"_s);
}

} // namespace signalbox::ui
