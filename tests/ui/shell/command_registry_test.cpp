#include <QAction>
#include <QLineEdit>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

Command command(const QString& id, const QString& keys, CommandContexts contexts = CommandContext::Global) {
    return {.id = id, .text = id, .keys = {{QKeySequence(keys), contexts}}};
}

// A window with a list and a field beside it, as the real one has.
struct Window {
    Window() {
        auto* layout = new QVBoxLayout(&widget);
        list = new QWidget(&widget);
        list->setFocusPolicy(Qt::StrongFocus);
        field = new QLineEdit(&widget);
        layout->addWidget(list);
        layout->addWidget(field);
        widget.show();
        widget.activateWindow();
        if (!QTest::qWaitForWindowActive(&widget)) ADD_FAILURE() << "no active window";
    }

    QWidget widget;
    QWidget* list;
    QLineEdit* field;
};

TEST(StandardCommands, NoTwoShareAKeyInAContext) {
    CommandRegistry registry;
    registry.add(standardCommands());
    for (const KeyConflict& conflict : registry.conflicts()) {
        ADD_FAILURE() << conflict.keys.toString().toStdString() << ": " << conflict.firstId.toStdString() << " and "
                      << conflict.secondId.toStdString();
    }
}

TEST(StandardCommands, IdsAreUnique) {
    QSet<QString> ids;
    for (const Command& each : standardCommands()) {
        EXPECT_FALSE(ids.contains(each.id)) << each.id.toStdString();
        EXPECT_FALSE(each.text.isEmpty()) << each.id.toStdString();
        ids.insert(each.id);
    }
}

TEST(StandardCommands, PlainCharactersActOnlyInListAndGraph) {
    for (const Command& each : standardCommands()) {
        for (const KeyBinding& binding : each.keys) {
            const bool isPlain = binding.keys.toString().size() == 1;
            EXPECT_FALSE(isPlain && binding.contexts.testFlag(CommandContext::Global)) << each.id.toStdString();
        }
    }
}

TEST(StandardCommands, EveryKeyIsUnderstood) {
    for (const Command& each : standardCommands()) {
        for (const KeyBinding& binding : each.keys) {
            EXPECT_FALSE(binding.keys.toString().isEmpty()) << each.id.toStdString();
        }
    }
}

TEST(CommandRegistry, SameKeyInOneContextIsAConflict) {
    CommandRegistry registry;
    registry.add({command(u"a"_s, u"F"_s, CommandContext::List), command(u"b"_s, u"F"_s, CommandContext::List)});
    ASSERT_EQ(registry.conflicts().size(), 1);
    EXPECT_EQ(registry.conflicts().first().firstId, u"a"_s);
    EXPECT_EQ(registry.conflicts().first().secondId, u"b"_s);
}

TEST(CommandRegistry, SameKeyInListAndGraphIsNoConflictButWithGlobalItIs) {
    CommandRegistry registry;
    registry.add({command(u"a"_s, u"F2"_s, CommandContext::List), command(u"b"_s, u"F2"_s, CommandContext::Graph)});
    EXPECT_TRUE(registry.conflicts().isEmpty());
    registry.add(command(u"c"_s, u"F2"_s));
    EXPECT_EQ(registry.conflicts().size(), 2);
}

TEST(CommandRegistry, CommandWithoutHandlerIsAbsent) {
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"F2"_s));
    EXPECT_FALSE(registry.isAvailable(u"a"_s));
    EXPECT_FALSE(registry.action(u"a"_s)->isVisible());
    EXPECT_FALSE(registry.trigger(u"a"_s));
}

TEST(CommandRegistry, CommandMayBeNamedAfterWhatItLeadsTo) {
    CommandRegistry registry({command(u"a"_s, u"F2"_s)});
    QSignalSpy changed(&registry, &CommandRegistry::commandChanged);
    registry.setText(u"a"_s, u"Show this & that"_s);
    EXPECT_EQ(registry.command(u"a"_s).text, u"Show this & that"_s);
    EXPECT_EQ(registry.action(u"a"_s)->text(), u"Show this && that\tF2"_s);
    EXPECT_EQ(changed.count(), 1);
}

