#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

#include "tests/app/desktop/merged_window_fixture.h"
#include "tests/support/scene.h"
#include "ui/connections/server_choice_dialog.h"
#include "ui/definition/migrate_dialog.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/status_strip.h"

#include <gtest/gtest.h>

#include <future>
#include <utility>
#include <vector>

namespace signalbox {

using namespace Qt::StringLiterals;
using Phase = model::MigrationModel::Phase;

namespace {

const std::string kHead = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" initial="Shut">)";
const std::string kOld = kHead + R"(<state id="Shut"/></scxml>)";
const std::string kNew = kHead + R"(<state id="Shut"/><state id="Open"/></scxml>)";

// Doors of an older version on both servers, none on this computer.
class MergedMigrationTest : public MergedWindowTest {
protected:
    template <typename Request, typename Answer>
    Answer ask(const QString& server, void (WorkflowService::*call)(Request, Reply<Answer>), Request request) {
        std::promise<Result<Answer>> promise;
        (m_near[server]->service().*call)(std::move(request),
                                          [&](Result<Answer> reply) { promise.set_value(std::move(reply)); });
        auto answer = promise.get_future().get();
        EXPECT_TRUE(answer) << answer.error().message;
        return answer.value_or(Answer());
    }
    void deploy(const QString& server, const std::string& text) {
        ask(server, &WorkflowService::deploy,
            DeployRequest{.source = {.file = "door.scxml", .text = text, .files = {}}, .caller = {}});
    }
    void putDoors(const QString& server) {
        deploy(server, kOld);
        for (const char* id : {"door-1", "door-2"}) {
            CreateRequest request;
            request.definition.name = "door";
            request.id = id;
            ask(server, &WorkflowService::create, std::move(request));
        }
        deploy(server, kNew);
    }
    std::vector<std::uint32_t> versionsOn(const QString& server) {
        std::vector<std::uint32_t> versions;
        for (const char* id : {"door-1", "door-2"}) {
            const Workflow door = ask(server, &WorkflowService::get, GetRequest{.id = id, .atRevision = {}});
            versions.push_back(door.row.definition.version);
        }
        return versions;
    }
    // The window over all, with a door of the server chosen.
    StoreWindow& chooseDoorOn(const QString& server) {
        StoreWindow& window = showAll();
        for (const QString& each : {u"prod-eu"_s, u"staging"_s})
            putDoors(each);
        EXPECT_TRUE(waitForRows(3 * kOnEach + 4));
        window.workflows().selectWorkflow(server + u"/door-1"_s);
        const auto* shown = &window.inspector().inspector();
        EXPECT_TRUE(
            QTest::qWaitFor([&] { return shown->definition() && shown->definition()->structure.name == "door"; }));
        return window;
    }
    ui::ServerChoiceDialog* choice() { return all().window().findChild<ui::ServerChoiceDialog*>(); }
    ui::ServerChoiceDialog* askForServer() {
        EXPECT_TRUE(all().commands().trigger(u"definition.migrateAll"_s));
        return choice();
    }
    static void choose(ui::ServerChoiceDialog& dialog, const QString& server) {
        auto* box = dialog.findChild<QComboBox*>(u"serverChoice"_s);
        box->setCurrentIndex(box->findData(server));
    }
    static QPushButton& button(ui::ServerChoiceDialog& dialog) {
        return *dialog.findChild<QPushButton*>(u"serverChoiceUse"_s);
    }
    static ui::MigrateDialog* migrationIn(StoreWindow& window) {
        return window.window().findChild<ui::MigrateDialog*>();
    }
};

} // namespace

TEST_F(MergedMigrationTest, AllOfADefinitionMigrateOnTheServerThatIsChosenOnly) {
    StoreWindow& window = chooseDoorOn(u"prod-eu"_s);
    m_near[u"staging"_s]->stand(LinkState::Phase::Connected, Role::Admin);
    ui::ServerChoiceDialog* dialog = askForServer();
    ASSERT_NE(dialog, nullptr);
    choose(*dialog, u"staging"_s);
    button(*dialog).click();
    EXPECT_EQ(migrationIn(window), nullptr);
    EXPECT_EQ(migrationIn(*m_local), nullptr);
    EXPECT_EQ(migrationIn(*m_desk->window(m_production)), nullptr);
    ui::MigrateDialog* own = migrationIn(*m_desk->window(m_staging));
    ASSERT_NE(own, nullptr);
    EXPECT_TRUE(own->findChild<QRadioButton*>(u"migrateAll"_s)->isChecked());
    model::MigrationModel& migration = own->migration();
    ASSERT_TRUE(QTest::qWaitFor([&] { return migration.phase() == Phase::Ready; }));
    EXPECT_EQ(migration.figures().moved, 2U);
    own->findChild<QPushButton*>(u"migrateButton"_s)->click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return migration.phase() == Phase::Done; }));
    EXPECT_EQ(versionsOn(u"staging"_s), (std::vector<std::uint32_t>{2, 2}));
    EXPECT_EQ(versionsOn(u"prod-eu"_s), (std::vector<std::uint32_t>{1, 1}));
}

