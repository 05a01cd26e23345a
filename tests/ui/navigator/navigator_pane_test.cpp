#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>

#include "tests/support/scene.h"
#include "tests/support/scripted_prompt.h"
#include "tests/ui/workflows/workflows_fixture.h"
#include "ui/navigator/navigator_pane.h"
#include "ui/shell/cheat_sheet.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

// The navigator beside the list, wired as in the real window.
class NavigatorTest : public WorkflowsTest {
protected:
    NavigatorTest() : m_navigator(m_places, m_theme, m_registry, m_prompt) {
        QObject::connect(&m_navigator, &NavigatorPane::viewChosen, m_pane.get(), &WorkflowsPane::showView);
        QObject::connect(m_pane.get(), &WorkflowsPane::viewSaveWanted, &m_navigator, &NavigatorPane::saveView);
        QObject::connect(m_pane.get(), &WorkflowsPane::filterChanged, &m_navigator, &NavigatorPane::showFilter);
        m_navigator.resize(216, 700);
    }

    void showNavigator() {
        m_navigator.show();
        m_navigator.activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&m_navigator));
        m_navigator.tree().setFocus();
    }
    QString current() { return m_navigator.tree().currentIndex().data().toString(); }
    QDialog* dialog() { return m_navigator.findChild<QDialog*>(u"saveViewDialog"_s); }
    void saveAs(const QString& name) {
        m_registry.trigger(u"view.save"_s);
        ASSERT_NE(dialog(), nullptr);
        dialog()->findChild<QLineEdit*>(u"viewName"_s)->setText(name);
        dialog()->findChild<QPushButton*>(u"viewSave"_s)->click();
        ASSERT_TRUE(QTest::qWaitFor([this] { return dialog() == nullptr; }));
    }
    void filterBy(const char* state) {
        model::WorkflowFilter filter;
        filter.fixed.states = {state};
        m_pane->setFilter(filter);
    }
    bool isAvailable(int number) { return m_registry.isAvailable(u"view.show.%1"_s.arg(number)); }
    QString nameOf(int number) { return m_registry.command(u"view.show.%1"_s.arg(number)).text; }

    ScriptedPrompt m_prompt;
    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    model::NavigatorModel m_places{m_connection, m_clock, m_settings, u"connections/1"_s};
    NavigatorPane m_navigator;
};

} // namespace

TEST_F(NavigatorTest, SavingAViewAsksForItsNameAndKeepsFilterOrderAndColumns) {
    filterBy("Assigned");
    m_pane->list().setListSort({SortKey::ByStateSince, false});
    const model::ViewContent shown = m_pane->shownView();
    saveAs(u"Stuck"_s);
    EXPECT_EQ(current(), u"Stuck"_s);
    m_registry.trigger(u"view.show.1"_s);
    m_pane->list().setListSort({SortKey::ById, true});
    EXPECT_TRUE(m_pane->filter().isEmpty());
    m_registry.trigger(u"view.show.8"_s);
    EXPECT_EQ(m_pane->shownView(), shown);
    EXPECT_EQ(current(), u"Stuck"_s);
}

TEST_F(NavigatorTest, CommandsAreNamedAfterTheViewsTheyShow) {
    EXPECT_EQ(nameOf(3), u"Show “Assigned to me”"_s);
    EXPECT_TRUE(isAvailable(7));
    EXPECT_FALSE(isAvailable(8));
    saveAs(u"Stuck"_s);
    EXPECT_EQ(nameOf(8), u"Show “Stuck”"_s);
    m_places.setData(m_places.view(7), u"Aged"_s);
    EXPECT_EQ(nameOf(8), u"Show “Aged”"_s);
    const auto rows = cheatRows(m_registry);
    EXPECT_TRUE(std::ranges::any_of(rows, [](const CheatRow& row) { return row.text == u"Show “Aged”"_s; }));
    m_places.removeView(m_places.view(7));
    EXPECT_FALSE(isAvailable(8));
}

TEST_F(NavigatorTest, ANameThatIsTakenReplacesAndABuiltInOneIsRefused) {
    saveAs(u"Stuck"_s);
    filterBy("Deferred");
    m_registry.trigger(u"view.save"_s);
    auto* name = dialog()->findChild<QLineEdit*>(u"viewName"_s);
    auto* save = dialog()->findChild<QPushButton*>(u"viewSave"_s);
    EXPECT_EQ(name->text(), u"Stuck"_s); // what was changed in a view goes back into it
    EXPECT_EQ(save->text(), u"Replace view"_s);
    name->setText(u"Active"_s);
    EXPECT_FALSE(save->isEnabled());
    name->clear();
    EXPECT_FALSE(save->isEnabled());
    name->setText(u"Stuck"_s);
    save->click();
    EXPECT_FALSE(m_places.view(8).isValid());
    EXPECT_EQ(m_places.contentAt(m_places.view(7))->filter.fixed.states, std::vector<std::string>{"Deferred"});
}

TEST_F(NavigatorTest, ViewsAreMovedRenamedAndDeletedByKeys) {
    for (const char* state : {"Assigned", "Closed"}) {
        filterBy(state);
        m_registry.trigger(u"view.show.1"_s);
        filterBy(state);
        saveAs(QString::fromLatin1(state));
    }
    showNavigator();
    QTest::keyClick(&m_navigator.tree(), Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(m_places.view(7).data().toString(), u"Closed"_s);
    EXPECT_EQ(current(), u"Closed"_s);
    EXPECT_FALSE(m_registry.isEnabled(u"view.moveUp"_s));
    QTest::keyClick(&m_navigator.tree(), Qt::Key_F2);
    auto* editor = m_navigator.tree().findChild<QLineEdit*>();
    ASSERT_NE(editor, nullptr);
    editor->setText(u"Done"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    EXPECT_TRUE(QTest::qWaitFor([this] { return nameOf(8) == u"Show “Done”"_s; }));
    m_navigator.tree().setFocus();
    QTest::keyClick(&m_navigator.tree(), Qt::Key_Delete);
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_TRUE(m_places.hasView(u"Done"_s));
    m_prompt.answer(true);
    EXPECT_FALSE(m_places.hasView(u"Done"_s));
    EXPECT_TRUE(m_places.hasView(u"Assigned"_s));
}

TEST_F(NavigatorTest, BuiltInViewsCanNeitherBeRenamedNorDeletedNorMoved) {
    m_registry.trigger(u"view.show.2"_s);
    EXPECT_EQ(current(), u"Active"_s);
    for (const QString& id : {u"view.rename"_s, u"view.delete"_s, u"view.moveUp"_s, u"view.moveDown"_s})
        EXPECT_FALSE(m_registry.isEnabled(id)) << id.toStdString();
}

TEST_F(NavigatorTest, DialogSaysWhatIsSavedInBothSchemes) {
    m_theme.install(*qApp);
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        m_theme.setScheme(scheme);
        filterBy("Assigned");
        m_registry.trigger(u"view.save"_s);
        ASSERT_NE(dialog(), nullptr);
        EXPECT_EQ(dialog()->findChild<QLabel*>(u"viewFilter"_s)->text(), u"state:Assigned"_s);
        EXPECT_TRUE(dialog()->findChild<QLabel*>(u"viewColumns"_s)->text().startsWith(u"ID, "_s));
        saveScene(*dialog(), dialog()->sizeHint(),
                  scheme == Scheme::Light ? u"save-view-light"_s : u"save-view-dark"_s);
        dialog()->reject();
        ASSERT_TRUE(QTest::qWaitFor([this] { return dialog() == nullptr; }));
    }
}

} // namespace signalbox::ui
