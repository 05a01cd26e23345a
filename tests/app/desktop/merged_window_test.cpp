#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

#include "tests/app/desktop/copied_command.h"
#include "tests/app/desktop/merged_window_fixture.h"
#include "tests/support/scene.h"
#include "ui/connections/server_choice_dialog.h"
#include "ui/definition/deploy_desk.h"
#include "ui/definition/deploy_dialog.h"
#include "ui/definition/migrate_dialog.h"
#include "ui/navigator/navigator_pane.h"
#include "ui/shell/command_registry.h"
#include "ui/widgets/tabular_label.h"
#include "ui/workflows/new_workflow_dialog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <ranges>
#include <set>

namespace signalbox {

using namespace Qt::StringLiterals;

TEST_F(MergedWindowTest, OneListHasTheRowsOfAllWithTheirServer) {
    showAll();
    EXPECT_EQ(shownServers(), (std::set<QString>{u"This computer"_s, u"prod-eu"_s, u"staging"_s}));
    const QString id = cell(0, Column::Id, List::IdRole).toString();
    EXPECT_TRUE(id.endsWith(u'/' + cell(0, Column::Id).toString())) << id.toStdString();
    EXPECT_TRUE(std::ranges::is_sorted(std::views::iota(0, 40), std::greater{}, [&](int row) {
        return cell(row, Column::Updated, List::SortRole).toLongLong();
    })) << "by the last change, across servers";
    list().sort(static_cast<int>(Column::Server), Qt::AscendingOrder);
    ASSERT_TRUE(QTest::qWaitFor([&] { return list().isLoaded(); }));
    EXPECT_EQ(cell(0, Column::Server), u"This computer"_s);
    EXPECT_EQ(cell(kOnEach, Column::Server), u"prod-eu"_s);
    // An ordinary window has no such column.
    EXPECT_FALSE(m_local->workflows().list().hasColumn(Column::Server));
}

TEST_F(MergedWindowTest, EachServerHasItsOwnSay) {
    showAll();
    m_near[u"staging"_s]->stand(LinkState::Phase::Connected, Role::Viewer);
    all().workflows().selectWorkflow(idOn(u"prod-eu"_s));
    ASSERT_TRUE(QTest::qWaitFor([&] { return reason("workflow.terminate").contains(u"prod-eu"_s); }));
    EXPECT_EQ(reason("workflow.delete"), u"Your role on prod-eu is operator; deleting needs admin"_s);
    EXPECT_TRUE(reason("timer.set").contains(u"prod-eu is locked against changes"_s, Qt::CaseInsensitive));
    all().workflows().selectWorkflow(idOn(u"staging"_s));
    EXPECT_TRUE(QTest::qWaitFor([&] { return reason("timer.set").contains(u"staging is viewer"_s); }));
    all().workflows().selectWorkflow(idOn(u"This computer"_s));
    EXPECT_TRUE(QTest::qWaitFor([&] { return all().commands().isEnabled(u"workflow.delete"_s); }));
}

TEST_F(MergedWindowTest, WhatIsCopiedAsACommandIsForTheServerOfTheRow) {
    StoreWindow& window = showAll();
    for (const QString& server : {u"prod-eu"_s, u"staging"_s}) {
        chooseAsAdmin(server);
        const QString target = u" '%1.example.com:7411' "_s.arg(server);
        const QString own = u"\"id\":\"%1\""_s.arg(window.workflows().currentWorkflow().section(u'/', 1));
        for (const char* command : {"workflow.assign", "workflow.cancel", "workflow.delete", "workflow.terminate",
                                    "timer.set", "definition.migrate"}) {
            ASSERT_TRUE(window.commands().trigger(QString::fromLatin1(command))) << command;
            fillTriggerForm(window.window());
            const QString text = copiedCommand(window.window());
            EXPECT_TRUE(text.contains(target) && text.contains(own)) << command << ": " << text.toStdString();
        }
        ASSERT_TRUE(window.commands().trigger(u"workflow.copyCommand"_s));
        const QStringList all = listedCommands(window.window());
        EXPECT_GE(all.size(), 6) << "triggers, reminder, cancel, terminate, delete, read";
        for (const QString& text : all)
            EXPECT_TRUE(text.contains(target) && text.contains(own)) << text.toStdString();
        ASSERT_TRUE(window.commands().trigger(u"workflow.new"_s));
        auto* dialog = window.window().findChild<ui::NewWorkflowDialog*>();
        auto* choice = dialog->findChild<QComboBox*>(u"serverChoice"_s);
        choice->setCurrentIndex(choice->findData(server));
        dialog->findChild<QLineEdit*>(u"idField"_s)->setText(u"BUG-NEW"_s);
        const QString text = copiedCommand(window.window());
        EXPECT_TRUE(text.contains(target) && text.contains(u"\"id\":\"BUG-NEW\""_s)) << text.toStdString();
        delete dialog;
    }
}

TEST_F(MergedWindowTest, TheWorkflowThatIsChosenMigratesOnItsServer) {
    StoreWindow& window = showAll();
    chooseAsAdmin(u"staging"_s);
    m_near[u"staging"_s]->stand(LinkState::Phase::Connected, Role::Operator);
    ASSERT_TRUE(QTest::qWaitFor([&] { return reason("definition.migrate").contains(u"needs admin"_s); }));
    m_near[u"staging"_s]->stand(LinkState::Phase::Connected, Role::Admin);
    ASSERT_TRUE(window.commands().trigger(u"definition.migrate"_s));
    auto* dialog = window.window().findChild<ui::MigrateDialog*>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_FALSE(dialog->findChild<QWidget*>(u"migrateAll"_s)->isVisible());
    const model::MigrationModel& migration = dialog->migration();
    EXPECT_EQ(migration.workflow(), window.workflows().currentWorkflow().toStdString());
    ASSERT_TRUE(QTest::qWaitFor([&] { return migration.phase() == model::MigrationModel::Phase::Ready; }));
    ASSERT_EQ(migration.figures().total, 1U);
    // It is on the newest version; its own server says so.
    const QModelIndex answer = migration.index(0, model::MigrationModel::MessageColumn);
    EXPECT_TRUE(answer.data().toString().contains(u"staging: "_s)) << answer.data().toString().toStdString();
    delete dialog;
}

TEST_F(MergedWindowTest, ADefinitionIsDeployedOnTheServerThatIsChosen) {
    const std::string file = m_directory.file("door.scxml");
    std::ofstream(file) << R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" initial="shut">
  <state id="shut"/>
</scxml>)";
    StoreWindow& window = showAll();
    m_near[u"staging"_s]->stand(LinkState::Phase::Connected, Role::Admin);
    window.deployDesk().offer({QString::fromStdString(file)});
    EXPECT_EQ(window.deployDesk().dialog(), nullptr);
    auto* dialog = window.window().findChild<ui::ServerChoiceDialog*>();
    ASSERT_NE(dialog, nullptr);
    auto* server = dialog->findChild<QComboBox*>(u"serverChoice"_s);
    auto* use = dialog->findChild<QPushButton*>(u"serverChoiceUse"_s);
    server->setCurrentIndex(server->findData(u"prod-eu"_s));
    EXPECT_FALSE(use->isEnabled());
    EXPECT_TRUE(use->toolTip().contains(u"deploying definitions needs admin"_s)) << use->toolTip().toStdString();
    server->setCurrentIndex(server->findData(u"staging"_s));
    use->click();
    ui::DeployDesk& own = m_desk->window(m_staging)->deployDesk();
    ASSERT_NE(own.dialog(), nullptr);
    const model::DeployModel& deployment = own.dialog()->deployment();
    ASSERT_TRUE(QTest::qWaitFor([&] { return deployment.phase() == model::DeployModel::Phase::Ready; }));
    own.dialog()->deployment().deploy({});
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return window.connection().findDefinition(DefinitionRef{.name = "door"}) != nullptr;
    })) << "the window over all has it at once";
    EXPECT_EQ(m_local->connection().findDefinition(DefinitionRef{.name = "door"}), nullptr);
}

