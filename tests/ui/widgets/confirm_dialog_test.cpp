#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/dialog_prompt.h"

#include <gtest/gtest.h>

#include <optional>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

Confirmation terminate() {
    return {.title = u"Terminate BUG-1042?"_s, .text = u"No code runs."_s, .verb = u"Terminate"_s};
}

template <typename Widget>
Widget* child(const QDialog& dialog, const QString& name) {
    auto* found = dialog.findChild<Widget*>(name);
    EXPECT_TRUE(found) << name.toStdString();
    return found;
}

TEST(ConfirmDialog, EnterByHabitHarmsNothing) {
    ConfirmDialog dialog(terminate());
    dialog.show();
    QTest::keyClick(&dialog, Qt::Key_Return);
    EXPECT_FALSE(dialog.isVisible());
    EXPECT_FALSE(dialog.answer().isConfirmed);
}

TEST(ConfirmDialog, VerbConfirms) {
    ConfirmDialog dialog(terminate());
    child<QPushButton>(dialog, u"confirmVerb"_s)->click();
    EXPECT_TRUE(dialog.answer().isConfirmed);
}

TEST(ConfirmDialog, VerbWaitsForTheTypedWord) {
    Confirmation question = terminate();
    question.typeToConfirm = u"200"_s;
    ConfirmDialog dialog(question);
    auto* verb = child<QPushButton>(dialog, u"confirmVerb"_s);
    EXPECT_FALSE(verb->isEnabled());
    child<QLineEdit>(dialog, u"confirmTyped"_s)->setText(u"20"_s);
    EXPECT_FALSE(verb->isEnabled());
    child<QLineEdit>(dialog, u"confirmTyped"_s)->setText(u"200"_s);
    EXPECT_TRUE(verb->isEnabled());
}

TEST(ConfirmDialog, RequiredReasonIsWaitedForAndAnswered) {
    Confirmation question = terminate();
    question.requiresReason = true;
    ConfirmDialog dialog(question);
    auto* verb = child<QPushButton>(dialog, u"confirmVerb"_s);
    EXPECT_FALSE(verb->isEnabled());
    child<QLineEdit>(dialog, u"confirmReason"_s)->setText(u" duplicate "_s);
    verb->click();
    EXPECT_EQ(dialog.answer(), (ConfirmationAnswer{.isConfirmed = true, .reason = u"duplicate"_s}));
}

TEST(DialogPrompt, AnswersOnceWithoutBlocking) {
    QWidget window;
    window.show();
    DialogPrompt prompt;
    Confirmation question = terminate();
    question.anchor = &window;
    QList<ConfirmationAnswer> answers;
    prompt.confirm(question, [&answers](const ConfirmationAnswer& answer) { answers.append(answer); });
    EXPECT_TRUE(answers.isEmpty());
    auto* dialog = window.findChild<ConfirmDialog*>();
    ASSERT_TRUE(dialog);
    dialog->reject();
    EXPECT_EQ(answers, QList<ConfirmationAnswer>{ConfirmationAnswer{}});
}

} // namespace
} // namespace signalbox::ui
