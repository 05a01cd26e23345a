#include <QAbstractItemView>
#include <QClipboard>
#include <QDialog>
#include <QDropEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include "app/desktop/window/scxml_files.h"
#include "tests/app/desktop/store_window_fixture.h"
#include "tests/support/scene.h"
#include "ui/definition/deploy_desk.h"
#include "ui/definition/deploy_dialog.h"
#include "ui/shell/status_strip.h"
#include "ui/widgets/banner.h"
#include "ui/workflows/new_workflow_dialog.h"

#include <algorithm>
#include <fstream>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;
using Phase = model::DeployModel::Phase;

const std::string kDoor = R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" initial="Closed">
  <state id="Closed"><transition event="open" target="Open"/></state>
  <state id="Open"><transition event="close" target="Closed"/></state>
</scxml>
)";
const std::string kDoorWithLock =
    R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" initial="Closed">
  <state id="Closed">
    <transition event="open" target="Open"/>
    <transition event="lock" target="Locked"/>
  </state>
  <state id="Open"><transition event="close" target="Closed"/></state>
  <state id="Locked"><transition event="unlock" target="Closed"/></state>
</scxml>
)";
const std::string kBroken =
    R"(<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" initial="Closed">
  <state id="Closed"><transition event="open" target="Opne"/></state>
  <state id="Open"><transition event="close" target="Closed"/></state>
  <state id="Attic"/>
</scxml>
)";

