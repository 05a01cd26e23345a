#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>

#include "tests/ui/outbox/outbox_fixture.h"

namespace signalbox::ui {
namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using model::EffectModel;
using model::TimerModel;

using Acts = std::vector<std::string>;

class TimersTest : public OutboxTest {
protected:
    TimersTest() {
        m_service.addTimer(tests::timerOf("BUG-1", "triage", "Close", m_clock.now() + 90s));
        m_service.addTimer(tests::timerOf("BUG-1", "weekly", "Assign", m_clock.now() + 50h));
    }
    bool showTab() {
        if (!show(u"BUG-1"_s)) return false;
        showTimers();
        return waitForRows(timers(), 2);
    }
    QDialog* dialog(const char* name) { return find<QDialog>(name); }
};

TEST_F(TimersTest, TabCountsThemAndFollowsTheClockOnly) {
    ASSERT_TRUE(showTab());
    EXPECT_EQ(tabs().tabText(tabs().currentIndex()), u"Timers 2"_s);
    EXPECT_EQ(cell(timers(), 0, TimerModel::CountdownColumn), u"1:30"_s);
    EXPECT_EQ(cell(timers(), 1, TimerModel::CountdownColumn), u"2 d 2 h"_s);
    m_clock.advance(1s);
    QSignalSpy ticks(timers().model(), &QAbstractItemModel::dataChanged);
    ASSERT_TRUE(waitFor([&] { return !ticks.isEmpty(); }));
    EXPECT_EQ(cell(timers(), 0, TimerModel::CountdownColumn), u"1:29"_s);
}

TEST_F(TimersTest, FiringNowAsksAndGivesTheReason) {
    ASSERT_TRUE(showTab());
    button("timerFire")->click();
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_EQ(m_prompt.question().title, u"Fire \u201ctriage\u201d now?"_s);
    EXPECT_TRUE(m_prompt.question().asksReason);
    m_prompt.answer(false);
    EXPECT_TRUE(m_service.outboxActs().empty());
    button("timerFire")->click();
    m_prompt.answer(true, u"no time to lose"_s);
    ASSERT_TRUE(waitFor([this] { return m_service.outboxActs() == Acts{"move triage"}; }));
    EXPECT_TRUE(waitFor([this] { return cell(timers(), 0, TimerModel::CountdownColumn) == u"due"_s; }));
}

TEST_F(TimersTest, PostponingChoosesHowLong) {
    ASSERT_TRUE(showTab());
    QTest::keyClick(&timers(), Qt::Key_Return);
    ASSERT_NE(dialog("postponeDialog"), nullptr);
    dialog("postponeDialog")->findChild<QComboBox*>(u"dueChoice"_s)->setCurrentIndex(0); // by 10 minutes
    dialog("postponeDialog")->findChild<QPushButton*>(u"postponeVerb"_s)->click();
    EXPECT_TRUE(waitFor([this] { return cell(timers(), 0, TimerModel::CountdownColumn) == u"11:30"_s; }));
}

TEST_F(TimersTest, DeleteCancelsTheChosenOneWithAReason) {
    ASSERT_TRUE(showTab());
    timers().setCurrentIndex(timers().model()->index(1, 0));
    QTest::keyClick(&timers(), Qt::Key_Delete);
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_TRUE(m_prompt.question().requiresReason);
    m_prompt.answer(true, u"not needed"_s);
    EXPECT_TRUE(waitForRows(timers(), 1));
    EXPECT_EQ(m_service.outboxActs(), Acts{"cancel weekly"});
}

TEST_F(TimersTest, CommandsActOnTheChosenTimer) {
    ASSERT_TRUE(showTab());
    tabs().setCurrentIndex(0);
    ASSERT_TRUE(m_commands.trigger(u"timer.cancel"_s));
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_EQ(m_prompt.question().title, u"Cancel the timer \u201ctriage\u201d?"_s);
    EXPECT_EQ(tabs().currentWidget(), &m_pane->timersView());
    m_prompt.answer(false);
    m_pane->showWorkflow(u"BUG-2"_s);
    EXPECT_TRUE(
        waitFor([this] { return m_commands.disabledReason(u"timer.cancel"_s) == u"The workflow has no timer."_s; }));
    EXPECT_FALSE(m_commands.isEnabled(u"timer.cancel"_s));
    EXPECT_TRUE(waitFor([this] { return m_commands.isEnabled(u"timer.set"_s); }));
}

TEST_F(TimersTest, ReminderIsFilledInAndSet) {
    ASSERT_TRUE(showTab());
    m_commands.trigger(u"timer.set"_s);
    QDialog* form = dialog("reminderDialog");
    ASSERT_NE(form, nullptr);
    auto* name = form->findChild<QLineEdit*>(u"reminderName"_s);
    auto* verb = form->findChild<QPushButton*>(u"reminderSet"_s);
    name->setText(u"after:me"_s);
    EXPECT_FALSE(verb->isEnabled());
    name->setText(u"triage"_s);
    EXPECT_TRUE(form->findChild<QLabel*>(u"reminderProblem"_s)->text().contains(u"takes the place"_s));
    name->setText(u"call Sue"_s);
    auto* trigger = form->findChild<QComboBox*>(u"reminderTrigger"_s);
    trigger->setCurrentIndex(trigger->findText(u"Close"_s));
    form->findChild<QComboBox*>(u"reminderRepeats"_s)->setCurrentIndex(2);
    verb->click();
    ASSERT_TRUE(waitForRows(timers(), 3));
    EXPECT_EQ(cell(timers(), 1, TimerModel::NameColumn), u"call Sue"_s);
    EXPECT_EQ(cell(timers(), 1, TimerModel::CountdownColumn), u"1:00:00"_s);
    EXPECT_EQ(cell(timers(), 1, TimerModel::RepeatsColumn), u"every 1 d"_s);
}

TEST_F(TimersTest, InThePastNothingIsDoneToThem) {
    ASSERT_TRUE(showTab());
    m_commands.trigger(u"timer.fire"_s);
    m_prompt.answer(true);
    ASSERT_TRUE(waitFor([this] { return m_pane->inspector().shownRevision() == Revision{1}; }));
    m_pane->inspector().showRevision(Revision{0});
    EXPECT_TRUE(waitFor([this] { return !button("timerFire")->isEnabled(); }));
    EXPECT_FALSE(m_pane->timersView().standstills().setting.isEmpty());
    EXPECT_FALSE(m_commands.isEnabled(u"timer.set"_s));
}

TEST_F(TimersTest, StateWithATimerHasAClockInTheGraph) {
    ASSERT_TRUE(showTab());
    const auto marked = [this] {
        const model::GraphState& state = m_pane->graph().state();
        return state.current && state.nodes[state.current->value()].hasTimer;
    };
    EXPECT_TRUE(waitFor(marked));
}

class EffectsTest : public OutboxTest {
protected:
    bool showTab(int rows) {
        if (!show(u"BUG-1"_s)) return false;
        m_pane->showEffects();
        return waitForRows(effects(), rows);
    }
};

TEST_F(EffectsTest, FailedOneIsRetriedByKeyAndShowsItsDetails) {
    m_service.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now()));
    ASSERT_TRUE(showTab(1));
    EXPECT_EQ(tabs().tabText(tabs().currentIndex()), u"Effects 1"_s);
    EXPECT_EQ(cell(effects(), 0, EffectModel::StatusColumn), u"failed"_s);
    const QString details = m_pane->effectsView().detailsText();
    EXPECT_TRUE(details.contains(u"maintenance"_s));
    EXPECT_FALSE(details.contains(u"s3cret"_s));
    QTest::keyClick(&effects(), Qt::Key_Return);
    ASSERT_TRUE(waitFor([this] { return m_service.outboxActs() == Acts{"retry 1.1"}; }));
    EXPECT_TRUE(waitFor([this] { return cell(effects(), 0, EffectModel::StatusColumn) == u"waiting"_s; }));
}