TEST(CommandRegistry, CommandIsAbsentAgainAfterItsOwnerIsGone) {
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"F2"_s));
    auto owner = std::make_unique<QObject>();
    registry.setHandler(u"a"_s, owner.get(), [] {});
    EXPECT_TRUE(registry.isAvailable(u"a"_s));
    owner.reset();
    EXPECT_FALSE(registry.isAvailable(u"a"_s));
    EXPECT_FALSE(registry.action(u"a"_s)->isVisible());
}

TEST(CommandRegistry, GlobalKeyRunsItsCommand) {
    Window window;
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"Ctrl+E"_s));
    int runs = 0;
    registry.setHandler(u"a"_s, &window.widget, [&runs] { ++runs; });
    registry.attach(window.widget, CommandContext::Global);
    window.field->setFocus();
    QTest::keyClick(window.field, Qt::Key_E, Qt::ControlModifier);
    EXPECT_EQ(runs, 1);
}

TEST(CommandRegistry, LetterActsInTheListAndIsTypedInAField) {
    Window window;
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"T"_s, CommandContext::List));
    int runs = 0;
    registry.setHandler(u"a"_s, &window.widget, [&runs] { ++runs; });
    registry.attach(*window.list, CommandContext::List);
    window.field->setFocus();
    QTest::keyClick(window.field, Qt::Key_T);
    EXPECT_EQ(window.field->text(), u"t"_s);
    EXPECT_EQ(runs, 0);
    window.list->setFocus();
    QTest::keyClick(window.list, Qt::Key_T);
    EXPECT_EQ(runs, 1);
}

TEST(CommandRegistry, DisabledCommandSaysWhyWhenItsKeyIsPressed) {
    Window window;
    CommandRegistry registry;
    registry.add(command(u"a"_s, u"Ctrl+E"_s));
    registry.setHandler(u"a"_s, &window.widget, [] { ADD_FAILURE() << "ran while disabled"; });
    registry.setDisabled(u"a"_s, u"No workflow is selected."_s);
    registry.attach(window.widget, CommandContext::Global);
    QSignalSpy refused(&registry, &CommandRegistry::refused);
    QTest::keyClick(window.field, Qt::Key_E, Qt::ControlModifier);
    ASSERT_EQ(refused.count(), 1);
    EXPECT_EQ(refused.first().at(1).toString(), u"No workflow is selected."_s);
    EXPECT_FALSE(registry.action(u"a"_s)->isEnabled());
}

TEST(CommandRegistry, CheckMarkChangesOnlyWhereTheHandlerSaysSo) {
    CommandRegistry registry;
    Command toggle = command(u"a"_s, u"F2"_s);
    toggle.isCheckable = true;
    registry.add(toggle);
    registry.setHandler(u"a"_s, &registry, [] {});
    registry.action(u"a"_s)->trigger();
    EXPECT_FALSE(registry.action(u"a"_s)->isChecked());
    registry.setHandler(u"a"_s, &registry, [&registry] { registry.setChecked(u"a"_s, true); });
    registry.action(u"a"_s)->trigger();
    EXPECT_TRUE(registry.action(u"a"_s)->isChecked());
}

TEST(CommandRegistry, ToolTipNamesKeyAndReason) {
    CommandRegistry registry;
    registry.add({.id = u"a"_s, .text = u"Fire…"_s, .keys = {{QKeySequence(u"Ctrl+E"_s)}}});
    registry.setHandler(u"a"_s, &registry, [] {});
    EXPECT_EQ(registry.toolTip(u"a"_s), u"Fire…  Ctrl+E"_s);
    registry.setDisabled(u"a"_s, u"Nothing is permitted from Closed."_s);
    EXPECT_EQ(registry.toolTip(u"a"_s), u"Fire…  Ctrl+E\nNothing is permitted from Closed."_s);
}

} // namespace
} // namespace signalbox::ui
