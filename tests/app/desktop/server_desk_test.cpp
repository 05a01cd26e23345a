#include <QApplication>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "app/desktop/servers/server_finder.h"
#include "app/desktop/tour/picture.h"
#include "tests/app/desktop/desk_fixture.h"
#include "tests/app/desktop/fake_server.h"
#include "tests/support/scene.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/tabular_label.h"
#include "ui/workflows/workflows_pane.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using model::Environment;
using model::ServerProfile;

class ServerDeskTest : public DeskFixture<ManualClock> {
protected:
    ServerDeskTest() {
        m_desk = makeDesk([this](const ServerProfile& profile,
                                 const std::optional<QString>& /*token*/) -> Result<std::unique_ptr<ServerSource>> {
            auto server = std::make_unique<FakeServer>(profile, m_clock, m_log);
            m_server = server.get();
            return server;
        });
    }

    QString add(const QString& name, Environment environment) {
        ServerProfile profile;
        profile.name = name;
        profile.host = u"flows.example.com"_s;
        profile.environment = environment;
        profile.wantsToken = false;
        return m_desk->book().add(profile).value_or(QString());
    }
    StoreWindow& connectTo(const QString& id) {
        m_desk->connectTo(id);
        return *m_desk->window(id);
    }
    template <typename Widget>
    static Widget* find(QWidget& parent, const char* name) {
        return parent.findChild<Widget*>(QString::fromLatin1(name));
    }
    static bool waitForRows(StoreWindow& window) {
        return QTest::qWaitFor([&] { return window.workflows().list().rowCount() == 20; });
    }

    QStringList m_log;
    FakeServer* m_server = nullptr;
    std::unique_ptr<ServerDesk> m_desk;
};

} // namespace

TEST_F(ServerDeskTest, EachServerHasOneWindow) {
    const QString id = add(u"staging"_s, Environment::Test);
    StoreWindow& window = connectTo(id);
    EXPECT_EQ(&connectTo(id), &window);
    EXPECT_EQ(m_log, QStringList{u"open staging"_s});
    EXPECT_EQ(m_desk->book().recent(), QStringList{id});
    EXPECT_TRUE(window.window().windowTitle().startsWith(u"staging"_s));
    EXPECT_TRUE(window.commands().trigger(u"server.disconnect"_s));
    EXPECT_EQ(m_desk->window(id), nullptr);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_log.last() == u"close staging"_s; }));
}

TEST_F(ServerDeskTest, AViewerIsToldWhyNothingCanBeDone) {
    StoreWindow& window = connectTo(add(u"staging"_s, Environment::Test));
    m_server->connectAs(Role::Viewer);
    ASSERT_TRUE(waitForRows(window));
    window.workflows().selectWorkflow(u"BUG-1"_s);
    const auto reason = [&](const char* id) { return window.commands().disabledReason(QString::fromLatin1(id)); };
    ASSERT_TRUE(QTest::qWaitFor([&] { return reason("workflow.assign").contains(u"staging"_s); }));
    EXPECT_EQ(reason("workflow.assign"), u"Your role on staging is viewer; firing needs operator"_s);
    EXPECT_EQ(reason("workflow.terminate"), u"Your role on staging is viewer; terminating needs admin"_s);
    EXPECT_EQ(reason("workflow.new"), u"Your role on staging is viewer; creating workflows needs operator."_s);
    EXPECT_EQ(reason("definition.deploy"), u"Your role on staging is viewer; deploying definitions needs admin."_s);
    EXPECT_EQ(reason("definition.migrate"), u"Your role on staging is viewer; migrating workflows needs admin."_s);
    EXPECT_EQ(reason("timer.set"), u"Your role on staging is viewer; changing timers needs operator."_s);
    m_server->connectAs(Role::Operator);
    EXPECT_TRUE(window.commands().isEnabled(u"workflow.new"_s));
    EXPECT_FALSE(window.commands().isEnabled(u"definition.deploy"_s));
}

