#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "model/connections/connection_tree.h"
#include "ui/connections/server_tree.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;
using model::ConnectionTree;
using model::ServerProfile;

class ServerTreeTest : public testing::Test {
protected:
    ServerTreeTest() {
        m_servers.show();
        m_servers.activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&m_servers));
    }
    QString add(const QString& name, const QString& folder) {
        ServerProfile profile;
        profile.name = name;
        profile.folder = folder;
        profile.host = name + u".example.com"_s;
        return m_book.add(profile).value_or(QString());
    }
    template <typename Widget>
    Widget& find(const char* name) const {
        return *m_servers.findChild<Widget*>(QString::fromLatin1(name));
    }
    QTreeView& tree() const { return find<QTreeView>("connectionTree"); }
    QLineEdit& filter() const { return find<QLineEdit>("connectionFilter"); }
    QAction& action(const char* name) const { return find<QAction>(name); }
    // As a click on its row; of two that of those used last.
    void choose(const QString& name) {
        const auto& rows = *tree().model();
        const auto found =
            rows.match(rows.index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive);
        ASSERT_EQ(found.size(), 1);
        tree().setCurrentIndex(found.first());
    }
    QString chosen() const { return tree().currentIndex().data().toString(); }
    bool isChosenInRecent() const { return tree().currentIndex().data(ConnectionTree::IsRecentRole).toBool(); }
    QStringList order() const {
        QStringList names;
        for (const ServerProfile& profile : m_book.profiles())
            names.append(profile.name);
        return names;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
    model::ConnectionBook m_book{m_settings};
    const QString m_eu = add(u"prod-eu"_s, u"Europe"_s);
    const QString m_us = add(u"prod-us"_s, {});
    const QString m_test = add(u"test"_s, u"Europe"_s);
    const QString m_laptop = add(u"laptop"_s, {});
    Theme m_theme{Scheme::Light};
    ServerTree m_servers{m_book, m_theme};
};

} // namespace

TEST_F(ServerTreeTest, TheFilterHasTheKeysOfThatOfWorkflows) {
    tree().setFocus();
    press(Qt::Key_L, Qt::ControlModifier);
    EXPECT_TRUE(filter().hasFocus());
    for (const auto& [key, modifiers] : {std::pair(Qt::Key_F, Qt::KeyboardModifiers(Qt::ControlModifier)),
                                         std::pair(Qt::Key_Slash, Qt::KeyboardModifiers())}) {
        tree().setFocus();
        press(key, modifiers);
        EXPECT_TRUE(filter().hasFocus()) << key;
    }
}