TEST_F(MergedWindowTest, UnlockingAsksInTheWindowOfTheServer) {
    StoreWindow& window = showAll();
    window.workflows().selectWorkflow(idOn(u"prod-eu"_s));
    ASSERT_TRUE(QTest::qWaitFor([&] { return reason("timer.set").contains(u"locked"_s); }));
    ASSERT_TRUE(window.commands().trigger(u"server.lock"_s));
    auto* question = m_desk->window(m_production)->window().findChild<QDialog*>(u"confirmDialog"_s);
    ASSERT_NE(question, nullptr);
    question->findChild<QPushButton*>(u"confirmVerb"_s)->click();
    EXPECT_TRUE(QTest::qWaitFor([&] { return window.commands().isEnabled(u"timer.set"_s); }));
}

TEST_F(MergedWindowTest, WhatIsDoneThereIsDoneOnTheServerOfTheRow) {
    StoreWindow& window = showAll();
    m_near[u"staging"_s]->stand(LinkState::Phase::Connected, Role::Admin);
    const QString id = idOn(u"staging"_s);
    window.workflows().selectWorkflow(id);
    const auto* shown = &window.inspector().inspector();
    ASSERT_TRUE(QTest::qWaitFor([&] { return shown->workflow() && shown->id() == id; }));
    EXPECT_TRUE(shown->link().startsWith(u"signalbox://staging/bug/"_s)) << shown->link().toStdString();
    ActRequest remove;
    remove.id = id.toStdString();
    window.connection().remove(remove, nullptr, [](const Result<RemoveReply>& reply) { EXPECT_TRUE(reply); });
    EXPECT_TRUE(waitForRows(3 * kOnEach - 1)) << "the watch tells of it";
    StoreWindow& own = *m_desk->window(m_staging);
    EXPECT_TRUE(QTest::qWaitFor([&] { return own.workflows().list().rowCount() == kOnEach - 1; }));
}