TEST_F(ServerDeskTest, WhatAnOlderServerDoesNotKnowIsDisabledWithItsVersion) {
    StoreWindow& window = connectTo(add(u"staging"_s, Environment::Test));
    m_server->connectToOlder({"Cancel", "Migrate", "SetTimer", "Terminate"});
    ASSERT_TRUE(waitForRows(window));
    window.workflows().selectWorkflow(u"BUG-1"_s);
    const ui::CommandRegistry& commands = window.commands();
    ASSERT_TRUE(QTest::qWaitFor([&] { return commands.isEnabled(u"workflow.assign"_s); }));
    const auto reason = [&](const char* id) { return commands.disabledReason(QString::fromLatin1(id)); };
    EXPECT_EQ(reason("workflow.terminate"),
              u"Terminating is not known yet on staging (Signalbox 0.3.0); update the server"_s);
    EXPECT_EQ(reason("workflow.cancel"),
              u"Cancelling is not known yet on staging (Signalbox 0.3.0); update the server"_s);
    EXPECT_EQ(reason("definition.migrate"),
              u"Migrating workflows is not known yet on staging (Signalbox 0.3.0); update the server."_s);
    EXPECT_EQ(reason("timer.set"),
              u"Setting reminders is not known yet on staging (Signalbox 0.3.0); update the server."_s);
    for (const QString& id : {u"workflow.new"_s, u"workflow.delete"_s, u"definition.deploy"_s, u"workflow.fire"_s})
        EXPECT_TRUE(commands.isEnabled(id)) << id.toStdString() << ": " << commands.disabledReason(id).toStdString();
    auto* saved = find<ui::TabularLabel>(window.window().statusStrip(), "statusSaved");
    EXPECT_FALSE(saved->text().contains(u"staging"_s)) << saved->text().toStdString();
    m_server->connectAs(Role::Admin); // updated meanwhile
    for (const QString& id : {u"workflow.terminate"_s, u"definition.migrate"_s, u"timer.set"_s})
        EXPECT_TRUE(commands.isEnabled(id)) << id.toStdString() << ": " << commands.disabledReason(id).toStdString();
}

TEST_F(ServerDeskTest, WhatAnOlderServerCannotShowSaysSoInItsPlace) {
    StoreWindow& window = connectTo(add(u"staging"_s, Environment::Test));
    m_server->connectToOlder({"History", "Timers", "Effects", "Explain", "Preview"});
    ASSERT_TRUE(waitForRows(window));
    window.workflows().selectWorkflow(u"BUG-1"_s);
    const auto notKnown = [](const QString& what) {
        return what + u" is not known yet on staging (Signalbox 0.3.0); update the server"_s;
    };
    const ui::CommandRegistry& commands = window.commands();
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return commands.disabledReason(u"workflow.assign"_s) == notKnown(u"Explaining what may be done"_s);
    })) << commands.disabledReason(u"workflow.assign"_s).toStdString();
    EXPECT_EQ(commands.disabledReason(u"go.problems"_s), notKnown(u"Showing effects"_s) + u'.');
    const auto* history = find<QLabel>(window.window(), "historyEmpty");
    EXPECT_TRUE(QTest::qWaitFor([&] { return history->text() == notKnown(u"Showing histories"_s) + u'.'; }))
        << history->text().toStdString();
    EXPECT_FALSE(find<QToolButton>(window.window(), "historyExport")->isEnabled());
    const auto tells = [&](const QString& what) {
        const auto labels = window.window().findChildren<QLabel*>();
        return std::ranges::any_of(labels, [&](const QLabel* each) { return each->text() == notKnown(what) + u'.'; });
    };
    EXPECT_TRUE(QTest::qWaitFor([&] { return tells(u"Showing timers"_s) && tells(u"Showing effects"_s); }));
    EXPECT_TRUE(commands.isEnabled(u"workflow.new"_s)) << "the rest goes on";
    m_server->lose(m_clock.steadyNow());
    m_server->connectAs(Role::Admin); // updated meanwhile
    EXPECT_TRUE(commands.isEnabled(u"go.problems"_s));
    EXPECT_TRUE(QTest::qWaitFor([&] { return commands.isEnabled(u"workflow.assign"_s); }))
        << commands.disabledReason(u"workflow.assign"_s).toStdString();
}