TEST_F(MergedMigrationTest, TheServerOfTheRowIsMeantFirstAndSaysWhyItMayNotBe) {
    chooseDoorOn(u"prod-eu"_s);
    EXPECT_FALSE(reason("definition.migrate").isEmpty()) << "the row's own server forbids it";
    EXPECT_TRUE(all().commands().isEnabled(u"definition.migrateAll"_s)) << "another may allow it";
    ui::ServerChoiceDialog* dialog = askForServer();
    ASSERT_NE(dialog, nullptr);
    QPushButton& use = button(*dialog);
    EXPECT_EQ(dialog->findChild<QComboBox*>(u"serverChoice"_s)->currentData(), u"prod-eu"_s);
    EXPECT_FALSE(use.isEnabled());
    EXPECT_EQ(use.toolTip(), u"Your role on prod-eu is operator; migrating workflows needs admin."_s);
    m_near[u"prod-eu"_s]->stand(LinkState::Phase::Connected, Role::Admin);
    EXPECT_FALSE(use.isEnabled());
    EXPECT_EQ(use.toolTip(), u"prod-eu is locked against changes; unlock it first."_s);
    EXPECT_EQ(dialog->findChild<QLabel*>(u"serverChoiceProblem"_s)->text(), use.toolTip());
    m_near[u"prod-eu"_s]->link().setLocked(false);
    EXPECT_TRUE(use.isEnabled());
    m_near[u"prod-eu"_s]->stand(LinkState::Phase::Waiting);
    EXPECT_FALSE(use.isEnabled());
}

TEST_F(MergedMigrationTest, WithoutAWorkflowMigratingAsksForTheServer) {
    StoreWindow& window = showAll();
    deploy(u"staging"_s, kOld);
    model::WorkflowFilter doors;
    doors.fixed.definition = "door";
    window.workflows().setFilter(doors);
    ASSERT_TRUE(waitForRows(0));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.workflows().currentWorkflow().isEmpty(); }));
    ASSERT_TRUE(window.commands().trigger(u"definition.migrate"_s));
    EXPECT_NE(choice(), nullptr);
    EXPECT_EQ(migrationIn(window), nullptr);
}

TEST_F(MergedMigrationTest, AServerWithoutTheDefinitionSaysSo) {
    chooseDoorOn(u"staging"_s);
    ui::ServerChoiceDialog* dialog = askForServer();
    ASSERT_NE(dialog, nullptr);
    auto* box = dialog->findChild<QComboBox*>(u"serverChoice"_s);
    box->setCurrentIndex(box->findText(u"This computer"_s));
    button(*dialog).click();
    EXPECT_EQ(migrationIn(*m_local), nullptr);
    EXPECT_EQ(m_local->window().statusStrip().message(), u"This computer has no definition door."_s);
}

TEST_F(MergedMigrationTest, AWindowOfOneServerHasItInOneDialog) {
    EXPECT_FALSE(m_local->commands().isAvailable(u"definition.migrateAll"_s));
    EXPECT_FALSE(m_desk->window(m_staging)->commands().isAvailable(u"definition.migrateAll"_s));
}

TEST_F(MergedMigrationTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    chooseDoorOn(u"prod-eu"_s);
    for (const auto& [scheme, name] : {std::pair(ui::Scheme::Light, u"-light"_s), {ui::Scheme::Dark, u"-dark"_s}}) {
        m_theme.setScheme(scheme);
        ui::ServerChoiceDialog* dialog = askForServer();
        ASSERT_NE(dialog, nullptr);
        ui::saveScene(*dialog, dialog->sizeHint(), u"merged-migrate"_s + name);
        delete dialog;
    }
}

} // namespace signalbox
