#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

#include "app/desktop/store_problem.h"
#include "tests/support/scene.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

QStringList shownTexts(const StoreProblem& problem) {
    QStringList texts;
    for (const QLabel* label : problem.findChildren<QLabel*>())
        texts.append(label->text());
    return texts;
}

TEST(StoreProblem, LockedStoreNamesTheHolderAndOffersReading) {
    const Error error{.code = ErrorCode::Locked,
                      .message = "bugs.sqlite is open in process 4711 of sue",
                      .advice = "Open it read-only."};
    StoreProblem problem(u"bugs.sqlite"_s, error);
    problem.show();
    EXPECT_TRUE(shownTexts(problem).join(u' ').contains(u"process 4711 of sue"_s));
    QSignalSpy readOnly(&problem, &StoreProblem::readOnlyWanted);
    auto* action = problem.findChild<QAction*>(u"openReadOnly"_s);
    ASSERT_NE(action, nullptr);
    action->trigger();
    EXPECT_EQ(readOnly.count(), 1);
}

TEST(StoreProblem, ForeignFileOffersNoReading) {
    const StoreProblem problem(u"notes.txt"_s,
                               {.code = ErrorCode::NotAStore, .message = "notes.txt is no store", .advice = {}});
    EXPECT_EQ(problem.findChild<QAction*>(u"openReadOnly"_s), nullptr);
    EXPECT_NE(problem.findChild<QAction*>(u"tryAgain"_s), nullptr);
    EXPECT_NE(problem.findChild<QAction*>(u"otherStore"_s), nullptr);
}

TEST(StoreProblem, ForeignTextIsShownAsItIs) {
    const StoreProblem problem(u"x"_s, {.code = ErrorCode::Io, .message = "<b>bold</b> failed", .advice = {}});
    for (const QLabel* label : problem.findChildren<QLabel*>())
        EXPECT_EQ(label->textFormat(), Qt::PlainText);
    EXPECT_TRUE(shownTexts(problem).join(u' ').contains(u"<b>bold</b> failed"_s));
}

TEST(StoreProblem, SceneInTheLightTheme) {
    static ui::Theme theme(ui::Scheme::Light); // the application keeps its style
    theme.install(*qApp);
    StoreProblem problem(u"bugs.sqlite"_s,
                         {.code = ErrorCode::Locked,
                          .message = "/home/sue/bugs.sqlite is open for writing: process 4711 of sue on desk-4, since "
                                     "2026-11-22 14:02:11 UTC",
                          .advice = "Close that program, or open the store read-only."});
    const QImage image = ui::saveScene(problem, problem.size(), u"store-problem-light"_s);
    EXPECT_EQ(image.pixelColor(2, 2), theme.colors().panel);
}

} // namespace
} // namespace signalbox
