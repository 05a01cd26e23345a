#include <QAbstractItemModelTester>
#include <QListView>
#include <QSignalSpy>

#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/fuzzy_match.h"

namespace signalbox::ui {
namespace {

using namespace Qt::StringLiterals;

// Answers when the test says so.
class FakeSource : public PaletteSource {
public:
    QString heading() const override { return u"Workflows"_s; }
    void search(const QString& query, quint64 ticket) override {
        lastQuery = query;
        lastTicket = ticket;
    }
    void activate(const QString& id) override { activated.append(id); }
    void answer(quint64 ticket, const QStringList& ids) {
        QList<PaletteHit> hits;
        for (const QString& id : ids) {
            hits.append({.id = id, .title = id, .detail = u"bug"_s});
        }
        Q_EMIT found(ticket, hits);
    }

    QString lastQuery;
    quint64 lastTicket = 0;
    QStringList activated;
};

class CommandPaletteTest : public WindowTest {
protected:
    CommandPaletteTest() : window(newWindow()) {
        query = window->findChild<QLineEdit*>(u"paletteQuery"_s);
        rows = window->findChild<QListView*>(u"paletteRows"_s);
        field = window->findChild<QLineEdit*>(u"listField"_s);
        field->setFocus();
    }

    bool isOpen() const { return window->commandPalette().isVisible(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    void type(const QString& text) { QTest::keyClicks(query, text); }
    QString current() const { return rows->currentIndex().data(PaletteModel::IdRole).toString(); }

    FakeSource source;
    std::unique_ptr<MainWindow> window;
    QLineEdit* query = nullptr;
    QListView* rows = nullptr;
    QLineEdit* field = nullptr;
};

TEST_F(CommandPaletteTest, CtrlKOpensItEvenFromAFieldAndEscapeGivesTheFocusBack) {
    press(Qt::Key_K, Qt::ControlModifier);
    EXPECT_TRUE(isOpen());
    EXPECT_EQ(QApplication::focusWidget(), query);
    press(Qt::Key_Escape);
    EXPECT_FALSE(isOpen());
    EXPECT_EQ(QApplication::focusWidget(), field);
}

TEST_F(CommandPaletteTest, TypingAndEnterRunsTheBestCommand) {
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    type(u"navi"_s);
    EXPECT_EQ(current(), u"view.navigator"_s);
    press(Qt::Key_Return);
    EXPECT_FALSE(isOpen());
    EXPECT_TRUE(window->findChild<QWidget*>(u"navigator"_s)->isHidden());
}

TEST_F(CommandPaletteTest, GroupNameFindsItsCommands) {
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    type(u"theme dark"_s);
    EXPECT_EQ(current(), u"theme.dark"_s);
}

TEST_F(CommandPaletteTest, ArrowsSkipHeadingsAndGoRound) {
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    type(u"pane"_s);
    const QString first = current();
    press(Qt::Key_Down);
    EXPECT_NE(current(), first);
    press(Qt::Key_Down);
    EXPECT_NE(current(), first);
    press(Qt::Key_Down);
    EXPECT_EQ(current(), first) << "of three commands";
    press(Qt::Key_Up);
    EXPECT_NE(current(), first);
}

TEST_F(CommandPaletteTest, DisabledCommandShowsItsReasonAndSaysItWhenChosen) {
    registry.setHandler(u"workflow.fire"_s, window.get(), [] { ADD_FAILURE(); });
    registry.setDisabled(u"workflow.fire"_s, u"Select a workflow first."_s);
    QSignalSpy refused(&registry, &CommandRegistry::refused);
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    type(u"fire"_s);
    EXPECT_EQ(rows->currentIndex().data(PaletteModel::DetailRole).toString(), u"Select a workflow first."_s);
    press(Qt::Key_Return);
    EXPECT_EQ(refused.count(), 1);
}

TEST_F(CommandPaletteTest, HitsArriveLaterAndEnterGoesToTheChosenOne) {
    window->commandPalette().addSource(source);
    press(Qt::Key_K, Qt::ControlModifier);
    type(u"bug-10"_s);
    EXPECT_EQ(source.lastQuery, u"bug-10"_s);
    source.answer(source.lastTicket, {u"BUG-1042"_s, u"BUG-1041"_s});
    press(Qt::Key_Down);
    EXPECT_EQ(current(), u"BUG-1041"_s);
    press(Qt::Key_Return);
    EXPECT_EQ(source.activated, QStringList{u"BUG-1041"_s});
}

TEST_F(CommandPaletteTest, AnswerToAnOlderQueryIsIgnored) {
    window->commandPalette().addSource(source);
    press(Qt::Key_K, Qt::ControlModifier);
    type(u"bug-1"_s);
    const quint64 old = source.lastTicket;
    type(u"0"_s);
    source.answer(old, {u"BUG-1"_s});
    EXPECT_NE(current(), u"BUG-1"_s);
}

TEST_F(CommandPaletteTest, EnterBeforeTheAnswerGoesToTheFirstHit) {
    window->commandPalette().addSource(source);
    press(Qt::Key_K, Qt::ControlModifier);
    type(u"bug-1042"_s);
    press(Qt::Key_Return);
    EXPECT_TRUE(source.activated.isEmpty());
    source.answer(source.lastTicket, {u"BUG-1042"_s});
    EXPECT_EQ(source.activated, QStringList{u"BUG-1042"_s});
    EXPECT_FALSE(isOpen());
}

TEST_F(CommandPaletteTest, GoToWorkflowIsThereOnceASourceIs) {
    EXPECT_FALSE(registry.isAvailable(u"go.workflow"_s));
    window->commandPalette().addSource(source);
    press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(isOpen());
    source.answer(source.lastTicket, {u"BUG-1"_s});
    EXPECT_EQ(current(), u"BUG-1"_s);
}

TEST_F(CommandPaletteTest, ChosenRowIsToldToScreenReaders) {
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    type(u"navi"_s);
    EXPECT_EQ(query->accessibleDescription(), u"Navigator, View, Ctrl B"_s);
}

TEST_F(CommandPaletteTest, ClosesWhenTheFocusGoesElsewhere) {
    press(Qt::Key_K, Qt::ControlModifier);
    field->setFocus();
    EXPECT_FALSE(isOpen());
}

TEST(PaletteModel, KeepsTheRulesOfAModel) {
    CommandRegistry registry;
    registry.add(standardCommands());
    registry.setHandler(u"app.quit"_s, &registry, [] {});
    FakeSource source;
    PaletteModel model(registry);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.addSource(source);
    model.search(u"q"_s, PaletteScope::Everything);
    source.answer(source.lastTicket, {u"Q-1"_s});
    EXPECT_EQ(model.rowCount(), 4);
    model.search(u"nothing like it"_s, PaletteScope::Commands);
    EXPECT_EQ(model.rowCount(), 0);
    EXPECT_FALSE(model.isSearching());
}

struct FuzzyCase {
    const char* query;
    const char* text;
    bool isMatch;
};

TEST(FuzzyMatch, FindsPartsAndWordBeginningsOnly) {
    const FuzzyCase cases[] = {
        {"navi", "Navigator", true},
        {"gtw", "Go to workflow…", true},
        {"gowor", "Go to workflow…", true},
        {"flow go", "Go to workflow…", true},
        {"xyz", "Go to workflow…", false},
        {"grf", "Go to workflow…", false},
        {"", "Anything", true},
        {"bug-10", "BUG-1042", true},
        {"fire", "Refresh", false},
    };
    for (const FuzzyCase& each : cases) {
        const auto match = fuzzyMatch(QString::fromLatin1(each.query), QString::fromUtf8(each.text));
        EXPECT_EQ(match.has_value(), each.isMatch) << each.query << " in " << each.text;
    }
}

TEST(FuzzyMatch, BeginningOfTheTextBeatsTheMiddle) {
    const auto start = fuzzyMatch(u"fire"_s, u"Fire…"_s);
    const auto inside = fuzzyMatch(u"fire"_s, u"Misfire"_s);
    ASSERT_TRUE(start && inside);
    EXPECT_GT(start->score, inside->score);
    EXPECT_EQ(start->positions, (QList<qsizetype>{0, 1, 2, 3}));
}

} // namespace
} // namespace signalbox::ui