TEST_F(ServerTreeTest, EscapeEmptiesTheFilterBeforeItLeavesTheDialog) {
    filter().setFocus();
    QTest::keyClicks(&filter(), u"laptop"_s);
    EXPECT_EQ(tree().model()->rowCount(), 1);
    QKeyEvent first(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
    QApplication::sendEvent(&filter(), &first);
    EXPECT_EQ(filter().text(), QString());
    EXPECT_GT(tree().model()->rowCount(), 1);
    QKeyEvent second(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
    QApplication::sendEvent(&filter(), &second);
    EXPECT_FALSE(second.isAccepted()) << "it is the dialog's then";
}

TEST_F(ServerTreeTest, EnterGoesToTheFirstThatMatchesAndConnectsNowhere) {
    m_servers.mark(m_eu);
    QSignalSpy told(&m_servers, &ServerTree::chosen);
    QSignalSpy connecting(&m_servers, &ServerTree::connectWanted);
    filter().setFocus();
    QTest::keyClicks(&filter(), u"la top"_s);
    EXPECT_EQ(told.count(), 0) << "who filters has chosen nothing yet";
    press(Qt::Key_Return);
    EXPECT_TRUE(tree().hasFocus());
    EXPECT_EQ(chosen(), u"laptop"_s);
    EXPECT_EQ(told.count(), 1);
    EXPECT_EQ(connecting.count(), 0);
}

TEST_F(ServerTreeTest, SaysWhenNothingMatchesAndOffersTheWayBack) {
    filter().setText(u"nowhere"_s);
    EXPECT_FALSE(tree().isVisible());
    EXPECT_EQ(find<QLabel>("emptyCause").text(), u"No server matches “nowhere”."_s);
    find<QPushButton>("emptyAction_connectionFilterClear").click();
    EXPECT_TRUE(tree().isVisible());
    EXPECT_TRUE(filter().text().isEmpty());
    for (const QString& id : {m_eu, m_us, m_test, m_laptop})
        m_book.remove(id);
    EXPECT_EQ(find<QLabel>("emptyCause").text(), u"No servers yet."_s);
}

TEST_F(ServerTreeTest, WhatIsMarkedIsMarkedAgainWhenTheFilterShowsIt) {
    m_servers.mark(m_eu);
    QSignalSpy told(&m_servers, &ServerTree::chosen);
    filter().setText(u"laptop"_s);
    EXPECT_EQ(chosen(), QString());
    filter().setText(u"prod"_s);
    EXPECT_EQ(chosen(), u"prod-eu"_s);
    EXPECT_EQ(told.count(), 0);
}

TEST_F(ServerTreeTest, OneUsedLastIsChosenWhereItStands) {
    m_book.noteUse(m_laptop);
    m_book.noteUse(m_eu);
    QSignalSpy told(&m_servers, &ServerTree::chosen);
    m_servers.mark(m_eu);
    EXPECT_TRUE(isChosenInRecent()) << "the list begins there";
    choose(u"laptop"_s);
    EXPECT_EQ(told.takeFirst().first(), m_laptop);
    m_servers.mark(m_laptop);
    EXPECT_TRUE(isChosenInRecent());
    EXPECT_FALSE(action("connectionMoveUp").isEnabled()) << "their order is that of use";
    EXPECT_EQ(action("connectionMoveUp").toolTip(), u"These are in the order in which they were used."_s);
}

TEST_F(ServerTreeTest, AServerIsMovedByKeysAndStaysChosen) {
    choose(u"prod-us"_s);
    m_servers.mark(m_us);
    tree().setFocus();
    EXPECT_FALSE(action("connectionMoveUp").isEnabled());
    EXPECT_EQ(action("connectionMoveUp").toolTip(), u"It is the first of its folder."_s);
    press(Qt::Key_Down, Qt::AltModifier);
    EXPECT_EQ(order(), (QStringList{u"prod-eu"_s, u"laptop"_s, u"test"_s, u"prod-us"_s}));
    EXPECT_EQ(chosen(), u"prod-us"_s);
    EXPECT_FALSE(action("connectionMoveDown").isEnabled());
    press(Qt::Key_Down, Qt::AltModifier);
    press(Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(order(), (QStringList{u"prod-eu"_s, u"prod-us"_s, u"test"_s, u"laptop"_s}));
    EXPECT_EQ(chosen(), u"prod-us"_s);
    EXPECT_TRUE(tree().hasFocus());
    filter().setText(u"prod"_s);
    EXPECT_FALSE(action("connectionMoveDown").isEnabled());
}

TEST_F(ServerTreeTest, TheMenuOfAServerMovesItToAFolder) {
    choose(u"laptop"_s);
    m_servers.mark(m_laptop);
    Q_EMIT tree().customContextMenuRequested({});
    auto& menu = find<QMenu>("connectionMenu");
    QStringList texts;
    QMenu* folders = nullptr;
    for (const QAction* each : menu.actions()) {
        if (!each->isSeparator()) texts.append(each->text());
        if (each->menu()) folders = each->menu();
    }
    EXPECT_EQ(texts, (QStringList{u"Connect"_s, u"Move up"_s, u"Move down"_s, u"Move to"_s, u"Remove…"_s}));
    ASSERT_NE(folders, nullptr);
    EXPECT_FALSE(folders->actions().first()->isEnabled()) << "it is there";
    folders->actions().last()->trigger();
    EXPECT_EQ(m_book.find(m_laptop)->folder, u"Europe"_s);
    EXPECT_EQ(chosen(), u"laptop"_s);
}

TEST_F(ServerTreeTest, ServersAreDraggedAndViewsOfOthersTakeNone) {
    EXPECT_EQ(tree().dragDropMode(), QAbstractItemView::InternalMove);
    EXPECT_TRUE(tree().dragEnabled());
    EXPECT_TRUE(tree().showDropIndicator());
}

TEST_F(ServerTreeTest, WhatIsFoldedStaysFolded) {
    const auto europe = [this] { return tree().model()->index(0, 0); };
    ASSERT_EQ(europe().data(), u"Europe"_s);
    EXPECT_TRUE(tree().isExpanded(europe()));
    tree().collapse(europe());
    m_book.noteUse(m_us);
    m_book.remove(m_laptop);
    m_book.remove(m_us);
    EXPECT_FALSE(tree().isExpanded(europe()));
    filter().setText(u"test"_s);
    EXPECT_TRUE(tree().isExpanded(europe())) << "what is found is seen";
    filter().clear();
    EXPECT_FALSE(tree().isExpanded(europe()));
}

TEST_F(ServerTreeTest, FiveHundredServersAreFilteredWhileSomebodyTypes) {
    for (int number = 0; number < 500; ++number)
        add(u"server-%1"_s.arg(number), u"Folder %1/Part %2"_s.arg(number % 20).arg(number % 3));
    QElapsedTimer passed;
    passed.start();
    filter().setText(u"server-49"_s);
    filter().setText(u"server-499"_s);
    EXPECT_LT(passed.elapsed(), 1000) << "two keys";
    EXPECT_EQ(tree().model()->rowCount(), 1);
}

} // namespace signalbox::ui
