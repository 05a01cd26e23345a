#include <QDialog>
#include <QTabBar>

#include "app/desktop/window/workflow_windows.h"
#include "tests/app/desktop/store_window_fixture.h"
#include "tests/support/scene.h"
#include "ui/graph/graph_view.h"
#include "ui/inspector/inspector_tabs.h"
#include "ui/inspector/inspector_window.h"
#include "ui/inspector/quick_look.h"
#include "ui/shell/pane_columns.h"
#include "ui/workflows/workflow_table.h"

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

// The places besides the selection where a workflow is shown: tabs, windows of their own, the quick look.
class PlacesTest : public StoreWindowTest {
protected:
    // Three bugs; BUG-1 is selected and shown, the list has the focus.
    void start() {
        for (const char* id : {"BUG-1", "BUG-2", "BUG-3"})
            create(id);
        fire("BUG-2", "Assign", {{"assignee", "Joe"}});
        m_store->window().show();
        m_store->window().activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&m_store->window()));
        ASSERT_TRUE(waitForRows(3));
        m_store->workflows().list().setListSort({SortKey::ById, false});
        table().setFocus();
        m_store->workflows().selectWorkflow(u"BUG-1"_s);
        ASSERT_TRUE(isInFront(u"BUG-1"_s));
        ASSERT_TRUE(QTest::qWaitFor([this] { return table().hasCurrentRow() && waitLoaded(); }));
    }
    bool waitLoaded() { return list().isLoaded(); }
    bool isInFront(const QString& id) {
        return QTest::qWaitFor([this, &id] { return shown() != nullptr && shown()->row.id == id.toStdString(); });
    }
    void press(QWidget& widget, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&widget, key, modifiers);
    }
    // As an operator presses them: wherever the focus is.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        ASSERT_NE(QApplication::focusWidget(), nullptr);
        press(*QApplication::focusWidget(), key, modifiers);
    }
    void openInTab(const QString& id) {
        table().setFocus();
        m_store->workflows().selectWorkflow(id);
        press(Qt::Key_Return, Qt::ControlModifier);
    }
    ui::WorkflowTable& table() { return m_store->workflows().table(); }
    QTabBar& strip() { return *m_store->window().findChild<QTabBar*>(u"workflowTabs"_s); }
    QStringList tabTexts() {
        QStringList texts;
        for (int index = 0; index < strip().count(); ++index)
            texts.append(strip().tabText(index));
        return texts;
    }
    ui::InspectorWindow* openWindow() {
        press(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        if (m_store->workflowWindows().windows().isEmpty()) return nullptr;
        ui::InspectorWindow* window = m_store->workflowWindows().windows().last();
        const bool isShown =
            QTest::qWaitFor([window] { return window->inspector().inspector().workflow() != nullptr; });
        return isShown && QTest::qWaitForWindowActive(window) ? window : nullptr;
    }
};