TEST_F(MergedWindowTest, ServersComeAndGoWithTheirConnections) {
    StoreWindow& window = showAll();
    m_desk->disconnectFrom(m_staging);
    ASSERT_TRUE(waitForRows(2 * kOnEach));
    EXPECT_FALSE(entry(window, u"staging"_s).isValid());
    m_desk->connectTo(m_staging);
    ASSERT_TRUE(waitForRows(3 * kOnEach));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return entry(window, u"staging"_s).data(model::NavigatorModel::CountRole).toInt() == kOnEach; }));
}

TEST_F(MergedWindowTest, RowsOfAServerThatIsAwayAreHatched) {
    StoreWindow& window = showAll();
    m_near[u"staging"_s]->stand(LinkState::Phase::Waiting);
    for (int row = 0; row < 20; ++row)
        EXPECT_EQ(cell(row, Column::Id, List::IsStaleRole).toBool(), cell(row, Column::Server) == u"staging"_s);
    const QModelIndex staging = entry(window, u"staging"_s);
    EXPECT_FALSE(staging.data(model::NavigatorModel::IsLiveRole).toBool());
    EXPECT_TRUE(staging.data(model::NavigatorModel::DetailRole).toString().startsWith(u"as of"_s));
    EXPECT_EQ(window.window().findChild<ui::TabularLabel*>(u"liveLabel"_s)->text(), u"2 of 3 live"_s);
    window.workflows().selectWorkflow(idOn(u"staging"_s));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return reason("timer.set").contains(u"staging is not connected"_s, Qt::CaseInsensitive); }));
}

TEST_F(MergedWindowTest, AnEntryOfTheNavigatorFiltersToItsServer) {
    StoreWindow& window = showAll();
    auto* tree = window.window().findChild<QTreeView*>(u"navigatorTree"_s);
    tree->setCurrentIndex(entry(window, u"prod-eu"_s));
    ASSERT_TRUE(waitForRows(kOnEach));
    EXPECT_EQ(shownServers(), std::set<QString>{u"prod-eu"_s});
    EXPECT_EQ(window.workflows().shownView().filter.server, "prod-eu");
    EXPECT_EQ(window.window().findChild<QLineEdit*>(u"filterBox"_s)->text(), u"server:prod-eu"_s);
}