TEST_F(ServerDeskTest, AServerThatOnlyShowsIsReadOnly) {
    StoreWindow& window = connectTo(add(u"staging"_s, Environment::Test));
    m_server->connectToOlder({"Deploy", "Create", "Fire", "Cancel", "Terminate", "Migrate", "Remove", "SetTimer",
                              "MoveTimer", "CancelTimer", "ActOnEffects", "Respond"});
    ASSERT_TRUE(waitForRows(window));
    const QString reason =
        u"Nothing can be changed on staging (Signalbox 0.3.0): this version only shows workflows; update the server."_s;
    auto* saved = find<ui::TabularLabel>(window.window().statusStrip(), "statusSaved");
    EXPECT_TRUE(saved->text().contains(reason)) << saved->text().toStdString();
    for (const QString& id : {u"workflow.new"_s, u"definition.deploy"_s, u"definition.migrate"_s})
        EXPECT_EQ(window.commands().disabledReason(id), reason) << id.toStdString();
    m_server->connectAs(Role::Admin);
    EXPECT_FALSE(saved->text().contains(u"staging"_s));
    EXPECT_TRUE(window.commands().isEnabled(u"workflow.new"_s));
}

TEST_F(ServerDeskTest, ProductionIsUnlockedByAQuestion) {
    StoreWindow& window = connectTo(add(u"prod-eu"_s, Environment::Production));
    m_server->connectAs(Role::Admin);
    EXPECT_EQ(window.commands().disabledReason(u"workflow.new"_s),
              u"prod-eu is locked against changes; unlock it first."_s);
    EXPECT_TRUE(find<QWidget>(window.window(), "serverMark")->isVisible());
    ASSERT_TRUE(window.commands().trigger(u"server.lock"_s));
    auto* question = find<QDialog>(window.window(), "confirmDialog");
    ASSERT_NE(question, nullptr);
    find<QPushButton>(*question, "confirmVerb")->click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.commands().isEnabled(u"workflow.new"_s); }));
    ASSERT_TRUE(window.commands().trigger(u"server.lock"_s)); // back without a question
    EXPECT_FALSE(window.commands().isEnabled(u"workflow.new"_s));
}

TEST_F(ServerDeskTest, RowsStayHatchedWithTheirAgeWhileTheServerIsAway) {
    StoreWindow& window = connectTo(add(u"staging"_s, Environment::Test));
    m_server->connectAs(Role::Operator);
    ASSERT_TRUE(waitForRows(window));
    const auto isStale = [&] {
        return window.workflows().list().index(0, 0).data(model::WorkflowListModel::IsStaleRole).toBool();
    };
    EXPECT_FALSE(isStale());
    m_server->lose(m_clock.steadyNow() + 30s);
    EXPECT_TRUE(isStale());
    EXPECT_EQ(window.workflows().list().rowCount(), 20);
    m_clock.advance(2min);
    ui::StatusStrip& strip = window.window().statusStrip();
    auto* age = find<ui::TabularLabel>(strip, "statusServerAge");
    EXPECT_TRUE(QTest::qWaitFor([&] { return age->text() == u"as of 2 min ago"_s; }));
    m_log.clear();
    find<QAbstractButton>(strip, "statusRetry")->click();
    EXPECT_EQ(m_log, QStringList{u"retry"_s});
    m_server->connectAs(Role::Operator);
    EXPECT_FALSE(isStale());
    EXPECT_FALSE(find<QAbstractButton>(strip, "statusRetry")->isVisible());
}