TEST_F(PlacesTest, TabKeepsItsWorkflowWhileTheSelectionMovesOn) {
    start();
    EXPECT_FALSE(strip().isVisible());
    press(Qt::Key_Return, Qt::ControlModifier);
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-1"_s}));
    EXPECT_TRUE(strip().isVisible());
    EXPECT_EQ(strip().currentIndex(), 1);
    EXPECT_TRUE(m_store->inspector().graph().hasFocus());
    m_store->workflows().selectWorkflow(u"BUG-2"_s);
    EXPECT_TRUE(m_store->tabs().isSelectionInFront());
    EXPECT_TRUE(isInFront(u"BUG-2"_s));
    press(Qt::Key_Tab, Qt::ControlModifier);
    EXPECT_TRUE(isInFront(u"BUG-1"_s));
    press(Qt::Key_PageDown, Qt::ControlModifier);
    EXPECT_TRUE(isInFront(u"BUG-2"_s));
    press(Qt::Key_Tab, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(isInFront(u"BUG-1"_s));
}

TEST_F(PlacesTest, KeysOfTheListNeverActOnATabThatHidesTheSelection) {
    start();
    press(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_EQ(strip().currentIndex(), 1);
    table().setFocus();
    EXPECT_TRUE(m_store->tabs().isSelectionInFront());
    press(Qt::Key_Tab, Qt::ControlModifier);
    EXPECT_EQ(strip().currentIndex(), 1);
    EXPECT_FALSE(table().hasFocus());
}

TEST_F(PlacesTest, TabsCloseByKeyAndMiddleClickButNotTheSelection) {
    start();
    for (const QString& id : {u"BUG-1"_s, u"BUG-2"_s, u"BUG-3"_s})
        openInTab(id);
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-1"_s, u"BUG-2"_s, u"BUG-3"_s}));
    press(Qt::Key_W, Qt::ControlModifier);
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-1"_s, u"BUG-2"_s}));
    QTest::mouseClick(&strip(), Qt::MiddleButton, {}, strip().tabRect(1).center());
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-2"_s}));
    QTest::mouseClick(&strip(), Qt::MiddleButton, {}, strip().tabRect(0).center());
    EXPECT_EQ(strip().count(), 2);
    EXPECT_TRUE(isInFront(u"BUG-2"_s));
    press(Qt::Key_W, Qt::ControlModifier);
    EXPECT_TRUE(m_store->tabs().isSelectionInFront());
    EXPECT_TRUE(isInFront(u"BUG-3"_s));
    EXPECT_FALSE(m_store->commands().isEnabled(u"workflow.close"_s));
    EXPECT_FALSE(strip().isVisible());
}

TEST_F(PlacesTest, TabIsLeftInThePastAndFoundThereAgain) {
    start();
    openInTab(u"BUG-2"_s);
    ASSERT_TRUE(isInFront(u"BUG-2"_s));
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_store->commands().isEnabled(u"history.previous"_s); }));
    m_store->commands().trigger(u"history.previous"_s);
    ASSERT_TRUE(QTest::qWaitFor([this] { return shown()->row.revision == Revision{0}; }));
    openInTab(u"BUG-1"_s);
    ASSERT_TRUE(isInFront(u"BUG-1"_s));
    EXPECT_TRUE(m_store->inspector().inspector().isLive());
    press(Qt::Key_PageUp, Qt::ControlModifier);
    EXPECT_TRUE(isInFront(u"BUG-2"_s));
    EXPECT_FALSE(m_store->inspector().inspector().isLive());
}

TEST_F(PlacesTest, DraggedTabsMoveAndTheSelectionStaysFirst) {
    start();
    for (const QString& id : {u"BUG-1"_s, u"BUG-2"_s})
        openInTab(id);
    strip().moveTab(2, 1);
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-2"_s, u"BUG-1"_s}));
    strip().moveTab(2, 0);
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-2"_s, u"BUG-1"_s}));
    strip().setCurrentIndex(2);
    EXPECT_TRUE(isInFront(u"BUG-1"_s));
}

TEST_F(PlacesTest, TabsAreThereAgainAtTheNextStart) {
    start();
    for (const QString& id : {u"BUG-3"_s, u"BUG-1"_s})
        openInTab(id);
    reopen();
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-3"_s, u"BUG-1"_s}));
    EXPECT_TRUE(m_store->tabs().isSelectionInFront());
}

TEST_F(PlacesTest, WindowOfItsOwnIsLiveAndActsByItsOwnKeys) {
    start();
    ui::InspectorWindow* window = openWindow();
    ASSERT_NE(window, nullptr);
    EXPECT_EQ(window->windowTitle(), u"BUG-1: Open – Signalbox"_s);
    fire("BUG-1", "Assign", {{"assignee", "Joe"}});
    EXPECT_TRUE(QTest::qWaitFor([window] { return window->windowTitle() == u"BUG-1: Assigned – Signalbox"_s; }));
    m_store->workflows().selectWorkflow(u"BUG-2"_s);
    ASSERT_TRUE(QTest::qWaitFor([window] { return window->commands().isEnabled(u"workflow.fire.1"_s); }));
    window->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window));
    window->inspector().graph().setFocus();
    press(window->inspector().graph(), Qt::Key_2); // Close, of those without parameters
    EXPECT_TRUE(QTest::qWaitFor([window] { return !window->windowTitle().contains(u"Assigned"_s); }))
        << window->windowTitle().toStdString();
    EXPECT_TRUE(isInFront(u"BUG-2"_s));
    EXPECT_EQ(shown()->row.state, "Assigned");
}

