#include <QAction>
#include <QJsonDocument>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include "ui/shell/cheat_sheet.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/keymap_text.h"
#include "ui/shell/standard_commands.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

KeyBinding binding(const QString& keys, CommandContexts contexts = CommandContext::Global) {
    return {QKeySequence(keys), contexts};
}

class KeymapTest : public ::testing::Test {
protected:
    KeymapTest() {
        registry.add({.id = u"fire"_s, .text = u"Fire…"_s, .keys = {binding(u"Ctrl+E"_s)}});
        registry.add({.id = u"jump"_s, .text = u"Jump"_s, .keys = {binding(u"Ctrl+K"_s)}});
        registry.setHandler(u"fire"_s, &registry, [this] { ++fired; });
        registry.setHandler(u"jump"_s, &registry, [] {});
    }
    void giveFire(const QList<KeyBinding>& keys) {
        Keymap keymap;
        keymap.set(u"fire"_s, keys);
        registry.setKeymap(keymap);
    }
    QString problemOf(const QByteArray& text) const {
        const auto keymap = usableKeymap(text, registry);
        return keymap ? QString() : keymap.error();
    }

    CommandRegistry registry;
    int fired = 0;
};

TEST_F(KeymapTest, NewKeyActsAtOnceAndTheOldOneNoMore) {
    QLineEdit window;
    window.show();
    window.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
    registry.attach(window, CommandContext::Global);
    giveFire({binding(u"Ctrl+J"_s), binding(u"F9"_s)});
    QTest::keyClick(&window, Qt::Key_E, Qt::ControlModifier);
    EXPECT_EQ(fired, 0);
    QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
    QTest::keyClick(&window, Qt::Key_F9);
    EXPECT_EQ(fired, 2);
    registry.setKeymap({});
    QTest::keyClick(&window, Qt::Key_E, Qt::ControlModifier);
    EXPECT_EQ(fired, 3);
}

TEST_F(KeymapTest, MenuToolTipAndCheatSheetShowTheNewKey) {
    QSignalSpy changed(&registry, &CommandRegistry::commandChanged);
    giveFire({binding(u"Ctrl+J"_s)});
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(registry.action(u"fire"_s)->text(), u"Fire…\tCtrl+J"_s);
    EXPECT_EQ(registry.toolTip(u"fire"_s), u"Fire…  Ctrl+J"_s);
    EXPECT_EQ(registry.firstKeyText(u"fire"_s), u"Ctrl+J"_s);
    EXPECT_EQ(cheatRows(registry).first().keys, QStringList{u"Ctrl J"_s});
    EXPECT_EQ(registry.defaultKeys(u"fire"_s), QList{binding(u"Ctrl+E"_s)});
}

TEST_F(KeymapTest, CommandMayLoseItsKey) {
    giveFire({});
    EXPECT_EQ(registry.action(u"fire"_s)->text(), u"Fire…"_s);
    EXPECT_EQ(registry.firstKeyText(u"fire"_s), QString());
}

TEST_F(KeymapTest, CommandAddedLaterHasItsKeysToo) {
    Keymap keymap;
    keymap.set(u"late"_s, {binding(u"F8"_s)});
    registry.setKeymap(keymap);
    registry.add({.id = u"late"_s, .text = u"Late"_s, .keys = {binding(u"F7"_s)}});
    EXPECT_EQ(registry.firstKeyText(u"late"_s), u"F8"_s);
}

TEST_F(KeymapTest, ConflictIsNamedBeforeTheKeymapIsUsed) {
    Keymap keymap;
    keymap.set(u"fire"_s, {binding(u"Ctrl+K"_s)});
    ASSERT_EQ(registry.conflictsUnder(keymap).size(), 1);
    EXPECT_EQ(conflictText(registry.conflictsUnder(keymap).first(), registry),
              u"Ctrl+K stands for both “Fire…” and “Jump”."_s);
    EXPECT_TRUE(registry.conflicts().isEmpty());
    keymap.set(u"jump"_s, {});
    EXPECT_TRUE(registry.conflictsUnder(keymap).isEmpty());
}

