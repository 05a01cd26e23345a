#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>

#include "app/desktop/window/store_problem.h"
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

BackupOffer offerAt(const QTime& time) {
    return {.path = u"/home/sue/bugs.sqlite.backups/newest"_s,
            .takenAt = QDateTime(QDate::currentDate(), time),
            .workflowCount = 1203};
}

const Error kDamaged{.code = ErrorCode::Corrupt,
                     .message = "/home/sue/bugs.sqlite: its structure is damaged: Tree 7 page 7 cell 0: invalid page "
                                "number 4294",
                     .advice = "Restore the newest backup. The files were left as they were."};

TEST(StoreProblem, DamagedStoreOffersItsNewestBackup) {
    const BackupOffer offer = offerAt(QTime(14, 5));
    StoreProblem problem(u"bugs.sqlite"_s, kDamaged, offer);
    auto* action = problem.findChild<QAction*>(u"restoreBackup"_s);
    ASSERT_NE(action, nullptr);
    EXPECT_EQ(action->text(), u"Restore the backup of 14:05, "_s + QLocale().toString(1203) + u" workflows"_s);
    QSignalSpy restore(&problem, &StoreProblem::restoreWanted);
    action->trigger();
    ASSERT_EQ(restore.count(), 1);
    EXPECT_EQ(restore.front().front().toString(), offer.path);
    problem.setRestoring();
    EXPECT_FALSE(action->isEnabled());
}

TEST(StoreProblem, BackupOfAnotherDayNamesTheDay) {
    BackupOffer offer = offerAt(QTime(14, 5));
    offer.takenAt = QDateTime(QDate(2026, 11, 20), QTime(9, 30));
    offer.workflowCount = 1;
    EXPECT_EQ(offer.text(QDate(2026, 11, 22)), u"Restore the backup of 20 November 2026, 09:30, one workflow"_s);
}

TEST(StoreProblem, ForeignFileOffersNoBackup) {
    const StoreProblem problem(u"x"_s, {.code = ErrorCode::NotAStore, .message = "x", .advice = {}},
                               offerAt(QTime(14, 5)));
    EXPECT_EQ(problem.findChild<QAction*>(u"restoreBackup"_s), nullptr);
}

TEST(StoreProblem, ScenesOfADamagedStore) {
    static ui::Theme light(ui::Scheme::Light);
    static ui::Theme dark(ui::Scheme::Dark);
    for (ui::Theme* theme : {&dark, &light}) {
        theme->install(*qApp);
        StoreProblem problem(u"bugs.sqlite"_s, kDamaged, offerAt(QTime(14, 5)));
        const QString name = theme == &dark ? u"store-damaged-dark"_s : u"store-damaged-light"_s;
        const QImage image = ui::saveScene(problem, problem.size(), name);
        EXPECT_EQ(image.pixelColor(2, 2), theme->colors().panel);
    }
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
