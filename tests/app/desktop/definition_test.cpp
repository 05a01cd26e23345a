#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTextBlock>
#include <QToolButton>

#include "app/desktop/window/scxml_files.h"
#include "tests/app/desktop/store_window_fixture.h"
#include "tests/support/scene.h"
#include "ui/definition/definition_view.h"
#include "ui/definition/definition_window.h"
#include "ui/definition/source_view.h"
#include "ui/graph/graph_view.h"
#include "ui/simulation/simulation_window.h"

#include <algorithm>
#include <fstream>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

const std::string kOven = R"(<?xml version="1.0"?>
<!-- An oven with a door and a heater, which are apart. -->
<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:sb="urn:signalbox:workflow:1" version="1.0"
       name="oven" datamodel="ecmascript" initial="Oven" sb:title="Oven">
  <datamodel><data id="minutes" expr="0"/></datamodel>
  <sb:trigger event="bake" label="Bake">
    <sb:param name="minutes" type="integer" required="true" minimum="1"/>
  </sb:trigger>
  <parallel id="Oven">
    <state id="Door" initial="Shut">
      <state id="Shut"><transition event="open" target="Ajar"/></state>
      <state id="Ajar"><transition event="shut" target="Shut"/></state>
    </state>
    <state id="Heater" initial="Cold">
      <state id="Cold">
        <transition event="bake" target="Hot">
          <assign location="minutes" expr="_event.data.minutes"/>
        </transition>
      </state>
      <state id="Hot">
        <onentry>
          <log label="heats for" expr="minutes"/>
          <send event="ready" delay="90s"/>
        </onentry>
        <transition event="ready" target="Cold"/>
      </state>
    </state>
  </parallel>
</scxml>
)";

// Definitions that are looked at and simulated through the real window.
class DefinitionTest : public StoreWindowTest {
protected:
    void start() {
        show();
        deploy();
        std::promise<bool> done;
        CreateRequest request;
        request.definition.name = "oven";
        request.id = "oven-1";
        m_service->create(std::move(request),
                          [&done](const Result<CreateReply>& reply) { done.set_value(reply.has_value()); });
        ASSERT_TRUE(done.get_future().get());
        ASSERT_TRUE(waitForRows(1));
        m_store->workflows().selectWorkflow(u"oven-1"_s);
        ASSERT_TRUE(QTest::qWaitFor([this] { return shown() && m_store->inspector().inspector().definition(); }));
        ASSERT_TRUE(waitUntilSettled(*m_store));
    }
    void deploy() {
        std::promise<bool> done;
        m_service->deploy({.source = {.file = "oven.scxml", .text = kOven, .files = {}},
                           .isDryRun = false,
                           .caller = {.principal = "operator sue", .reason = "bread", .requestId = {}}},
                          [&done](const Result<DeployReply>& reply) { done.set_value(reply && reply->definition); });
        ASSERT_TRUE(done.get_future().get());
    }
    ui::DefinitionView& openTab() {
        auto* tabs = m_store->inspector().findChild<QTabWidget*>(u"inspectorTabs"_s);
        tabs->setCurrentWidget(&m_store->inspector().definitionView());
        return m_store->inspector().definitionView();
    }
    QString lineOf(ui::SourceView& view) { return view.textCursor().block().text().trimmed(); }

