#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStyle>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "tests/support/scene.h"
#include "ui/preferences/key_recorder.h"
#include "ui/preferences/preferences.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/preferences/shortcut_delegate.h"
#include "ui/preferences/shortcut_editor.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

Theme& installedTheme() {
    static Theme* installed = [] {
        auto* made = new Theme(Scheme::Light, qApp);
        made->install(*qApp);
        return made;
    }();
    return *installed;
}

class PreferencesTest : public ::testing::Test {
protected:
    PreferencesTest() {
        theme.setMotion(Motion::System);
        registry.add(standardCommands());
        for (const Command& command : registry.commands())
            registry.setHandler(command.id, &registry, [] {});
        preferences.serve(registry);
        dialog = std::make_unique<PreferencesDialog>(preferences, registry);
        dialog->show();
        dialog->activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(dialog.get()));
    }

    template <typename Widget>
    Widget* find(const char* name) const {
        return dialog->findChild<Widget*>(QString::fromLatin1(name));
    }
    void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    void choose(const QString& id) {
        dialog->showShortcuts();
        dialog->shortcuts().setCurrentId(id);
    }
    void record(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        click("addKey");
        QTest::keyClick(find<KeyRecorder>("keyRecorder"), key, modifiers);
    }
    QStringList keys(const QString& id) const {
        QStringList texts;
        for (const KeyBinding& each : registry.command(id).keys)
            texts << keyText(each.keys);
        return texts;
    }
    QString notice() const {
        return find<QWidget>("shortcutNotice")->isVisible() ? find<QLabel>("shortcutNoticeText")->text() : QString();
    }
    int shownCommands() const {
        int shown = 0;
        for (QTreeWidgetItemIterator each(find<QTreeWidget>("shortcutTree"), QTreeWidgetItemIterator::NotHidden); *each;
             ++each)
            shown += (*each)->parent() != nullptr;
        return shown;
    }
    QString write(const QByteArray& text) const {
        QFile file(folder.filePath(u"keys.json"_s));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        return file.fileName();
    }

    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    Theme& theme = installedTheme();
    Preferences preferences{settings, theme, u"sue"_s};
    CommandRegistry registry;
    std::unique_ptr<PreferencesDialog> dialog;
};

TEST_F(PreferencesTest, RecordedKeyActsAtOnceAndIsRemembered) {
    choose(u"workflow.new"_s);
    record(Qt::Key_J, Qt::ControlModifier);
    EXPECT_EQ(keys(u"workflow.new"_s), (QStringList{u"Ctrl+N"_s, u"Ctrl+J"_s}));
    const Preferences again(settings, theme, u"sue"_s);
    EXPECT_EQ(again.keymap(), preferences.keymap());
    EXPECT_FALSE(again.keymap().isEmpty());
}

TEST_F(PreferencesTest, KeyOfAnotherCommandIsNamedAndKeptOnlyAfterAnAnswer) {
    choose(u"workflow.new"_s);
    record(Qt::Key_K, Qt::ControlModifier);
    EXPECT_EQ(notice(), u"Ctrl+K stands for both “New workflow…” and “Jump to anything…”."_s);
    EXPECT_EQ(keys(u"workflow.new"_s), QStringList{u"Ctrl+N"_s});
    click("takeKey");
    EXPECT_EQ(keys(u"workflow.new"_s), (QStringList{u"Ctrl+N"_s, u"Ctrl+K"_s}));
    EXPECT_EQ(keys(u"go.palette"_s), QStringList());
    EXPECT_TRUE(registry.conflicts().isEmpty());
    EXPECT_EQ(notice(), QString());
}

TEST_F(PreferencesTest, KeyOfAnotherCommandMayBeLeftThere) {
    choose(u"workflow.new"_s);
    record(Qt::Key_K, Qt::ControlModifier);
    click("leaveKey");
    EXPECT_TRUE(preferences.keymap().isEmpty());
    EXPECT_EQ(keys(u"go.palette"_s), QStringList{u"Ctrl+K"_s});
}

TEST_F(PreferencesTest, LetterActsInListAndGraphOnly) {
    choose(u"workflow.new"_s);
    record(Qt::Key_N);
    EXPECT_EQ(notice(), u"N stands for both “New workflow…” and “Show the map of a large graph”."_s);
    click("leaveKey");
    record(Qt::Key_Y);
    EXPECT_EQ(registry.command(u"workflow.new"_s).keys.last().contexts, CommandContext::List | CommandContext::Graph);
}

TEST_F(PreferencesTest, EscapeGivesUpRecordingAndClosesNothing) {
    choose(u"workflow.new"_s);
    record(Qt::Key_Escape);
    EXPECT_TRUE(preferences.keymap().isEmpty());
    EXPECT_FALSE(find<KeyRecorder>("keyRecorder")->isVisible());
    EXPECT_TRUE(dialog->isVisible());
}

TEST_F(PreferencesTest, KeyIsRemovedAndItsCommandReset) {
    choose(u"view.refresh"_s);
    ASSERT_EQ(keys(u"view.refresh"_s).size(), 2);
    click("removeKey");
    EXPECT_EQ(keys(u"view.refresh"_s), QStringList{u"Ctrl+R"_s});
    EXPECT_EQ(dialog->shortcuts().currentId(), u"view.refresh"_s);
    click("resetKeys");
    EXPECT_EQ(keys(u"view.refresh"_s).size(), 2);
    EXPECT_TRUE(preferences.keymap().isEmpty());
}