TEST_F(EffectsTest, SkippingNeedsAReason) {
    m_service.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now()));
    ASSERT_TRUE(showTab(1));
    QTest::keyClick(&effects(), Qt::Key_Delete);
    ASSERT_TRUE(m_prompt.isAsking());
    EXPECT_TRUE(m_prompt.question().requiresReason);
    m_prompt.answer(true, u"told by phone"_s);
    ASSERT_TRUE(waitFor([this] { return cell(effects(), 0, EffectModel::StatusColumn) == u"skipped"_s; }));
    EXPECT_FALSE(button("effectRetry")->isEnabled());
    EXPECT_EQ(find<QLabel>("effectNote")->text(), u"It was skipped already."_s);
}

TEST_F(EffectsTest, CommandRetriesAllThatFailedWhereverOneLooks) {
    m_service.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now()));
    m_service.addEffect(tests::failedHookOf("BUG-1", 2, m_clock.now()));
    ASSERT_TRUE(showTab(2));
    tabs().setCurrentIndex(0);
    ASSERT_TRUE(m_commands.trigger(u"effect.retry"_s));
    ASSERT_TRUE(waitFor([this] { return m_service.outboxActs().size() == 2; }));
    EXPECT_TRUE(waitFor([this] { return !m_commands.isEnabled(u"effect.retry"_s); }));
}

