#include <QAbstractItemView>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

#include "tests/app/desktop/store_window_fixture.h"
#include "tests/support/scene.h"
#include "ui/definition/migrate_dialog.h"

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using model::MigrationModel;
using Phase = MigrationModel::Phase;

std::string door(const std::string& states) {
    return R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" initial="Closed">)" + states +
           "</scxml>";
}
const std::string kOld = door(R"(
  <state id="Closed"><transition event="open" target="Ajar"/></state>
  <state id="Ajar"><transition event="close" target="Closed"/></state>)");
const std::string kNew = door(R"(
  <state id="Closed"><transition event="open" target="Open"/></state>
  <state id="Open"><transition event="close" target="Closed"/></state>)");

// Workflows on their way to another version, through the real window.
class MigrateTest : public StoreWindowTest {
protected:
    void deploy(const std::string& text) {
        ask(&WorkflowService::deploy,
            DeployRequest{.source = {.file = "door.scxml", .text = text, .files = {}}, .caller = {}});
    }
    // Two that are closed, and one that is ajar; then a version without that state comes.
    void prepare() {
        deploy(kOld);
        for (const char* id : {"door-1", "door-2", "door-3"}) {
            CreateRequest request;
            request.definition.name = "door";
            request.id = id;
            ask(&WorkflowService::create, std::move(request));
        }
        fire("door-3", "open", {});
        deploy(kNew);
        ASSERT_TRUE(waitForRows(3));
        ASSERT_TRUE(QTest::qWaitFor([this] {
            return m_store->connection().findDefinition(DefinitionRef{.name = "door", .version = 2}) != nullptr;
        }));
    }
    void openDialog(const QString& workflow) {
        show();
        prepare();
        m_store->workflows().selectWorkflow(workflow);
        ASSERT_TRUE(QTest::qWaitFor([&] { return shown() && shown()->row.id == workflow.toStdString(); }));
        ASSERT_TRUE(m_store->commands().trigger(u"definition.migrate"_s));
        ASSERT_TRUE(waitFor(Phase::Ready));
    }
    ui::MigrateDialog* dialog() { return m_store->window().findChild<ui::MigrateDialog*>(); }
    bool waitFor(Phase phase) {
        return QTest::qWaitFor([&] { return dialog() && dialog()->migration().phase() == phase; }, 20'000);
    }
    template <typename Widget>
    Widget& part(const char* name) {
        return *dialog()->findChild<Widget*>(QString::fromLatin1(name));
    }
    QString verdict() { return part<QLabel>("migrateVerdictText").text(); }
    std::uint32_t versionOf(const std::string& id) {
        return ask(&WorkflowService::get, GetRequest{.id = id, .atRevision = {}}).row.definition.version;
    }
};

TEST_F(MigrateTest, TheWorkflowThatIsShownMovesAlone) {
    openDialog(u"door-1"_s);
    EXPECT_TRUE(part<QRadioButton>("migrateOne").isChecked());
    EXPECT_EQ(verdict(), u"1 workflow can move to v2."_s);
    part<QLineEdit>("migrateReason").setText(u"the new doors"_s);
    part<QPushButton>("migrateButton").click();
    ASSERT_TRUE(waitFor(Phase::Done));
    EXPECT_EQ(verdict(), u"1 workflow moved to v2."_s);
    EXPECT_EQ(versionOf("door-1"), 2U);
    EXPECT_EQ(versionOf("door-2"), 1U);
    const auto history = ask(&WorkflowService::history, HistoryRequest{.id = "door-1", .before = {}});
    EXPECT_EQ(history.changes.front().kind, ChangeKind::Migrated);
    EXPECT_EQ(history.changes.front().caller.reason, "the new doors");
}

TEST_F(MigrateTest, AllMoveOnceAStateWithoutAPlaceHasOne) {
    openDialog(u"door-3"_s);
    EXPECT_FALSE(part<QPushButton>("migrateButton").isEnabled());
    part<QRadioButton>("migrateAll").click();
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return dialog()->migration().phase() == Phase::Ready && dialog()->migration().figures().moved == 2; }));
    EXPECT_EQ(dialog()->migration().figures().left, 1U);
    auto* rows = dialog()->findChild<QAbstractItemView*>(u"migrateRows"_s);
    auto* box = qobject_cast<QComboBox*>(rows->indexWidget(rows->model()->index(0, MigrationModel::MessageColumn)));
    ASSERT_NE(box, nullptr);
    box->setCurrentIndex(box->findData(u"Open"_s));
    Q_EMIT box->activated(box->currentIndex());
    ASSERT_TRUE(QTest::qWaitFor([&] { return verdict() == u"3 workflows can move to v2."_s; }))
        << verdict().toStdString();
    part<QPushButton>("migrateButton").click();
    ASSERT_TRUE(waitFor(Phase::Done));
    for (const char* id : {"door-1", "door-2", "door-3"})
        EXPECT_EQ(versionOf(id), 2U) << id;
    EXPECT_EQ(ask(&WorkflowService::get, GetRequest{.id = "door-3", .atRevision = {}}).row.state, "Open");
}

TEST_F(MigrateTest, NobodyToMoveIsTold) {
    openDialog(u"door-1"_s);
    part<QComboBox>("migrateTarget").setCurrentIndex(1);
    part<QRadioButton>("migrateAll").click();
    EXPECT_TRUE(QTest::qWaitFor([&] { return verdict() == u"There is no workflow on another version."_s; }))
        << verdict().toStdString();
    EXPECT_FALSE(part<QPushButton>("migrateButton").isEnabled());
}

TEST_F(MigrateTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    openDialog(u"door-3"_s);
    part<QRadioButton>("migrateAll").click();
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return dialog()->migration().phase() == Phase::Ready && dialog()->migration().figures().moved == 2; }));
    for (const auto& [scheme, name] : {std::pair(ui::Scheme::Light, u"-light"_s), {ui::Scheme::Dark, u"-dark"_s}}) {
        m_theme.setScheme(scheme);
        ui::saveScene(*dialog(), {820, 560}, u"migrate"_s + name);
    }
}

} // namespace
} // namespace signalbox
