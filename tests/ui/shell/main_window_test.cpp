#include <QAbstractButton>
#include <QAction>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QSplitter>
#include <QToolButton>

#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/cheat_sheet.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/pane_columns.h"
#include "ui/shell/status_strip.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

class MainWindowTest : public WindowTest {};

QStringList visibleMenus(const MainWindow& window) {
    QStringList titles;
    for (const QAction* action : window.menuBar()->actions()) {
        if (action->isVisible()) titles.append(action->text());
    }
    return titles;
}

TEST_F(MainWindowTest, MenuOfAnUnavailableFeatureIsHiddenUntilItComes) {
    const auto window = newWindow();
    EXPECT_EQ(visibleMenus(*window), QStringList({u"&File"_s, u"&View"_s, u"&Go"_s, u"&Help"_s}));
    registry.setHandler(u"workflow.fire"_s, window.get(), [] {});
    EXPECT_EQ(visibleMenus(*window), QStringList({u"&File"_s, u"&Workflow"_s, u"&View"_s, u"&Go"_s, u"&Help"_s}));
}

class MenuBarAt : public WindowTest, public testing::WithParamInterface<int> {
protected:
    MenuBarAt() {
        for (const Command& command : registry.commands())
            registry.setHandler(command.id, &registry, [] {});
    }
};

TEST_P(MenuBarAt, AllMenusAreInSightBesideThePalette) {
    const auto window = newWindow({GetParam(), 600});
    const QMenuBar& bar = *window->menuBar();
    const QRect corner = bar.cornerWidget(Qt::TopRightCorner)->geometry();
    ASSERT_EQ(visibleMenus(*window).size(), 6);
    EXPECT_TRUE(QTest::qWaitFor([&] { return corner.right() <= bar.width(); }));
    for (QAction* menu : bar.actions()) {
        if (!menu->isVisible()) continue;
        const QRect place = bar.actionGeometry(menu);
        EXPECT_TRUE(bar.rect().contains(place) && !place.isEmpty()) << menu->text().toStdString();
        EXPECT_LT(place.right(), corner.left()) << menu->text().toStdString();
    }
    auto* button = window->findChild<QAbstractButton*>(u"paletteButton"_s);
    EXPECT_TRUE(button->isVisible());
    EXPECT_GE(button->width(), GetParam() < 800 ? 32 : 160);
    EXPECT_FALSE(button->toolTip().isEmpty());
    EXPECT_FALSE(bar.findChild<QToolButton*>(u"qt_menubar_ext_button"_s)->isVisible());
}

INSTANTIATE_TEST_SUITE_P(Widths, MenuBarAt, testing::Values(640, 800, 1280), testing::PrintToStringParamName());

TEST_F(MainWindowTest, AMenuThatComesNarrowsThePalette) {
    const auto window = newWindow({800, 600});
    const QMenuBar& bar = *window->menuBar();
    for (const Command& command : registry.commands())
        registry.setHandler(command.id, window.get(), [] {});
    const auto isClear = [&] {
        const QRect last = bar.actionGeometry(bar.actions().last());
        return last.right() < bar.cornerWidget(Qt::TopRightCorner)->x();
    };
    EXPECT_TRUE(QTest::qWaitFor(isClear));
}

// As in a language of long words.
TEST_F(MainWindowTest, MenusWithoutRoomAreInAButtonThatCanBePressed) {
    const auto window = newWindow({640, 600});
    QMenuBar& bar = *window->menuBar();
    for (int number = 0; number < 6; ++number)
        bar.addMenu(u"A menu of many words"_s);
    auto* rest = bar.findChild<QToolButton*>(u"qt_menubar_ext_button"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return rest->isVisible(); }));
    auto* button = window->findChild<QAbstractButton*>(u"paletteButton"_s);
    const auto placeOf = [&](const QWidget& widget) { return QRect(widget.mapTo(&bar, QPoint()), widget.size()); };
    EXPECT_TRUE(QTest::qWaitFor([&] { return !placeOf(*rest).intersects(placeOf(*button)); }));
    EXPECT_EQ(bar.childAt(placeOf(*rest).center()), rest);
    EXPECT_TRUE(bar.rect().contains(placeOf(*button)));
}