TEST_F(KeymapTest, BeginningOfALongerSequenceIsAConflictBothWays) {
    for (const auto& [first, second] :
         {std::pair(u"Ctrl+M"_s, u"Ctrl+M, Ctrl+S"_s), {u"Ctrl+M, Ctrl+S"_s, u"Ctrl+M"_s}}) {
        Keymap keymap;
        keymap.set(u"fire"_s, {binding(first)});
        keymap.set(u"jump"_s, {binding(second)});
        EXPECT_EQ(registry.conflictsUnder(keymap).size(), 1) << first.toStdString();
    }
}

TEST_F(KeymapTest, TextRoundTrips) {
    Keymap keymap;
    keymap.set(u"fire"_s, {binding(u"Ctrl+J"_s), binding(u"T"_s, CommandContext::List | CommandContext::Graph)});
    keymap.set(u"jump"_s, {});
    const auto read = parseKeymap(keymapText(keymap));
    ASSERT_TRUE(read.has_value()) << read.error().toStdString();
    EXPECT_EQ(*read, keymap);
}

TEST_F(KeymapTest, UnknownCommandsAreLeftOutAndNamed) {
    const auto read = usableKeymap(
        R"({"signalboxKeymap": 1, "commands": {"no.such": [{"keys": "F4"}], "fire": [{"keys": "F9"}]}})", registry);
    ASSERT_TRUE(read.has_value()) << read.error().toStdString();
    EXPECT_EQ(read->unknownIds, QStringList{u"no.such"_s});
    EXPECT_EQ(read->keymap.ids(), QStringList{u"fire"_s});
}

TEST_F(KeymapTest, NewDefaultKeyGivesWayToTheChosenOne) {
    Keymap keymap;
    keymap.set(u"jump"_s, {binding(u"Ctrl+E"_s)});
    const Keymap usable = withoutConflicts(keymap, registry);
    EXPECT_TRUE(registry.conflictsUnder(usable).isEmpty());
    EXPECT_EQ(*usable.find(u"jump"_s), QList{binding(u"Ctrl+E"_s)});
    EXPECT_TRUE(usable.find(u"fire"_s)->isEmpty());
}

struct BadFile {
    const char* name;
    QByteArray text;
    const char* mentions;
};

class BadKeymap : public KeymapTest, public ::testing::WithParamInterface<BadFile> {};

TEST_P(BadKeymap, IsRefusedWithTheCause) {
    const QString problem = problemOf(GetParam().text);
    EXPECT_TRUE(problem.contains(QString::fromUtf8(GetParam().mentions))) << problem.toStdString();
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadKeymap,
    ::testing::Values(
        BadFile{"NoJson", "{\n\"signalboxKeymap\": 1,\n oops}", "Line 3"},
        BadFile{"SomethingElse", R"({"bindings": []})", "no keymap of Signalbox"},
        BadFile{"NewerFormat", R"({"signalboxKeymap": 2, "commands": {}})", "format 2"},
        BadFile{"NoCommands", R"({"signalboxKeymap": 1})", "“commands” must be an object"},
        BadFile{"KeysAreNoList", R"({"signalboxKeymap": 1, "commands": {"fire": "F9"}})", "“fire”"},
        BadFile{"NoKey", R"({"signalboxKeymap": 1, "commands": {"fire": [{"keys": "Ctrl+Nonsense"}]}})",
                "“Ctrl+Nonsense” is no key"},
        BadFile{"NoPlace", R"({"signalboxKeymap": 1, "commands": {"fire": [{"keys": "T", "in": ["moon"]}]}})",
                "“moon”"},
        BadFile{"LetterEverywhere", R"({"signalboxKeymap": 1, "commands": {"fire": [{"keys": "T"}]}})", "typed into"},
        BadFile{"Conflict", R"({"signalboxKeymap": 1, "commands": {"fire": [{"keys": "Ctrl+K"}]}})",
                "Ctrl+K stands for both"}),
    [](const auto& each) { return each.param.name; });

} // namespace
} // namespace signalbox::ui