TEST_F(EffectsTest, HeldMailsLeadToThePreferences) {
    m_service.addEffect(tests::heldMailOf("BUG-1", 1, m_clock.now()));
    ASSERT_TRUE(showTab(1));
    EXPECT_TRUE(find<QWidget>("effectHold")->isVisible());
    EXPECT_TRUE(find<QLabel>("effectHoldText")->text().startsWith(u"Held: no mail server configured."_s));
    button("effectConfigure")->click();
    EXPECT_EQ(m_configured, 1);
    m_pane->showWorkflow(u"BUG-2"_s);
    EXPECT_TRUE(waitFor([this] { return !find<QWidget>("effectHold")->isVisible(); }));
}

TEST_F(EffectsTest, DetailsHaveHalfOfTheTabUntilSomebodyGivesThemMore) {
    m_service.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now()));
    ASSERT_TRUE(showTab(1));
    auto* splitter = find<QSplitter>("effectSplitter");
    EXPECT_EQ(splitter->orientation(), Qt::Horizontal) << "beside the table, where there is little height";
    EXPECT_NEAR(splitter->sizes().at(1), splitter->width() / 2, 8);
    splitter->setSizes({splitter->width() / 3, 2 * splitter->width() / 3});
    Q_EMIT splitter->splitterMoved(splitter->sizes().at(0), 1); // as by hand
    ASSERT_TRUE(showTab(1));
    splitter = find<QSplitter>("effectSplitter");
    EXPECT_NEAR(splitter->sizes().at(1), 2 * splitter->width() / 3, 8);
    m_pane->resize(430, 940);
    EXPECT_TRUE(waitFor([splitter] { return splitter->orientation() == Qt::Vertical; }));
}

TEST_F(EffectsTest, WhereThereIsLittleRoomDetailsTakeThePlaceOfTheList) {
    m_service.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now()));
    ASSERT_TRUE(showTab(1));
    EXPECT_FALSE(button("effectTurn")->isVisible()) << "there is room for both";
    m_pane->resize(430, 720);
    ASSERT_TRUE(waitFor([this] { return button("effectTurn")->isVisible(); }));
    auto* details = find<QWidget>("effectDetails");
    auto* table = find<QWidget>("effectTable");
    EXPECT_TRUE(table->isVisible());
    EXPECT_FALSE(details->isVisible());
    button("effectTurn")->click();
    EXPECT_FALSE(table->isVisible());
    ASSERT_TRUE(waitFor([&] { return details->height() == find<QWidget>("effectSplitter")->height(); }));
    button("effectTurn")->click();
    EXPECT_TRUE(table->isVisible());
    EXPECT_FALSE(details->isVisible());
    m_pane->resize(900, 900);
    EXPECT_TRUE(waitFor([&] { return table->isVisible() && details->isVisible(); }));
}

TEST_F(EffectsTest, StateInWhichOneFailedHasAMarkInTheGraph) {
    m_service.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now())); // asked for by the first change of all
    ASSERT_TRUE(showTab(1));
    const auto marked = [this] {
        const model::GraphState& state = m_pane->graph().state();
        return state.current && state.nodes[state.current->value()].hasProblem;
    };
    EXPECT_TRUE(waitFor(marked));
}

} // namespace
} // namespace signalbox::ui