TEST_F(MainWindowTest, F6MovesTheFocusThroughThePanesAndBack) {
    const auto window = newWindow();
    window->findChild<QWidget*>(u"listList"_s)->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
    EXPECT_EQ(QApplication::focusWidget()->objectName(), u"inspectorField"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
    EXPECT_EQ(QApplication::focusWidget()->objectName(), u"navigatorField"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
    EXPECT_EQ(QApplication::focusWidget()->objectName(), u"listList"_s) << "the pane remembers where the focus was";
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
    EXPECT_EQ(QApplication::focusWidget()->objectName(), u"navigatorField"_s);
}

TEST_F(MainWindowTest, F6SkipsAHiddenPane) {
    const auto window = newWindow();
    window->columns().setPaneShown(Pane::Inspector, false);
    window->findChild<QWidget*>(u"listField"_s)->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
    EXPECT_EQ(QApplication::focusWidget()->objectName(), u"navigatorField"_s);
}

TEST_F(MainWindowTest, CtrlBTogglesTheNavigatorAndItsCheckMark) {
    const auto window = newWindow();
    EXPECT_TRUE(registry.action(u"view.navigator"_s)->isChecked());
    QTest::keyClick(window.get(), Qt::Key_B, Qt::ControlModifier);
    EXPECT_FALSE(window->columns().isPaneShown(Pane::Navigator));
    EXPECT_FALSE(registry.action(u"view.navigator"_s)->isChecked());
    QTest::keyClick(window.get(), Qt::Key_B, Qt::ControlModifier);
    EXPECT_TRUE(window->columns().isPaneShown(Pane::Navigator));
}

TEST_F(MainWindowTest, MenuItemTogglesThePaneOnceAndKeepsTheCheckMarkRight) {
    const auto window = newWindow();
    registry.action(u"view.inspector"_s)->trigger();
    EXPECT_FALSE(window->columns().isPaneShown(Pane::Inspector));
    EXPECT_FALSE(registry.action(u"view.inspector"_s)->isChecked());
}

TEST_F(MainWindowTest, InspectorGoesUnderTheListInANarrowWindow) {
    const auto window = newWindow();
    const auto* splitter = window->findChild<QSplitter*>(u"workSplitter"_s);
    EXPECT_EQ(splitter->orientation(), Qt::Horizontal);
    window->resize(1099, 800);
    EXPECT_TRUE(QTest::qWaitFor([&] { return splitter->orientation() == Qt::Vertical; }));
    window->resize(1100, 800);
    EXPECT_TRUE(QTest::qWaitFor([&] { return splitter->orientation() == Qt::Horizontal; }));
}

TEST_F(MainWindowTest, NarrowWindowLeavesEachPaneItsRoom) {
    const auto window = newWindow({1400, 900});
    // As it was for a moment before anybody saw it.
    window->resize(640, 200);
    QTest::qWait(0);
    window->resize(1400, 900);
    QTest::qWait(0);
    const auto* work = window->findChild<QSplitter*>(u"workSplitter"_s);
    const auto* outer = window->findChild<QSplitter*>(u"outerSplitter"_s);
    window->resize(740, 620);
    ASSERT_TRUE(QTest::qWaitFor([&] { return work->orientation() == Qt::Vertical; }));
    QTest::qWait(0);
    EXPECT_GE(outer->sizes().first(), 176) << "names of views are not cut";
    EXPECT_NEAR(double(work->sizes().first()) / work->height(), 0.45, 0.03) << "of the list";
}

TEST_F(MainWindowTest, ColumnsAndSizeComeBack) {
    {
        const auto window = newWindow({1400, 900});
        window->columns().setPaneShown(Pane::Navigator, false);
        window->findChild<QSplitter*>(u"workSplitter"_s)->setSizes({500, 900});
        window->close();
    }
    MainWindow window(theme, registry, settings);
    window.setPanes(newPane(u"navigator"_s), newPane(u"list"_s), newPane(u"inspector"_s));
    window.show();
    EXPECT_FALSE(window.columns().isPaneShown(Pane::Navigator));
    EXPECT_FALSE(registry.action(u"view.navigator"_s)->isChecked());
    EXPECT_NEAR(window.findChild<QSplitter*>(u"workSplitter"_s)->sizes().first(), 500, 2);
}

TEST_F(MainWindowTest, ThemeCommandSwitchesLiveAndIsRemembered) {
    {
        const auto window = newWindow();
        EXPECT_TRUE(registry.trigger(u"theme.dark"_s));
        EXPECT_TRUE(theme.isDark());
        EXPECT_TRUE(registry.action(u"theme.dark"_s)->isChecked());
        EXPECT_FALSE(registry.action(u"theme.light"_s)->isChecked());
    }
    theme.setScheme(Scheme::System);
    const auto window = newWindow();
    EXPECT_TRUE(theme.isDark());
}

TEST_F(MainWindowTest, ThemeGivenAtTheStartBeatsTheRememberedOne) {
    settings.setValue(u"window/theme"_s, u"dark"_s);
    theme.setScheme(Scheme::Light);
    const auto window = newWindow();
    EXPECT_FALSE(theme.isDark());
    EXPECT_TRUE(registry.action(u"theme.light"_s)->isChecked());
}

TEST_F(MainWindowTest, RefusedCommandSaysWhyInTheStatusStrip) {
    const auto window = newWindow();
    registry.setHandler(u"workflow.fire"_s, window.get(), [] {});
    registry.setDisabled(u"workflow.fire"_s, u"Select a workflow first."_s);
    QTest::keyClick(window.get(), Qt::Key_E, Qt::ControlModifier);
    EXPECT_EQ(window->statusStrip().message(), u"Select a workflow first."_s);
}

TEST_F(MainWindowTest, StatusCountsFailedAndHeldEffectsAndLeadsToThem) {
    const auto window = newWindow();
    StatusStrip& strip = window->statusStrip();
    auto* failed = strip.findChild<QAbstractButton*>(u"statusFailed"_s);
    auto* held = strip.findChild<QAbstractButton*>(u"statusHeld"_s);
    strip.setFigures({.outboxCount = 2});
    EXPECT_FALSE(failed->isVisible());
    EXPECT_FALSE(held->isVisible());
    strip.setFigures({.outboxCount = 2, .failedCount = 1203, .heldCount = 1});
    EXPECT_TRUE(failed->isVisible());
    EXPECT_EQ(failed->text(), u"%1 failed"_s.arg(QLocale().toString(1203)));
    EXPECT_EQ(held->text(), u"1 held"_s);
    QSignalSpy toFailed(&strip, &StatusStrip::failedActivated);
    QSignalSpy toHeld(&strip, &StatusStrip::heldActivated);
    QTest::mouseClick(failed, Qt::LeftButton);
    QTest::keyClick(held, Qt::Key_Space);
    EXPECT_EQ(toFailed.count(), 1);
    EXPECT_EQ(toHeld.count(), 1);
}

TEST_F(MainWindowTest, CheatSheetShowsAvailableCommandsOnly) {
    const auto window = newWindow();
    const QList<CheatRow> rows = cheatRows(registry);
    const auto has = [&rows](const QString& text) {
        return std::any_of(rows.begin(), rows.end(), [&text](const CheatRow& row) { return row.text == text; });
    };
    EXPECT_TRUE(has(u"Next pane"_s));
    EXPECT_FALSE(has(u"Fire…"_s));
}

TEST_F(MainWindowTest, CheatSheetGathersNumberedCommandsInOneRow) {
    for (int number = 1; number <= 9; ++number) {
        registry.setHandler(u"workflow.fire.%1"_s.arg(number), &registry, [] {});
    }
    const QList<CheatRow> rows = cheatRows(registry);
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows.first().keys, QStringList{u"1 – 9"_s});
}

TEST_F(MainWindowTest, CtrlSlashOpensTheCheatSheetAndSlashClosesIt) {
    const auto window = newWindow();
    QTest::keyClick(window.get(), Qt::Key_Slash, Qt::ControlModifier);
    auto* sheet = window->findChild<CheatSheet*>(u"cheatSheet"_s);
    ASSERT_TRUE(sheet);
    EXPECT_TRUE(sheet->isVisible());
    QTest::keyClick(sheet, Qt::Key_Slash, Qt::ControlModifier);
    EXPECT_FALSE(sheet->isVisible());
}

TEST_F(MainWindowTest, TitleNamesPlaceAndStore) {
    const auto window = newWindow();
    window->setTitle(u"This computer"_s, u"BUG-1042"_s);
    EXPECT_EQ(window->windowTitle(), u"BUG-1042 – This computer – Signalbox"_s);
    window->setTitle(u"This computer"_s);
    EXPECT_EQ(window->windowTitle(), u"This computer – Signalbox"_s);
}

TEST_F(MainWindowTest, EveryFocusableWidgetHasNames) {
    const auto window = newWindow();
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s)) continue;
        // The fixture's panes are not the window's own.
        if (window->columns().isAncestorOf(widget)) continue;
        EXPECT_FALSE(widget->objectName().isEmpty()) << widget->metaObject()->className();
        EXPECT_FALSE(widget->accessibleName().isEmpty()) << widget->objectName().toStdString();
    }
}

} // namespace
} // namespace signalbox::ui