TEST_F(ServerDeskTest, OnFirstUseAPersonComparesTheFingerprint) {
    const QString id = add(u"staging"_s, Environment::Test);
    StoreWindow& window = connectTo(id);
    const std::string shown(64, 'a');
    m_server->stop(LinkProblem::UnknownIdentity, shown);
    auto* dialog = find<QDialog>(window.window(), "identityDialog");
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(find<QLabel>(*dialog, "presentedFingerprint")->text().startsWith(u"AA:AA"_s));
    EXPECT_TRUE(m_desk->book().find(id)->fingerprint.isEmpty());
    find<QPushButton>(*dialog, "identityTrust")->click();
    EXPECT_EQ(m_desk->book().find(id)->fingerprint.toStdString(), shown);
    EXPECT_EQ(m_log.last(), u"reconnect %1 "_s.arg(QString::fromStdString(shown)));
}

TEST_F(ServerDeskTest, AChangedKeyIsAHardStop) {
    const QString id = add(u"staging"_s, Environment::Test);
    m_desk->book().trust(id, u"b"_s.repeated(64));
    StoreWindow& window = connectTo(id);
    m_server->stop(LinkProblem::ChangedIdentity, std::string(64, 'a'));
    auto* dialog = find<QDialog>(window.window(), "identityDialog");
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(find<QPushButton>(*dialog, "identityTrust"), nullptr);
    EXPECT_TRUE(find<QLabel>(*dialog, "presentedFingerprint")->text().startsWith(u"AA:AA"_s));
    EXPECT_TRUE(find<QLabel>(*dialog, "trustedFingerprint")->text().startsWith(u"BB:BB"_s));
    find<QPushButton>(*dialog, "identityStop")->click();
    EXPECT_EQ(m_desk->book().find(id)->fingerprint, u"b"_s.repeated(64));
    EXPECT_EQ(m_log, QStringList{u"open staging"_s});
}

TEST_F(ServerDeskTest, AServerOfANewerVersionIsNamedOnce) {
    StoreWindow& window = connectTo(add(u"prod-eu"_s, Environment::Production));
    LinkState state;
    state.phase = LinkState::Phase::Connected;
    state.serverVersion = "9.1.0";
    state.skew = VersionSkew::ServerIsNewer;
    m_server->link().setState(state);
    m_server->lose(m_clock.steadyNow() + std::chrono::seconds(4));
    m_server->link().setState(state);
    const auto banners = window.window().banners().banners();
    ASSERT_EQ(banners.size(), 1U);
    EXPECT_EQ(banners.front()->message().what,
              u"prod-eu runs a newer Signalbox (9.1.0): some things may not be shown. Update this program."_s);
    EXPECT_FALSE(banners.front()->message().retry);
}

TEST_F(ServerDeskTest, ATokenThatIsNotKnownIsAskedForAnew) {
    const QString id = add(u"staging"_s, Environment::Test);
    ServerProfile profile = *m_desk->book().find(id);
    profile.wantsToken = true;
    ASSERT_TRUE(m_desk->book().change(profile));
    m_desk->tokens().keep(id, u"old"_s);
    StoreWindow& window = connectTo(id);
    EXPECT_EQ(m_log.last(), u"reconnect  old"_s);
    m_server->stop(LinkProblem::BadToken);
    auto* dialog = find<QDialog>(window.window(), "tokenDialog");
    ASSERT_NE(dialog, nullptr);
    find<QLineEdit>(*dialog, "tokenField")->setText(u"new"_s);
    find<QPushButton>(*dialog, "tokenUse")->click();
    EXPECT_EQ(m_log.last(), u"reconnect  new"_s);
    m_settings.sync();
    QFile file(m_settings.fileName());
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_FALSE(file.readAll().contains("new\n")) << "a token is never on disk";
}

TEST_F(ServerDeskTest, ATokenIsAskedForOnce) {
    const QString id = add(u"staging"_s, Environment::Test);
    ServerProfile profile = *m_desk->book().find(id);
    profile.wantsToken = true;
    ASSERT_TRUE(m_desk->book().change(profile));
    StoreWindow& window = connectTo(id);
    const auto dialogs = [&] { return window.window().findChildren<QDialog*>(u"tokenDialog"_s).size(); };
    EXPECT_EQ(dialogs(), 0) << "who it is comes first";
    m_server->stop(LinkProblem::UnknownIdentity, std::string(64, 'a'));
    find<QPushButton>(window.window(), "identityTrust")->click();
    m_server->stop(LinkProblem::BadToken);
    EXPECT_EQ(dialogs(), 1);
    m_server->stop(LinkProblem::UnknownIdentity, std::string(64, 'a'));
    m_server->stop(LinkProblem::BadToken);
    EXPECT_EQ(dialogs(), 1);
}