// Definitions on their way from files into the real store, through the real window.
class DeployTest : public StoreWindowTest {
protected:
    QString write(const std::string& name, const std::string& text) {
        const std::string path = m_directory.file(name);
        std::ofstream(path) << text;
        return QString::fromStdString(path);
    }
    ui::DeployDialog* dialog() { return m_store->deployDesk().dialog(); }
    bool waitForPhase(Phase phase) {
        return QTest::qWaitFor([&] { return dialog() && dialog()->deployment().phase() == phase; }, 20'000);
    }
    template <typename Widget>
    Widget& part(const char* name) {
        return *dialog()->findChild<Widget*>(QString::fromLatin1(name));
    }
    void press(const char* button) { QTest::mouseClick(&part<QPushButton>(button), Qt::LeftButton); }
    QString verdict() { return part<QLabel>("deployVerdictText").text(); }
    QStringList messages() {
        const auto& rows = dialog()->findChild<QAbstractItemView*>(u"diagnostics"_s)->model();
        QStringList texts;
        for (int row = 0; row < rows->rowCount(); ++row)
            texts.append(rows->index(row, model::DiagnosticsModel::MessageColumn).data().toString());
        return texts;
    }
    QStringList differences() {
        const auto& rows = dialog()->findChild<QAbstractItemView*>(u"difference"_s)->model();
        QStringList texts;
        for (int row = 0; row < rows->rowCount(); ++row)
            texts.append(rows->index(row, 0).data().toString());
        return texts;
    }
    const Definition* deployed(std::uint32_t version) {
        return m_store->connection().findDefinition(DefinitionRef{"door", version});
    }
    // As an operator who reads the dialog and agrees.
    void deploy(const std::string& text) {
        m_store->deployDesk().offer({write("door.scxml", text)});
        ASSERT_TRUE(waitForPhase(Phase::Ready));
        press("deployButton");
        ASSERT_TRUE(QTest::qWaitFor([this] { return dialog() == nullptr; }, 20'000));
    }
    bool drop(const QStringList& paths) {
        QMimeData dragged;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls.append(QUrl::fromLocalFile(path));
        dragged.setUrls(urls);
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_store->window(), &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
        if (enter.isAccepted()) QCoreApplication::sendEvent(&m_store->window(), &event);
        return enter.isAccepted();
    }
};

TEST_F(DeployTest, ByTheCommandAFileBecomesTheFirstVersionAndCanBeStarted) {
    show();
    const QString path = write("door.scxml", kDoor);
    ASSERT_TRUE(m_store->commands().trigger(u"definition.deploy"_s));
    auto* files = m_store->window().findChild<QFileDialog*>(u"deployFileDialog"_s);
    ASSERT_NE(files, nullptr);
    Q_EMIT files->filesSelected({path});
    files->close();
    ASSERT_TRUE(waitForPhase(Phase::Ready));
    EXPECT_EQ(verdict(), u"Will be door v1, the first of its name."_s);
    part<QLineEdit>("deployReason").setText(u"doors are ours now"_s);
    press("deployButton");
    ASSERT_TRUE(QTest::qWaitFor([this] { return deployed(1) != nullptr; }, 20'000));
    EXPECT_EQ(deployed(1)->reason, "doors are ours now");
    EXPECT_EQ(deployed(1)->deployedBy, "operator sue");

    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_store->window().banners().banners().isEmpty(); }));
    auto* again = m_store->window().banners().findChild<QPushButton*>(u"bannerRetry"_s);
    ASSERT_EQ(again->text(), u"New workflow of it"_s);
    again->click();
    auto* create = m_store->window().findChild<ui::NewWorkflowDialog*>();
    ASSERT_NE(create, nullptr);
    create->findChild<QPushButton*>(u"createButton"_s)->click();
    EXPECT_TRUE(QTest::qWaitFor([this] { return shown() && shown()->row.definition == DefinitionRef{"door", 1}; }));
}

TEST_F(DeployTest, ANewVersionTellsWhatDiffersAndWhoStaysBehind) {
    show();
    deploy(kDoor);
    std::promise<bool> done;
    CreateRequest request;
    request.definition.name = "door";
    request.id = "door-1";
    m_service->create(std::move(request), [&done](const Result<CreateReply>& reply) { done.set_value(bool(reply)); });
    ASSERT_TRUE(done.get_future().get());

    m_store->deployDesk().offer({write("door.scxml", kDoorWithLock)});
    ASSERT_TRUE(waitForPhase(Phase::Ready));
    EXPECT_EQ(verdict(), u"Will be door v2, after v1."_s);
    EXPECT_TRUE(differences().contains(u"+ Locked"_s)) << differences().join(u'\n').toStdString();
    EXPECT_TRUE(part<QLabel>("deployWorkflows").text().startsWith(u"v1: 1 workflow."_s))
        << part<QLabel>("deployWorkflows").text().toStdString();
    press("deployButton");
    EXPECT_TRUE(QTest::qWaitFor([this] { return deployed(2) != nullptr; }, 20'000));
}

TEST_F(DeployTest, TheSameContentAgainIsKnown) {
    show();
    deploy(kDoor);
    m_store->deployDesk().offer({write("other.scxml", kDoor)});
    ASSERT_TRUE(waitForPhase(Phase::Known));
    EXPECT_EQ(verdict(), u"This very content is deployed already, as door v1."_s);
    EXPECT_FALSE(part<QPushButton>("deployButton").isEnabled());
}

TEST_F(DeployTest, ErrorsStandInTheDialogAndKeepItsButtonShut) {
    show();
    m_store->deployDesk().offer({write("door.scxml", kBroken)});
    ASSERT_TRUE(waitForPhase(Phase::Refused));
    EXPECT_FALSE(part<QPushButton>("deployButton").isEnabled());
    EXPECT_TRUE(messages().join(u'\n').contains(u"Opne"_s)) << messages().join(u'\n').toStdString();
    press("deployCopy");
    EXPECT_TRUE(QGuiApplication::clipboard()->text().startsWith(u"door.scxml:2:"_s))
        << QGuiApplication::clipboard()->text().toStdString();
}

TEST_F(DeployTest, DroppedFilesAreAskedAboutOneAfterTheOther) {
    show();
    ASSERT_TRUE(drop({write("door.scxml", kDoor), write("broken.scxml", kBroken)}));
    ASSERT_TRUE(waitForPhase(Phase::Ready));
    EXPECT_TRUE(dialog()->windowTitle().contains(u"(1 of 2)"_s)) << dialog()->windowTitle().toStdString();
    press("deployButton");
    ASSERT_TRUE(waitForPhase(Phase::Refused));
    EXPECT_EQ(dialog()->windowTitle(), u"Deploy broken.scxml (2 of 2)"_s);
    press("deployCancel");
    EXPECT_TRUE(QTest::qWaitFor([this] { return dialog() == nullptr; }));
    EXPECT_NE(deployed(1), nullptr);
}

TEST_F(DeployTest, WhatIsNoFileIsNotTaken) {
    show();
    QMimeData dragged;
    dragged.setUrls({QUrl(u"https://example.org/door.scxml"_s)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(&m_store->window(), &enter);
    EXPECT_FALSE(enter.isAccepted());
}

TEST_F(DeployTest, WrongFilesAreToldAndHarmNothing) {
    show();
    const QString missing = QString::fromStdString(m_directory.file("missing.scxml"));
    const QString huge = write("huge.scxml", "<!--" + std::string(3 * 1024 * 1024, 'x') + "-->" + kDoor);
    const QString doctype = write("doctype.scxml", "<!DOCTYPE scxml [<!ENTITY a 'b'>]>\n" + kDoor);
    const QString picture = write("picture.png", std::string("\x89PNG\r\n\x1a\n\0\xff", 10));
    m_store->deployDesk().offer({missing, huge, doctype, picture});
    ASSERT_TRUE(waitForPhase(Phase::Failed));
    EXPECT_TRUE(verdict().contains(u"missing.scxml"_s)) << verdict().toStdString();
    for (int file = 0; file < 3; ++file) {
        press("deployCancel");
        ASSERT_TRUE(waitForPhase(Phase::Refused)) << file;
        EXPECT_FALSE(messages().isEmpty()) << file;
    }
}

TEST_F(DeployTest, AStoreForReadingOnlySaysWhyNot) {
    m_store.reset();
    auto local = LocalEngine::open(m_directory.file("bugs.sqlite"), {.readOnly = true, .settings = {}}, m_clock);
    ASSERT_TRUE(local);
    m_store = std::make_unique<StoreWindow>(StoreWindow::Parts{.source = std::move(*local),
                                                               .theme = m_theme,
                                                               .settings = m_settings,
                                                               .clock = m_clock,
                                                               .operatorName = u"sue"_s});
    m_store->window().show();
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_store->commands().isEnabled(u"definition.deploy"_s); }));
    EXPECT_FALSE(m_store->commands().disabledReason(u"definition.deploy"_s).isEmpty());
    EXPECT_TRUE(drop({write("door.scxml", kDoor)}));
    EXPECT_EQ(dialog(), nullptr);
}

TEST_F(DeployTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    show();
    deploy(kDoor);
    const auto scene = [this](const std::string& text, Phase phase, const QString& name) {
        m_store->deployDesk().offer({write("door.scxml", text)});
        ASSERT_TRUE(waitForPhase(phase));
        ui::saveScene(*dialog(), {760, 620}, name);
        press("deployCancel");
        ASSERT_TRUE(QTest::qWaitFor([this] { return dialog() == nullptr; }));
    };
    for (const auto& [scheme, name] : {std::pair(ui::Scheme::Light, u"-light"_s), {ui::Scheme::Dark, u"-dark"_s}}) {
        m_theme.setScheme(scheme);
        scene(kDoorWithLock, Phase::Ready, u"deploy-difference"_s + name);
        scene(kBroken, Phase::Refused, u"deploy-errors"_s + name);
        scene(kDoor, Phase::Known, u"deploy-known"_s + name);
    }
}

} // namespace
} // namespace signalbox