TEST_F(PlacesTest, WindowOpensOnceClosesByKeyAndRemembersItsSize) {
    start();
    ui::InspectorWindow* window = openWindow();
    ASSERT_NE(window, nullptr);
    m_store->window().activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&m_store->window()));
    table().setFocus();
    EXPECT_EQ(openWindow(), window);
    window->resize(700, 800);
    press(window->inspector().graph(), Qt::Key_W, Qt::ControlModifier);
    EXPECT_TRUE(m_store->workflowWindows().windows().isEmpty());
    m_store->workflowWindows().open(u"BUG-3"_s);
    EXPECT_EQ(m_store->workflowWindows().windows().first()->size(), QSize(700, 800));
}

TEST_F(PlacesTest, WindowsCloseWithTheMainOneAndGoIntoATabByKey) {
    start();
    ui::InspectorWindow* window = openWindow();
    ASSERT_NE(window, nullptr);
    press(window->inspector().graph(), Qt::Key_Return, Qt::ControlModifier);
    EXPECT_TRUE(m_store->workflowWindows().windows().isEmpty());
    EXPECT_EQ(tabTexts(), QStringList({u"Selection"_s, u"BUG-1"_s}));
    m_store->workflowWindows().open(u"BUG-2"_s);
    m_store->window().close();
    EXPECT_TRUE(m_store->workflowWindows().windows().isEmpty());
}

TEST_F(PlacesTest, QuickLookFollowsTheCursorAndNeverActs) {
    start();
    press(Qt::Key_Space);
    ui::QuickLook& look = m_store->quickLook();
    ASSERT_TRUE(look.isVisible());
    ASSERT_TRUE(QTest::qWaitFor([&look] { return look.isSettled(); }));
    EXPECT_EQ(look.inspector().id(), u"BUG-1"_s);
    press(Qt::Key_1);
    press(Qt::Key_Delete);
    EXPECT_EQ(m_store->window().findChild<QDialog*>(), nullptr);
    press(Qt::Key_Down);
    EXPECT_EQ(m_store->workflows().currentWorkflow(), u"BUG-2"_s);
    EXPECT_TRUE(QTest::qWaitFor([&look] { return look.inspector().id() == u"BUG-2"_s && look.isSettled(); }));
    EXPECT_TRUE(look.isVisible());
    press(Qt::Key_Space);
    EXPECT_FALSE(look.isVisible());
    EXPECT_TRUE(table().hasFocus());
    press(Qt::Key_Space);
    ASSERT_TRUE(look.isVisible());
    press(Qt::Key_Escape);
    EXPECT_FALSE(look.isVisible());
}

TEST_F(PlacesTest, EnterInTheQuickLookOpens) {
    start();
    m_store->window().columns().setPaneShown(ui::Pane::Inspector, false);
    press(Qt::Key_Space);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    EXPECT_FALSE(m_store->quickLook().isVisible());
    EXPECT_TRUE(m_store->window().columns().isPaneShown(ui::Pane::Inspector));
    EXPECT_TRUE(isInFront(u"BUG-2"_s));
}

TEST_F(PlacesTest, ScenesInBothSchemes) {
    m_theme.install(*qApp);
    start();
    for (const QString& id : {u"BUG-1"_s, u"BUG-3"_s, u"BUG-2"_s})
        openInTab(id);
    ui::InspectorWindow* window = openWindow();
    ASSERT_NE(window, nullptr);
    for (const auto& [scheme, name] : {std::pair(ui::Scheme::Light, u"light"_s), {ui::Scheme::Dark, u"dark"_s}}) {
        m_theme.setScheme(scheme);
        ASSERT_TRUE(waitUntilSettled(*m_store));
        ui::saveScene(m_store->window(), {1600, 1000}, u"tabs-"_s + name);
        ui::saveScene(*window, {860, 940}, u"own-window-"_s + name);
        m_store->window().activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&m_store->window()));
        table().setFocus();
        press(Qt::Key_Space);
        ASSERT_TRUE(QTest::qWaitFor([this] { return m_store->quickLook().isSettled(); }));
        ui::saveScene(m_store->window(), {1600, 1000}, u"quick-look-"_s + name);
        press(Qt::Key_Space);
        openInTab(u"BUG-2"_s);
    }
}

} // namespace
} // namespace signalbox