TEST_F(ServerDeskTest, ACertificateIsTrustedForTheServerThatHasShownIt) {
    const QString id = add(u"staging"_s, Environment::Test);
    StoreWindow& window = connectTo(id);
    m_server->stop(LinkProblem::UnknownIdentity, std::string(64, 'a'));
    ServerProfile profile = *m_desk->book().find(id);
    profile.host = u"other.example.com"_s; // while the question waits
    ASSERT_TRUE(m_desk->book().change(profile));
    find<QPushButton>(window.window(), "identityTrust")->click();
    EXPECT_TRUE(m_desk->book().find(id)->fingerprint.isEmpty());
}

TEST_F(ServerDeskTest, LinksBearTheNameThatTheServerHasNow) {
    const QString id = add(u"staging"_s, Environment::Test);
    StoreWindow& window = connectTo(id);
    m_server->connectAs(Role::Viewer);
    ServerProfile profile = *m_desk->book().find(id);
    profile.name = u"staging-eu"_s;
    ASSERT_TRUE(m_desk->book().change(profile));
    EXPECT_EQ(window.connection().placeOf("BUG-1").server, u"staging-eu"_s);
    EXPECT_TRUE(window.window().windowTitle().contains(u"staging-eu"_s)) << window.window().windowTitle().toStdString();
    EXPECT_FALSE(m_desk->open({.connection = u"staging"_s, .definition = u"bug"_s, .id = u"BUG-7"_s, .at = {}}));
    EXPECT_TRUE(m_desk->open({.connection = u"staging-eu"_s, .definition = u"bug"_s, .id = u"BUG-7"_s, .at = {}}));
}

TEST_F(ServerDeskTest, WhatAServerIsCalledAndWhereItStandsChangesUnderItsConnection) {
    const QString id = add(u"staging"_s, Environment::Test);
    StoreWindow& window = connectTo(id);
    m_server->connectAs(Role::Viewer);
    m_desk->book().move(id, u"Europe"_s);
    ServerProfile profile = *m_desk->book().find(id);
    profile.name = u"staging-eu"_s;
    profile.colour = u"#0b63ce"_s;
    profile.environment = Environment::Production;
    ASSERT_TRUE(m_desk->book().change(profile));
    EXPECT_EQ(m_log, QStringList{u"open staging"_s}) << "nothing is dropped";
    EXPECT_EQ(window.source().name(), u"staging-eu"_s);
    EXPECT_TRUE(m_server->link().isLocked()) << "as of production";
    profile.port = 7412;
    ASSERT_TRUE(m_desk->book().change(profile));
    EXPECT_EQ(m_log.size(), 2);
}

TEST_F(ServerDeskTest, ALinkOpensItsServer) {
    const QString id = add(u"staging"_s, Environment::Test);
    EXPECT_FALSE(m_desk->open({.connection = u"elsewhere"_s, .definition = u"bug"_s, .id = u"BUG-7"_s, .at = {}}));
    EXPECT_TRUE(m_desk->open({.connection = u"staging"_s, .definition = u"bug"_s, .id = u"BUG-7"_s, .at = {}}));
    StoreWindow* window = m_desk->window(id);
    ASSERT_NE(window, nullptr);
    m_server->connectAs(Role::Viewer);
    EXPECT_TRUE(QTest::qWaitFor([&] { return window->workflows().currentWorkflow() == u"BUG-7"_s; }));
    EXPECT_TRUE(m_desk->open({.connection = u"staging"_s, .definition = u"bug"_s, .id = u"BUG-8"_s, .at = {}}));
    EXPECT_TRUE(QTest::qWaitFor([&] { return window->workflows().currentWorkflow() == u"BUG-8"_s; }));
}