    ui::SimulationWindow* simulate() {
        if (!m_store->commands().trigger(u"definition.simulate"_s)) return nullptr;
        ui::SimulationWindow* window = m_store->simulations().value(0);
        const bool isThere =
            QTest::qWaitFor([window] { return window->simulation().moment() && window->graph().isSettled(); }, 20'000);
        return isThere ? window : nullptr;
    }
    static bool waitIdle(ui::SimulationWindow& window) {
        return QTest::qWaitFor([&window] { return !window.simulation().isBusy(); }, 20'000);
    }
    static QStringList leaves(ui::SimulationWindow& window) {
        QStringList names;
        for (const StateIndex leaf : window.graph().state().leaves)
            names.append(QString::fromStdString(window.graph().chart().whole.states[leaf.value()].name));
        return names;
    }
    static void press(QWidget& window, const char* button) {
        auto* found = window.findChild<QPushButton*>(QString::fromLatin1(button));
        ASSERT_NE(found, nullptr) << button;
        ASSERT_TRUE(found->isEnabled()) << button;
        found->click();
    }
    void bake(ui::SimulationWindow& window, const QString& minutes) {
        window.fire(u"bake"_s);
        auto* dialog = window.findChild<QDialog*>(u"parameterDialog"_s);
        ASSERT_NE(dialog, nullptr);
        dialog->findChild<QLineEdit*>()->setText(minutes);
        press(*dialog, "parameterFire");
        ASSERT_TRUE(waitIdle(window));
    }
};

TEST_F(DefinitionTest, TheTabShowsTheTextWhoBroughtItAndBothLeavesAreCurrent) {
    start();
    ui::DefinitionView& view = openTab();
    EXPECT_EQ(view.source().toPlainText().toStdString(), kOven);
    EXPECT_EQ(view.findChild<QLabel*>(u"definitionTitle"_s)->text(), u"oven v1"_s);
    EXPECT_TRUE(model::originText(*view.definition()).startsWith(u"Deployed by operator sue, "_s));
    EXPECT_TRUE(model::originText(*view.definition()).endsWith(u": bread"_s));
    EXPECT_EQ(m_store->inspector().graph().state().leaves.size(), 2U);
}

TEST_F(DefinitionTest, AStateOfTheGraphAndOfTheTextLeadToEachOther) {
    start();
    ui::DefinitionView& view = openTab();
    ui::GraphView& graph = m_store->inspector().graph();
    Q_EMIT graph.stateFocused(u"Hot"_s);
    EXPECT_EQ(lineOf(view.source()), u"<state id=\"Hot\">"_s);
    EXPECT_EQ(view.source().markedState(), u"Hot"_s);

    QTextCursor cursor = view.source().document()->find(u"target=\"Ajar"_s);
    cursor.clearSelection();
    view.source().setTextCursor(cursor);
    view.source().setFocus();
    QTest::keyClick(&view.source(), Qt::Key_Return);
    ASSERT_TRUE(graph.focusTarget());
    EXPECT_EQ(graph.spec().structure.states[graph.focusTarget()->index].name, "Ajar");
}

TEST_F(DefinitionTest, FindsInTheTextWhereTheFocusIs) {
    start();
    ui::DefinitionView& view = openTab();
    view.source().setFocus();
    ASSERT_TRUE(view.canFind());
    view.openFind();
    QTest::keyClicks(view.findChild<QLineEdit*>(u"sourceFindText"_s), u"ready"_s);
    EXPECT_EQ(lineOf(view.source()), u"<send event=\"ready\" delay=\"90s\"/>"_s);
    view.findNext();
    EXPECT_EQ(lineOf(view.source()), u"<transition event=\"ready\" target=\"Cold\"/>"_s);
    view.findNext();
    EXPECT_EQ(lineOf(view.source()), u"<send event=\"ready\" delay=\"90s\"/>"_s) << "goes around the end";
}

TEST_F(DefinitionTest, ExportedItIsTheSameAgain) {
    start();
    const QString folder = QString::fromStdString(m_directory.file("out"));
    QString told;
    QObject::connect(&m_store->inspector(), &ui::InspectorPane::statusMessage, &m_store->window(),
                     [&told](const QString& text) { told = text; });
    ASSERT_TRUE(m_store->commands().trigger(u"definition.export"_s));
    auto* dialog = m_store->window().findChild<QFileDialog*>(u"definitionExportDialog"_s);
    ASSERT_NE(dialog, nullptr);
    Q_EMIT dialog->fileSelected(folder);
    dialog->close();
    ASSERT_TRUE(QTest::qWaitFor([&told] { return told.startsWith(u"Saved "_s); }));
    const auto source = ScxmlFiles().read(folder + u"/oven.scxml"_s);
    ASSERT_TRUE(source);
    EXPECT_EQ(source->text, kOven);
}

TEST_F(DefinitionTest, ASimulationRunsInMemoryAndItsStepsCanBeUndone) {
    start();
    ui::SimulationWindow* window = simulate();
    ASSERT_NE(window, nullptr);
    EXPECT_TRUE(window->windowTitle().startsWith(u"SIMULATION"_s));
    EXPECT_EQ(leaves(*window), QStringList({u"Shut"_s, u"Cold"_s}));
    bake(*window, u"5"_s);
    EXPECT_EQ(leaves(*window), QStringList({u"Shut"_s, u"Hot"_s}));
    EXPECT_EQ(window->simulation().moment()->workflow.data["minutes"], 5);
    ASSERT_EQ(window->simulation().moment()->timers.size(), 1U);

    press(*window, "simulationNext");
    ASSERT_TRUE(waitIdle(*window));
    EXPECT_EQ(leaves(*window), QStringList({u"Shut"_s, u"Cold"_s}));
    EXPECT_EQ(window->simulation().moment()->elapsed, std::chrono::seconds(90));
    press(*window, "simulationUndo");
    ASSERT_TRUE(waitIdle(*window));
    EXPECT_EQ(leaves(*window), QStringList({u"Shut"_s, u"Hot"_s}));
    EXPECT_TRUE(window->simulation().log().join(u'\n').contains(u"heats for"_s))
        << window->simulation().log().join(u'\n').toStdString();
    press(*window, "simulationReset");
    ASSERT_TRUE(waitIdle(*window));
    EXPECT_EQ(leaves(*window), QStringList({u"Shut"_s, u"Cold"_s}));
    EXPECT_FALSE(window->simulation().canUndo());

    EXPECT_EQ(list().rowCount(), 1) << "nothing of it is stored";
}

TEST_F(DefinitionTest, AKeyFiresInASimulation) {
    start();
    ui::SimulationWindow* window = simulate();
    ASSERT_NE(window, nullptr);
    window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window));
    window->graph().setFocus();
    const auto open = std::ranges::find(window->graph().state().edges, true,
                                        [](const model::EdgeState& edge) { return edge.label.endsWith(u"open"); });
    ASSERT_NE(open, window->graph().state().edges.end());
    ASSERT_TRUE(open->key);
    QTest::keyClick(&window->graph(), static_cast<Qt::Key>(Qt::Key_0 + *open->key));
    ASSERT_TRUE(waitIdle(*window));
    EXPECT_EQ(leaves(*window), QStringList({u"Ajar"_s, u"Cold"_s}));
}