TEST_F(PreferencesTest, ResetAllGivesEveryCommandItsOwnKeys) {
    EXPECT_FALSE(find<QPushButton>("resetAllKeys")->isEnabled());
    choose(u"workflow.new"_s);
    record(Qt::Key_K, Qt::ControlModifier);
    click("takeKey");
    click("resetAllKeys");
    EXPECT_EQ(keys(u"go.palette"_s), QStringList{u"Ctrl+K"_s});
    EXPECT_FALSE(settings.contains(u"keymap"_s));
}

TEST_F(PreferencesTest, SearchFindsCommandsByNameMenuAndKey) {
    dialog->showShortcuts();
    const int all = shownCommands();
    find<QLineEdit>("shortcutSearch")->setText(u"ctrl+k"_s);
    EXPECT_EQ(shownCommands(), 1);
    find<QLineEdit>("shortcutSearch")->setText(u"zoom"_s);
    EXPECT_EQ(shownCommands(), 2);
    find<QLineEdit>("shortcutSearch")->clear();
    EXPECT_EQ(shownCommands(), all);
}

TEST_F(PreferencesTest, FileThatCannotBeUsedChangesNothingAndSaysWhy) {
    dialog->showShortcuts();
    dialog->shortcuts().importFrom(
        write(R"({"signalboxKeymap": 1, "commands": {"workflow.new": [{"keys": "Ctrl+K"}]}})"));
    EXPECT_EQ(notice(), u"Ctrl+K stands for both “New workflow…” and “Jump to anything…”."_s);
    EXPECT_FALSE(find<QPushButton>("takeKey")->isVisible());
    dialog->shortcuts().importFrom(folder.filePath(u"missing.json"_s));
    EXPECT_TRUE(notice().contains(u"missing.json cannot be read"_s)) << notice().toStdString();
    EXPECT_TRUE(preferences.keymap().isEmpty());
}

TEST_F(PreferencesTest, ExportedKeysAreImported) {
    choose(u"workflow.new"_s);
    record(Qt::Key_J, Qt::ControlModifier);
    const Keymap keymap = preferences.keymap();
    dialog->shortcuts().exportTo(folder.filePath(u"out.json"_s));
    click("resetAllKeys");
    dialog->shortcuts().importFrom(folder.filePath(u"out.json"_s));
    EXPECT_EQ(preferences.keymap(), keymap);
    EXPECT_EQ(notice(), u"The keys of 1 command(s) were imported."_s);
}

TEST_F(PreferencesTest, SpoiltSettingsLeaveTheCommandsTheirKeys) {
    settings.setValue(u"keymap"_s, u"oops"_s);
    EXPECT_TRUE(Preferences(settings, theme, u"sue"_s).keymap().isEmpty());
}

TEST_F(PreferencesTest, TimesAreChosenByDialogAndCommandAlike) {
    EXPECT_TRUE(registry.action(u"time.relative"_s)->isChecked());
    registry.trigger(u"time.utc"_s);
    EXPECT_EQ(preferences.times().display(), model::TimeDisplay::Utc);
    EXPECT_TRUE(registry.action(u"time.utc"_s)->isChecked());
    EXPECT_FALSE(registry.action(u"time.relative"_s)->isChecked());
    EXPECT_EQ(find<QComboBox>("timeChoice")->currentData().toString(), u"time.utc"_s);
    auto* choice = find<QComboBox>("timeChoice");
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Up);
    EXPECT_EQ(preferences.times().display(), model::TimeDisplay::Local);
    Preferences again(settings, theme, u"sue"_s);
    EXPECT_EQ(again.times().display(), model::TimeDisplay::Local);
}

TEST_F(PreferencesTest, ReducedMotionStopsAnimations) {
    ASSERT_GT(dialog->style()->styleHint(QStyle::SH_Widget_Animation_Duration), 0);
    preferences.setMotionReduced(true);
    EXPECT_EQ(dialog->style()->styleHint(QStyle::SH_Widget_Animation_Duration), 0);
    Theme other;
    const Preferences again(settings, other, u"sue"_s);
    EXPECT_TRUE(other.isMotionReduced());
}

TEST_F(PreferencesTest, NameIsWhoActsAndEmptyIsTheLoginName) {
    QSignalSpy changed(&preferences, &Preferences::operatorNameChanged);
    auto* field = find<QLineEdit>("operatorField");
    EXPECT_EQ(preferences.operatorName(), u"sue"_s);
    QTest::keyClicks(field, u"Jo"_s);
    EXPECT_EQ(preferences.operatorName(), u"Jo"_s);
    EXPECT_EQ(changed.count(), 2);
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    EXPECT_EQ(preferences.operatorName(), u"sue"_s);
}

TEST_F(PreferencesTest, Scenes) {
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const QString suffix = scheme == Scheme::Dark ? u"-dark"_s : u"-light"_s;
        theme.setScheme(scheme);
        dialog->findChild<QTabWidget*>()->setCurrentIndex(0);
        EXPECT_FALSE(saveScene(*dialog, {720, 620}, u"preferences"_s + suffix).isNull());
        choose(u"workflow.fire"_s);
        record(Qt::Key_K, Qt::ControlModifier);
        QCoreApplication::processEvents();
        EXPECT_FALSE(saveScene(*dialog, {720, 620}, u"shortcuts"_s + suffix).isNull());
        choose(u"view.refresh"_s);
        click("addKey");
        EXPECT_FALSE(saveScene(*dialog, {720, 620}, u"shortcuts-recording"_s + suffix).isNull());
    }
    theme.setScheme(Scheme::Light);
}

} // namespace
} // namespace signalbox::ui
