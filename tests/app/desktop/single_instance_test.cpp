#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QLockFile>
#include <QSignalSpy>
#include <QTest>
#include <QUuid>

#include "app/desktop/single_instance.h"

#include <gtest/gtest.h>

#include <future>

namespace signalbox {
namespace {

using namespace Qt::StringLiterals;

QString newName() {
    return u"signalbox-test-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

// As another process would: beside the thread that answers.
std::future<bool> handOver(const QString& name, const QStringList& arguments) {
    return std::async(std::launch::async, [name, arguments] { return SingleInstance(name).handOver(arguments); });
}

bool isDone(const std::future<bool>& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

TEST(SingleInstance, TheFirstOneHasNobodyToHandOverTo) {
    EXPECT_FALSE(SingleInstance(newName()).handOver({u"--open"_s}));
}

TEST(SingleInstance, TheSecondHandsItsArgumentsOver) {
    const QString name = newName();
    SingleInstance first(name);
    ASSERT_TRUE(first.listen());
    QSignalSpy arrived(&first, &SingleInstance::argumentsArrived);
    const QStringList arguments{u"signalbox"_s, u"signalbox://prod-eu/bug/BUG-7"_s, u"ü and spaces"_s};
    auto second = handOver(name, arguments);
    ASSERT_TRUE(QTest::qWaitFor([&] { return arrived.count() == 1 && isDone(second); }));
    EXPECT_TRUE(second.get());
    EXPECT_EQ(arrived.first().first().toStringList(), arguments);
}

TEST(SingleInstance, WhatAKilledOneHasLeftIsInNobodysWay) {
    const QString path = QDir::temp().filePath(newName());
    QFile left(path);
    ASSERT_TRUE(left.open(QIODevice::WriteOnly)); // a socket that nobody listens on is as good as a file
    left.close();
    SingleInstance next(path);
    EXPECT_FALSE(next.handOver({}));
    EXPECT_TRUE(next.listen());
}

TEST(SingleInstance, OfTwoFirstStartsOneKeepsTheSocket) {
    const QString path = QDir::temp().filePath(newName());
    SingleInstance first(path);
    SingleInstance second(path);
    ASSERT_FALSE(first.handOver({}));
    ASSERT_FALSE(second.handOver({}));
    EXPECT_TRUE(first.listen());
    EXPECT_FALSE(second.listen());
    QSignalSpy arrived(&first, &SingleInstance::argumentsArrived);
    auto again = handOver(path, {u"signalbox"_s});
    ASSERT_TRUE(QTest::qWaitFor([&] { return arrived.count() == 1 && isDone(again); }));
    EXPECT_TRUE(again.get());
    EXPECT_FALSE(QFile::exists(path + u".lock"_s));
}

TEST(SingleInstance, NothingIsClearedAwayWhileAnotherStarts) {
    const QString path = QDir::temp().filePath(newName());
    QFile left(path);
    ASSERT_TRUE(left.open(QIODevice::WriteOnly));
    left.close();
    QLockFile another(path + u".lock"_s);
    ASSERT_TRUE(another.tryLock());
    SingleInstance next(path);
    EXPECT_FALSE(next.listen());
    another.unlock();
    EXPECT_TRUE(next.listen());
}

TEST(SingleInstance, NonsenseIsDropped) {
    const QString name = newName();
    SingleInstance first(name);
    ASSERT_TRUE(first.listen());
    QSignalSpy arrived(&first, &SingleInstance::argumentsArrived);
    QLocalSocket stranger;
    stranger.connectToServer(name);
    ASSERT_TRUE(stranger.waitForConnected());
    stranger.write(QByteArray(100'000, 'x'));
    ASSERT_TRUE(QTest::qWaitFor([&] { return stranger.state() == QLocalSocket::UnconnectedState; }));
    EXPECT_EQ(arrived.count(), 0);
}

} // namespace
} // namespace signalbox