TEST_F(DefinitionTest, WithoutAWorkflowItIsShownInAWindowOfItsOwn) {
    show();
    deploy();
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_store->connection().findDefinition(DefinitionRef{"oven", 1}); }));
    EXPECT_TRUE(m_store->definitionWindows().isEmpty());
    model::WorkflowFilter ovens;
    ovens.fixed.definition = "oven";
    m_store->workflows().setFilter(ovens);
    ASSERT_TRUE(m_store->commands().trigger(u"definition.show"_s));
    ASSERT_EQ(m_store->definitionWindows().size(), 1);
    ui::DefinitionWindow& window = *m_store->definitionWindows().first();
    ASSERT_TRUE(QTest::qWaitFor([&window] { return window.graph().isSettled(); }, 20'000));
    EXPECT_EQ(window.view().source().toPlainText().toStdString(), kOven);
    EXPECT_EQ(window.versions().currentText(), u"v1"_s);
    EXPECT_TRUE(window.graph().state().leaves.empty());
    QTest::mouseClick(window.view().tools()->findChild<QToolButton*>(u"definitionSimulate"_s), Qt::LeftButton);
    EXPECT_EQ(m_store->simulations().size(), 1);
}

TEST_F(DefinitionTest, ADefinitionThatIsAProgramShowsWhatScxmlCanSayOfItAndWhyItIsNotSimulated) {
    create("BUG-1");
    show();
    ASSERT_TRUE(waitForRows(1));
    m_store->workflows().selectWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([this] { return shown() && m_store->inspector().inspector().definition(); }));
    ui::DefinitionView& view = openTab();
    EXPECT_TRUE(view.source().toPlainText().contains(u"<state id=\"Assigned\""_s))
        << view.source().toPlainText().left(2000).toStdString();
    EXPECT_FALSE(view.tools()->findChild<QToolButton*>(u"definitionSimulate"_s)->isVisible());
    EXPECT_TRUE(view.findChild<QLabel*>(u"definitionNote"_s)->isVisible());
    EXPECT_FALSE(m_store->commands().isEnabled(u"definition.simulate"_s));
    EXPECT_FALSE(m_store->commands().disabledReason(u"definition.simulate"_s).isEmpty());
}

TEST_F(DefinitionTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    start();
    openTab();
    for (const auto& [scheme, name] : {std::pair(ui::Scheme::Light, u"-light"_s), {ui::Scheme::Dark, u"-dark"_s}}) {
        m_theme.setScheme(scheme);
        m_store->inspector().definitionView().showState(u"Hot"_s);
        ASSERT_TRUE(waitUntilSettled(*m_store));
        ui::saveScene(m_store->window(), {1600, 1000}, u"definition-tab"_s + name);
        ui::SimulationWindow* window = simulate();
        ASSERT_NE(window, nullptr);
        bake(*window, u"5"_s);
        ui::saveScene(*window, {980, 900}, u"simulation"_s + name);
        delete window;
    }
}

} // namespace
} // namespace signalbox