TEST_F(ServerDeskTest, ThePaletteFindsServersThoseUsedLastFirst) {
    add(u"prod-eu"_s, Environment::Production);
    const QString staging = add(u"staging"_s, Environment::Test);
    add(u"prod-us"_s, Environment::Production);
    m_desk->book().noteUse(staging);
    ServerFinder finder(m_desk->book());
    QStringList names;
    QObject::connect(&finder, &ui::PaletteSource::found, &finder, [&names](quint64, const QList<ui::PaletteHit>& hits) {
        names.clear();
        for (const ui::PaletteHit& hit : hits)
            names.append(hit.title);
    });
    finder.search({}, 1);
    EXPECT_EQ(names, (QStringList{u"staging"_s, u"prod-eu"_s, u"prod-us"_s}));
    finder.search(u"PROD"_s, 2);
    EXPECT_EQ(names, (QStringList{u"prod-eu"_s, u"prod-us"_s}));
}

TEST_F(ServerDeskTest, ARestoredBackupIsToldAndReadAnew) {
    StoreWindow& window = connectTo(add(u"staging"_s, Environment::Test));
    m_server->connectAs(Role::Operator);
    ASSERT_TRUE(waitForRows(window));
    m_server->connectAs(Role::Viewer, "store-of-the-server");
    m_server->fake().failWatches({ErrorCode::DataLoss, "the log is another one", {}});
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.window().banners().banners().size() == 1; }));
    const ui::BannerMessage& told = window.window().banners().banners().first()->message();
    EXPECT_EQ(told.code, u"DataLoss"_s);
    EXPECT_TRUE(told.what.startsWith(u"An older backup"_s)) << told.what.toStdString();
}

TEST_F(ServerDeskTest, AnotherStoreAtTheAddressIsNoOlderBackup) {
    StoreWindow& window = connectTo(add(u"staging"_s, Environment::Test));
    m_server->connectAs(Role::Operator);
    ASSERT_TRUE(waitForRows(window));
    const auto replaceBy = [&](const std::string& storeId) {
        window.window().banners().dismissAll();
        m_server->connectAs(Role::Operator, storeId);
        m_server->fake().failWatches({ErrorCode::DataLoss, "the position is of another store", {}});
        EXPECT_TRUE(QTest::qWaitFor([&] { return window.window().banners().banners().size() == 1; }));
        return window.window().banners().banners().first()->message();
    };
    const ui::BannerMessage told = replaceBy("another-store");
    EXPECT_TRUE(told.what.startsWith(u"Another store"_s)) << told.what.toStdString();
    EXPECT_TRUE(told.code.isEmpty());
    EXPECT_TRUE(replaceBy("another-store").what.startsWith(u"An older backup"_s));
}

TEST_F(ServerDeskTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    StoreWindow& window = connectTo(add(u"prod-eu"_s, Environment::Production));
    m_server->connectAs(Role::Operator);
    ASSERT_TRUE(waitForRows(window));
    m_server->lose(m_clock.steadyNow() + 14s);
    m_clock.advance(125s);
    auto* age = find<ui::TabularLabel>(window.window().statusStrip(), "statusServerAge");
    ASSERT_TRUE(QTest::qWaitFor([&] { return age->text() == u"as of 2 min ago"_s; }));
    for (const bool isDark : {false, true}) {
        m_theme.setScheme(isDark ? ui::Scheme::Dark : ui::Scheme::Light);
        QTest::qWait(0);
        for (const QSize size : {QSize(1600, 1000), QSize(740, 620), QSize(430, 720)})
            ui::saveScene(window.window(), size,
                          u"server-away%1-%2"_s.arg(size.width() == 1600 ? QString() : u"-%1"_s.arg(size.width()),
                                                    isDark ? u"dark"_s : u"light"_s));
    }
}

} // namespace signalbox