TEST_F(MergedWindowTest, InAWindowOfOneServerTheOthersLeadToTheirWindows) {
    auto* tree = m_local->window().findChild<QTreeView*>(u"navigatorTree"_s);
    const QModelIndex staging = entry(*m_local, u"staging"_s);
    ASSERT_TRUE(staging.isValid());
    m_desk->window(m_staging)->window().hide();
    tree->setCurrentIndex(staging); // the arrows alone open nothing
    EXPECT_FALSE(m_desk->window(m_staging)->window().isVisible());
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(staging).center());
    EXPECT_TRUE(m_desk->window(m_staging)->window().isVisible());
    EXPECT_TRUE(m_local->workflows().filter().isEmpty());
}

TEST_F(MergedWindowTest, ANewWorkflowAsksForItsServer) {
    StoreWindow& window = showAll();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.connection().definitionList().empty(); }));
    ASSERT_TRUE(window.commands().trigger(u"workflow.new"_s));
    auto* dialog = window.window().findChild<ui::NewWorkflowDialog*>();
    ASSERT_NE(dialog, nullptr);
    auto* server = dialog->findChild<QComboBox*>(u"serverChoice"_s);
    auto* create = dialog->findChild<QPushButton*>(u"createButton"_s);
    ASSERT_NE(server, nullptr);
    EXPECT_EQ(server->count(), 3);
    EXPECT_TRUE(create->isEnabled());
    server->setCurrentIndex(server->findData(u"prod-eu"_s));
    EXPECT_FALSE(create->isEnabled());
    EXPECT_EQ(create->toolTip(), u"prod-eu is locked against changes; unlock it first."_s);
    server->setCurrentIndex(server->findData(u"staging"_s));
    dialog->findChild<QLineEdit*>(u"idField"_s)->setText(u"BUG-NEW"_s);
    create->click();
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.workflows().currentWorkflow() == u"staging/BUG-NEW"_s; }));
    EXPECT_TRUE(waitForRows(3 * kOnEach + 1));
}

TEST_F(MergedWindowTest, ItEndsBeforeWhatItIsOver) {
    showAll();
    all().window().close();
    EXPECT_EQ(m_desk->allWindow(), nullptr);
    showAll();
    m_local.reset(); // as the program ends: this computer's store first
    EXPECT_TRUE(waitForRows(2 * kOnEach));
    m_desk.reset();
}

TEST_F(MergedWindowTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    m_near[u"staging"_s]->stand(LinkState::Phase::Waiting);
    for (const bool isDark : {false, true}) {
        m_theme.setScheme(isDark ? ui::Scheme::Dark : ui::Scheme::Light);
        StoreWindow& window = isDark ? all() : showAll();
        window.workflows().selectWorkflow(idOn(u"prod-eu"_s));
        window.window().resize(1600, 1000);
        ASSERT_TRUE(waitUntilSettled(window));
        ui::saveScene(window.window(), {1600, 1000}, isDark ? u"merged-dark"_s : u"merged-light"_s);
        ASSERT_TRUE(window.commands().trigger(u"workflow.new"_s));
        auto* dialog = window.window().findChild<ui::NewWorkflowDialog*>();
        ui::saveScene(*dialog, dialog->sizeHint(), isDark ? u"merged-new-dark"_s : u"merged-new-light"_s);
        delete dialog;
        window.deployDesk().offer({u"door.scxml"_s});
        auto* choice = window.window().findChild<ui::ServerChoiceDialog*>();
        ASSERT_NE(choice, nullptr);
        ui::saveScene(*choice, choice->sizeHint(), isDark ? u"merged-deploy-dark"_s : u"merged-deploy-light"_s);
        delete choice;
    }
}

} // namespace signalbox
