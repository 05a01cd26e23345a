#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

// The programs as a user runs them, in processes of their own.

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

constexpr int kPatience = 120'000;

struct Ended {
    int status = -1;
    QString output;
    QString errors;
};

class Program : public testing::Test {
protected:
    QString file(const char* name) const { return QString::fromStdString(m_directory.file(name)); }

    static Ended wait(QProcess& process) {
        if (!process.waitForFinished(kPatience)) return {};
        return {.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                .output = QString::fromUtf8(process.readAllStandardOutput()),
                .errors = QString::fromUtf8(process.readAllStandardError())};
    }

    static Ended run(const char* program, const QStringList& arguments) {
        QProcess process;
        process.start(QString::fromUtf8(program), arguments);
        return wait(process);
    }

    Ended desktop(const QStringList& arguments) const { return run(SIGNALBOX_PROGRAM, arguments); }

    TempDir m_directory;
};

TEST_F(Program, PictureOfAWorkflowIsRenderedWithoutAScreen) {
    for (const QString& theme : {u"light"_s, u"dark"_s}) {
        const QString picture = file("picture.png");
        const Ended ended =
            desktop({u"--store"_s, file("bugs.sqlite"), u"--demo"_s, u"--open"_s, u"signalbox://local/bug/BUG-1198"_s,
                     u"--theme"_s, theme, u"--size"_s, u"1600x1000"_s, u"--screenshot"_s, picture});
        ASSERT_EQ(ended.status, 0) << ended.errors.toStdString();
        EXPECT_FALSE(ended.errors.contains(u"This plugin"_s)) << ended.errors.toStdString();
        const QImage image(picture);
        EXPECT_EQ(image.size(), QSize(1600, 1000));
        const bool isDark = image.pixelColor(900, 200).lightness() < 128;
        EXPECT_EQ(isDark, theme == u"dark"_s);
    }
}

TEST_F(Program, TourShowsTheStoryOfTheBlogPost) {
    const Ended ended = desktop({u"--tour"_s, file("tour")});
    EXPECT_EQ(ended.status, 0) << ended.output.toStdString() << ended.errors.toStdString();
    EXPECT_EQ(QDir(file("tour")).entryList({u"*.png"_s}).size(), 15);
    EXPECT_TRUE(ended.output.contains(u"the tour is complete"_s));
}

TEST_F(Program, FileThatIsNoStoreIsRefusedAndLeftAsItWas) {
    const QString path = file("notes.txt");
    const QByteArray text = "these are my notes, not a database, and they are long enough to be looked at\n";
    QFile notes(path);
    ASSERT_TRUE(notes.open(QIODevice::WriteOnly));
    notes.write(text);
    notes.close();

    const Ended ended = desktop({u"--store"_s, path, u"--screenshot"_s, file("picture.png")});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(ended.errors.contains(path)) << ended.errors.toStdString();
    ASSERT_TRUE(notes.open(QIODevice::ReadOnly));
    EXPECT_EQ(notes.readAll(), text);
}

TEST_F(Program, PictureThatCannotBeWrittenIsAFailure) {
    const Ended ended =
        desktop({u"--store"_s, file("bugs.sqlite"), u"--screenshot"_s, file("no/such/folder/picture.png")});
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(ended.errors.contains(u"cannot be written"_s)) << ended.errors.toStdString();
}

TEST_F(Program, WithoutADisplayTheDesktopSaysWhatToDo) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        environment.remove(name);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(SIGNALBOX_PROGRAM), {u"--store"_s, file("bugs.sqlite")});
    const Ended ended = wait(process);
    EXPECT_EQ(ended.status, 1);
    EXPECT_TRUE(ended.errors.contains(u"--tour"_s)) << ended.errors.toStdString();
    EXPECT_FALSE(QFile::exists(file("bugs.sqlite")));
}

TEST_F(Program, StoreOfAKilledDesktopOpensAgainWithTheTruth) {
    const QStringList arguments{u"--store"_s, file("bugs.sqlite"), u"--demo"_s, u"--screenshot"_s, file("picture.png")};
    QProcess first;
    first.start(QStringLiteral(SIGNALBOX_PROGRAM), arguments);
    // The log beside the store grows while the samples are written.
    const QString log = file("bugs.sqlite-wal");
    ASSERT_TRUE(QTest::qWaitFor([&log] { return QFile(log).size() > 200'000; }, kPatience));
    first.kill();
    first.waitForFinished(kPatience);

    const Ended second = desktop(arguments);
    EXPECT_EQ(second.status, 0) << second.errors.toStdString();
    const Ended verified = run(SIGNALBOXD_PROGRAM, {u"verify"_s, file("bugs.sqlite")});
    EXPECT_EQ(verified.status, 0) << verified.errors.toStdString();
    EXPECT_TRUE(verified.output.contains(u"the chain is whole"_s)) << verified.output.toStdString();
}

TEST_F(Program, StoreThatIsOpenElsewhereNamesItsHolder) {
    const QString path = file("bugs.sqlite");
    ASSERT_EQ(desktop({u"--store"_s, path, u"--screenshot"_s, file("picture.png")}).status, 0);
    QProcess holder;
    holder.start(QStringLiteral(SIGNALBOX_PROGRAM), {u"--store"_s, path});
    ASSERT_TRUE(holder.waitForStarted());
    const QString pid = QString::number(holder.processId());
    const auto isHeld = [&] {
        QFile lock(path + u".lock"_s);
        return lock.open(QIODevice::ReadOnly) && QString::fromUtf8(lock.readAll()).contains(pid);
    };
    ASSERT_TRUE(QTest::qWaitFor(isHeld, kPatience));
    const Ended second = desktop({u"--store"_s, path, u"--screenshot"_s, file("picture.png")});
    EXPECT_EQ(second.status, 1);
    EXPECT_TRUE(second.errors.contains(pid)) << second.errors.toStdString();
    const Ended reader = desktop({u"--store"_s, path, u"--read-only"_s, u"--screenshot"_s, file("picture.png")});
    EXPECT_EQ(reader.status, 0) << reader.errors.toStdString();
    holder.kill();
    holder.waitForFinished(kPatience);
}

TEST_F(Program, DesktopLeavesNoCoreWithTokensInIt) {
    QProcess process;
    process.start(QStringLiteral(SIGNALBOX_PROGRAM), {u"--store"_s, file("bugs.sqlite")});
    ASSERT_TRUE(process.waitForStarted());
    ASSERT_TRUE(QTest::qWaitFor([&] { return QFile::exists(file("bugs.sqlite.lock")); }, kPatience));
    QFile limits(u"/proc/%1/limits"_s.arg(process.processId()));
    ASSERT_TRUE(limits.open(QIODevice::ReadOnly));
    EXPECT_TRUE(QString::fromUtf8(limits.readAll()).simplified().contains(u"Max core file size 0 0 "_s));
    process.kill();
    process.waitForFinished(kPatience);
}

} // namespace
} // namespace signalbox
