#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QTableView>

#include "tests/support/scene.h"
#include "tests/ui/outbox/outbox_fixture.h"
#include "ui/outbox/postpone_dialog.h"
#include "ui/outbox/problems_window.h"
#include "ui/outbox/reminder_dialog.h"

namespace signalbox::ui {
namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class OutboxScenesTest : public OutboxTest {
protected:
    OutboxScenesTest() {
        TimerEntry timeout = tests::timerOf("BUG-1", "after:Assigned:0", "Close", m_clock.now() + 4min + 32s);
        timeout.state = "Assigned";
        m_service.addTimer(timeout);
        TimerEntry daily = tests::timerOf("BUG-1", "ask Sue again", "Assign", m_clock.now() + 3h);
        daily.arguments = {{"assignee", "Sue"}};
        daily.repetition = Repetition{.period = 24h};
        m_service.addTimer(daily);
        m_service.addTimer(tests::timerOf("BUG-1", "archive", "Close", m_clock.now() + 53h));
        m_service.addEffect(tests::failedHookOf("BUG-1", 1, m_clock.now() - 2min));
        m_service.addEffect(tests::heldMailOf("BUG-1", 2, m_clock.now() - 1min));
        m_service.addEffect(tests::retryingHookOf("BUG-1", 3, m_clock.now() - 1min, m_clock.now() + 40s));
        EffectEntry sent = tests::mailOf("BUG-1", 4, m_clock.now());
        sent.status = EffectStatus::Sent;
        sent.progress.attempts = 1;
        m_service.addEffect(sent);
        for (std::uint64_t change = 5; change < 17; ++change) {
            EffectEntry other = tests::failedHookOf("BUG-" + std::to_string(change % 8 + 1), change, m_clock.now());
            if (change % 3 == 0) other.problem = "the certificate of the server is not trusted";
            if (change % 4 == 0) other.receiver = "workflow BUG-1042";
            m_service.addEffect(other);
        }
    }
    // In both schemes; every table ends with the pane.
    void save(QWidget& widget, const QSize& size, const QString& name) {
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            m_theme.setScheme(scheme);
            saveScene(widget, size, name + (scheme == Scheme::Light ? u"-light"_s : u"-dark"_s));
            for (const auto* table : widget.findChildren<OutboxTable*>())
                if (table->isVisible()) {
                    EXPECT_LE(table->horizontalHeader()->length(), table->viewport()->width()) << name.toStdString();
                }
        }
    }
};

TEST_F(OutboxScenesTest, TimersAndEffectsInBothSchemes) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    showTimers();
    ASSERT_TRUE(waitForRows(timers(), 3));
    save(*m_pane, {740, 900}, u"timers"_s);
    save(*m_pane, {430, 900}, u"timers-narrow"_s);
    m_pane->showEffects();
    ASSERT_TRUE(waitForRows(effects(), 6));
    m_pane->effectsView().choose({Seq{1}, 1});
    save(*m_pane, {740, 900}, u"effects"_s);
    save(*m_pane, {430, 900}, u"effects-narrow"_s);
    find<QAbstractButton>("effectTurn")->click();
    save(*m_pane, {430, 900}, u"effects-narrow-details"_s);
}

TEST_F(OutboxScenesTest, HistoryOfEffectsInBothSchemes) {
    for (const auto& [trigger, arguments] :
         {std::pair{"Assign", Json{{"assignee", "Sally"}}}, {"Defer", Json()}, {"Assign", Json{{"assignee", "Sue"}}}}) {
        FireRequest request;
        request.id = "BUG-1";
        request.trigger = trigger;
        request.arguments = arguments;
        request.caller = m_connection.caller();
        bool isDone = false;
        m_connection.fire(request, nullptr, [&](const Result<FireReply>& reply) { isDone = reply.has_value(); });
        ASSERT_TRUE(waitFor([&] { return isDone; }));
    }
    m_service.addEffect(tests::retryingHookOf("BUG-1", 9, m_clock.now() - 1min, m_clock.now() + 40s));
    m_service.addEffect(tests::heldMailOf("BUG-1", 10, m_clock.now() - 1min));
    EffectEntry sent = tests::mailOf("BUG-1", 11, m_clock.now());
    sent.status = EffectStatus::Sent;
    m_service.addEffect(sent);
    ASSERT_TRUE(show(u"BUG-1"_s));
    ASSERT_TRUE(waitFor([this] { return m_pane->history().rowCount() == 4; }));
    const auto* table = find<QTableView>("historyTable");
    for (const int width : {740, 900, 1100, 600, 430}) {
        save(*m_pane, {width, 900}, u"history-%1"_s.arg(width));
        EXPECT_LE(table->horizontalHeader()->length(), table->viewport()->width()) << width;
    }
}

TEST_F(OutboxScenesTest, EmptyTabsInBothSchemes) {
    ASSERT_TRUE(show(u"BUG-3"_s));
    showTimers();
    save(*m_pane, {740, 760}, u"timers-empty"_s);
}

TEST_F(OutboxScenesTest, ProblemsInBothSchemes) {
    ProblemsWindow window(services());
    ASSERT_TRUE(waitFor([&] { return window.problems().rowCount() > 2; }));
    save(window, {760, 360}, u"problems"_s);
}

TEST_F(OutboxScenesTest, DialogsInBothSchemes) {
    PostponeDialog postpone(m_clock, tests::timerOf("BUG-1", "triage", "Close", m_clock.now() + 1h), nullptr);
    postpone.setAttribute(Qt::WA_DeleteOnClose, false);
    save(postpone, {400, 240}, u"postpone"_s);
    model::LastArguments last(m_settings);
    ReminderDialog::Subject subject;
    subject.workflowId = "BUG-1";
    subject.definition = "bug";
    ASSERT_TRUE(waitFor([this] { return !m_connection.definitionList().empty(); }));
    subject.triggers = m_connection.definitionList().front().structure.triggers;
    subject.usedNames = {"reminder"};
    ReminderDialog reminder(m_clock, subject, last, nullptr);
    reminder.setAttribute(Qt::WA_DeleteOnClose, false);
    reminder.findChild<QComboBox*>(u"reminderRepeats"_s)->setCurrentIndex(2);
    save(reminder, {460, 560}, u"reminder"_s);
}

} // namespace
} // namespace signalbox::ui
