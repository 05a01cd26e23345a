#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QTest>
#include <QTextBrowser>

#include "tests/support/scene.h"
#include "ui/help/help_window.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/standard_commands.h"
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

class HelpWindowTest : public testing::Test {
protected:
    HelpWindowTest() {
        m_theme.install(*qApp);
        for (const Command& command : m_commands.commands())
            m_commands.setHandler(command.id, qApp, [] {});
        m_help.show();
    }

    QString text() const { return m_help.findChild<QTextBrowser*>()->toPlainText(); }
    int chapterCount() const { return m_help.findChild<QListWidget*>()->count(); }

    Theme m_theme;
    CommandRegistry m_commands{standardCommands()};
    HelpWindow m_help{m_theme, m_commands};
};

TEST_F(HelpWindowTest, EveryChapterHasATitleAndAText) {
    for (const HelpChapter& chapter : helpChapters(m_commands)) {
        m_help.showChapter(chapter.id);
        EXPECT_EQ(m_help.shownChapter(), chapter.id);
        EXPECT_TRUE(text().startsWith(chapter.title)) << chapter.title.toStdString();
        EXPECT_GT(text().size(), 100) << chapter.title.toStdString();
    }
}

TEST_F(HelpWindowTest, KeysAreThoseOfTheRegistry) {
    m_help.showChapter(u"keys"_s);
    for (const char* id : {"go.palette", "workflow.cancel", "graph.collapse", "history.compare"})
        EXPECT_TRUE(text().contains(m_commands.command(QString::fromLatin1(id)).text)) << id;
    m_help.showChapter(u"start"_s);
    EXPECT_TRUE(text().contains(m_commands.firstKeyText(u"go.palette"_s)));
}

TEST_F(HelpWindowTest, SearchLeavesTheChaptersThatContainTheText) {
    const int all = chapterCount();
    m_help.search(u"assignee:sue"_s);
    EXPECT_EQ(chapterCount(), 1);
    EXPECT_EQ(m_help.shownChapter(), u"filter"_s);
    EXPECT_EQ(m_help.findChild<QTextBrowser*>()->extraSelections().size(), 1);
    m_help.search(u"zebra"_s);
    EXPECT_EQ(chapterCount(), 0);
    EXPECT_EQ(text(), u"Nothing in the help contains \u201czebra\u201d."_s);
    QTest::keyClick(m_help.findChild<QLineEdit*>(), Qt::Key_Escape);
    EXPECT_EQ(chapterCount(), all);
    EXPECT_TRUE(m_help.isVisible());
}

TEST_F(HelpWindowTest, OpensWhereTheFocusIs) {
    QWidget graph;
    graph.setObjectName(u"stateGraph"_s);
    QWidget inside(&graph);
    EXPECT_EQ(HelpWindow::chapterFor(&inside), u"graph"_s);
    EXPECT_EQ(HelpWindow::chapterFor(nullptr), u"start"_s);
}

TEST_F(HelpWindowTest, Scenes) {
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        m_theme.setScheme(scheme);
        const QString suffix = scheme == Scheme::Dark ? u"-dark"_s : u"-light"_s;
        for (const QString& chapter : {u"graph"_s, u"filter"_s}) {
            m_help.showChapter(chapter);
            QCoreApplication::processEvents();
            saveScene(m_help, {860, 600}, u"help-"_s + chapter + suffix);
        }
    }
}

} // namespace
} // namespace signalbox::ui
