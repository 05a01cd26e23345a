#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "model/connection/connection.h"
#include "model/outbox/effect_details.h"
#include "model/outbox/effect_model.h"
#include "model/outbox/effect_text.h"
#include "model/outbox/masked_json.h"
#include "model/outbox/outbox_actions.h"
#include "model/outbox/problem_finder.h"
#include "model/outbox/problem_model.h"
#include "model/outbox/timer_model.h"
#include "model/outbox/trouble_news.h"
#include "tests/support/fake_service.h"
#include "tests/support/outbox_samples.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using model::Connection;
using model::EffectModel;
using model::EffectStage;
using model::OutboxActions;
using model::ProblemFinder;
using model::ProblemModel;
using model::TimerModel;
using model::Trouble;
using model::TroubleNews;

class Outbox : public testing::Test {
protected:
    Outbox() {
        m_service.addBugs(8);
        m_service.setNow(m_clock.now());
        QObject::connect(&m_actions, &OutboxActions::succeeded, &m_actions,
                         [this](const QString& text) { m_success = text; });
        QObject::connect(&m_actions, &OutboxActions::refused, &m_actions,
                         [this](const model::OutboxProblem& problem) { m_problem = problem; });
    }

    bool waitFor(const std::function<bool()>& condition) { return QTest::qWaitFor(condition); }
    bool showTimers(const QString& id) {
        m_timers.showWorkflow(id);
        return waitFor([this] { return m_timers.isLoaded(); });
    }
    bool showEffects(const QString& id) {
        m_effects.showWorkflow(id);
        return waitFor([this] { return m_effects.isLoaded(); });
    }
    QString timer(int row, TimerModel::Column column) const { return m_timers.index(row, column).data().toString(); }
    QString effect(int row, EffectModel::Column column) const { return m_effects.index(row, column).data().toString(); }
    std::string reasonOf(const std::string& id) {
        std::string reason = "?";
        bool isDone = false;
        m_connection.history({.id = id, .before = {}, .limit = 1}, nullptr, [&](const Result<HistoryReply>& reply) {
            if (reply && !reply->changes.empty()) reason = reply->changes.front().caller.reason;
            isDone = true;
        });
        EXPECT_TRUE(waitFor([&] { return isDone; }));
        return reason;
    }

    ManualClock m_clock{Time{1'700'000'000s}};
    FakeService m_service;
    Connection m_connection{m_service, u"local"_s};
    TimerModel m_timers{m_connection, m_clock};
    EffectModel m_effects{m_connection, m_clock};
    OutboxActions m_actions{m_connection, m_clock};
    QAbstractItemModelTester m_timersTester{&m_timers, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester m_effectsTester{&m_effects, QAbstractItemModelTester::FailureReportingMode::Fatal};
    QString m_success;
    std::optional<model::OutboxProblem> m_problem;
};

} // namespace

TEST(Countdown, TellsHowLongInTheUnitsThatMatter) {
    const Time now{1'700'000'000s};
    EXPECT_EQ(model::countdownText(now, now), u"due"_s);
    EXPECT_EQ(model::countdownText(now - 5s, now), u"due"_s);
    EXPECT_EQ(model::countdownText(now + 9s, now), u"0:09"_s);
    EXPECT_EQ(model::countdownText(now + 4min + 32s, now), u"4:32"_s);
    EXPECT_EQ(model::countdownText(now + 3h + 4min + 5s, now), u"3:04:05"_s);
    EXPECT_EQ(model::countdownText(now + 53h, now), u"2 d 5 h"_s);
    EXPECT_EQ(model::countdownText(now + 24h * 40, now), u"40 d"_s);
    EXPECT_EQ(model::spokenCountdown(now + 90s, now), u"in one minute"_s);
}

TEST(Countdown, MovesWithTheWholeSecondsOfBothMoments) {
    const Time due{1'700'000'060s + 700ms};
    EXPECT_EQ(model::countdownText(due, Time{1'700'000'050s + 999ms}), u"0:10"_s);
    EXPECT_EQ(model::countdownText(due, Time{1'700'000'051s}), u"0:09"_s);
}

TEST(Countdown, RepetitionIsToldExactly) {
    EXPECT_EQ(model::repetitionText({.period = 24h}), u"every 1 d"_s);
    EXPECT_EQ(model::repetitionText({.period = 90min}), u"every 90 m"_s);
    EXPECT_EQ(model::repetitionText({.period = 45s}), u"every 45 s"_s);
}

TEST(Countdown, SecondHandIsSilentWhileTheClockStandsStill) {
    ManualClock clock;
    model::SecondHand hand(clock);
    QSignalSpy moved(&hand, &model::SecondHand::moved);
    hand.setRunning(true);
    clock.advance(10ms);
    hand.setRunning(false);
    hand.setRunning(true);
    EXPECT_EQ(moved.count(), 0);
    clock.advance(1s);
    hand.setRunning(false);
    hand.setRunning(true);
    EXPECT_EQ(moved.count(), 1);
}

TEST_F(Outbox, TimersStandByDueTimeWithTheirCountdowns) {
    TimerEntry daily = timerOf("BUG-1", "triage", "Assign", m_clock.now() + 2h);
    daily.repetition = Repetition{.period = 24h, .late = LatePolicy::Skip};
    m_service.addTimer(daily);
    TimerEntry timeout = timerOf("BUG-1", "after:Deferred:0", "Close", m_clock.now() + 90s);
    timeout.state = "Deferred";
    m_service.addTimer(timeout);
    m_service.addTimer(timerOf("BUG-2", "other", "Assign", m_clock.now() + 1s));
    ASSERT_TRUE(showTimers(u"BUG-1"_s));
    ASSERT_EQ(m_timers.rowCount(), 2);
    EXPECT_EQ(timer(0, TimerModel::NameColumn), u"timeout of Deferred"_s);
    EXPECT_EQ(timer(0, TimerModel::CountdownColumn), u"1:30"_s);
    EXPECT_EQ(timer(1, TimerModel::TriggerColumn), u"Assign"_s);
    EXPECT_EQ(timer(1, TimerModel::RepeatsColumn), u"every 1 d"_s);
    EXPECT_TRUE(m_timers.index(0, 0).data(TimerModel::IsOwnRole).toBool());
    EXPECT_FALSE(m_timers.index(1, 0).data(TimerModel::IsOwnRole).toBool());
    m_clock.advance(30s);
    EXPECT_EQ(timer(0, TimerModel::CountdownColumn), u"1:00"_s);
}

TEST_F(Outbox, TimersFollowWhatIsDoneToThemAndTheReasonIsKept) {
    m_service.addTimer(timerOf("BUG-1", "a", "Assign", m_clock.now() + 1h));
    m_service.addTimer(timerOf("BUG-1", "b", "Assign", m_clock.now() + 2h));
    ASSERT_TRUE(showTimers(u"BUG-1"_s));
    m_actions.postpone(*m_timers.timerAt(0), m_clock.now() + 3h, u"not yet"_s);
    ASSERT_TRUE(waitFor([this] { return timer(0, TimerModel::NameColumn) == u"b"_s; }));
    EXPECT_EQ(reasonOf("BUG-1"), "not yet");
    EXPECT_TRUE(m_success.contains(u"in 3 hours"_s));
    m_actions.cancel(*m_timers.timerAt(0), u"done by hand"_s);
    ASSERT_TRUE(waitFor([this] { return m_timers.rowCount() == 1; }));
    m_actions.fireNow(*m_timers.timerAt(0), {});
    ASSERT_TRUE(waitFor([this] { return timer(0, TimerModel::CountdownColumn) == u"due"_s; }));
    EXPECT_EQ(m_service.outboxActs(), (std::vector<std::string>{"move a", "cancel b", "move a"}));
}

TEST_F(Outbox, ATimerThatWasSetAnewIsLeftAlone) {
    TimerEntry seen = timerOf("BUG-1", "a", "Assign", m_clock.now() + 1h);
    m_service.addTimer(seen);
    seen.due += 1min; // not the one that is there
    m_actions.cancel(seen, {});
    ASSERT_TRUE(waitFor([this] { return m_problem.has_value(); }));
    EXPECT_EQ(m_problem->code, u"NotFound"_s);
    EXPECT_TRUE(m_service.outboxActs().empty());
}

TEST_F(Outbox, AReminderIsSetWithNameAndRhythm) {
    ASSERT_TRUE(showTimers(u"BUG-1"_s));
    SetTimerRequest request;
    request.id = "BUG-1";
    request.name = "call";
    request.due = m_clock.now() + 10min;
    request.trigger = "Assign";
    request.repetition = Repetition{.period = 1h};
    m_actions.setReminder(request, u"ask again"_s);
    ASSERT_TRUE(waitFor([this] { return m_timers.rowCount() == 1; }));
    EXPECT_EQ(timer(0, TimerModel::RepeatsColumn), u"every 1 h"_s);
    EXPECT_EQ(reasonOf("BUG-1"), "ask again");
}

TEST_F(Outbox, EffectsTellTheirStageTriesAndLastError) {
    const Time asked = m_clock.now() - 2min;
    m_service.addEffect(failedHookOf("BUG-1", 3, asked));
    m_service.addEffect(heldMailOf("BUG-1", 4, asked));
    m_service.addEffect(retryingHookOf("BUG-1", 5, asked, m_clock.now() + 40s));
    ASSERT_TRUE(showEffects(u"BUG-1"_s));
    ASSERT_EQ(m_effects.rowCount(), 3);
    EXPECT_EQ(effect(0, EffectModel::StatusColumn), u"retrying"_s);
    EXPECT_EQ(effect(0, EffectModel::NextColumn), u"0:40"_s);
    EXPECT_EQ(effect(1, EffectModel::StatusColumn), u"held: no mail server configured"_s);
    EXPECT_EQ(effect(1, EffectModel::EffectColumn), u"mail sue@example.com \u00b7 BUG-1 is yours"_s);
    EXPECT_EQ(effect(2, EffectModel::StatusColumn), u"failed"_s);
    EXPECT_EQ(effect(2, EffectModel::AttemptsColumn), u"2"_s);
    EXPECT_EQ(effect(2, EffectModel::NextColumn), QString());
    EXPECT_EQ(effect(2, EffectModel::ErrorColumn), u"HTTP 503 Service Unavailable"_s);
    EXPECT_EQ(m_effects.failedCount(), 1);
    EXPECT_EQ(m_effects.holdReason(), u"no mail server configured"_s);
}

TEST_F(Outbox, EffectsFollowWhatHappensWithoutATurn) {
    EffectEntry entry = retryingHookOf("BUG-1", 3, m_clock.now(), m_clock.now() + 40s);
    m_service.addEffect(entry);
    ASSERT_TRUE(showEffects(u"BUG-1"_s));
    entry.status = EffectStatus::Sent;
    m_service.moveEffectOn(entry);
    EXPECT_TRUE(waitFor([this] { return effect(0, EffectModel::StatusColumn) == u"sent"_s; }));
}

TEST_F(Outbox, OlderEffectsComeAsTheViewAsksForThem) {
    for (std::uint64_t change = 1; change <= 250; ++change)
        m_service.addEffect(mailOf("BUG-1", change, m_clock.now()));
    ASSERT_TRUE(showEffects(u"BUG-1"_s));
    EXPECT_EQ(m_effects.rowCount(), 200);
    ASSERT_TRUE(m_effects.canFetchMore({}));
    m_effects.fetchMore({});
    ASSERT_TRUE(waitFor([this] { return m_effects.rowCount() == 250; }));
    EXPECT_FALSE(m_effects.canFetchMore({}));
    EXPECT_EQ(m_effects.effectAt(249)->id.change, Seq{1});
}

TEST_F(Outbox, RetriedAndSkippedEffectsAreDoneWithTheReason) {
    m_service.addEffect(failedHookOf("BUG-1", 3, m_clock.now()));
    m_service.addEffect(failedHookOf("BUG-1", 4, m_clock.now()));
    ASSERT_TRUE(showEffects(u"BUG-1"_s));
    m_actions.act(model::effectRequest(EffectAction::Retry, {EffectId{Seq{3}, 1}}), {});
    ASSERT_TRUE(waitFor([this] { return effect(1, EffectModel::StatusColumn) == u"waiting"_s; }));
    m_actions.act(model::effectRequest(EffectAction::Skip, {EffectId{Seq{4}, 1}}), u"told by phone"_s);
    ASSERT_TRUE(waitFor([this] { return effect(0, EffectModel::StatusColumn) == u"skipped"_s; }));
    EXPECT_EQ(reasonOf("BUG-1"), "told by phone");
    m_actions.act(model::effectRequest(EffectAction::Skip, {EffectId{Seq{4}, 1}}), {});
    ASSERT_TRUE(waitFor([this] { return m_problem.has_value(); }));
    EXPECT_EQ(m_problem->code, u"NotPermitted"_s);
}

TEST_F(Outbox, DetailsHideSecretsAndOrderFailuresNewestFirst) {
    const QList<model::EffectDetail> details =
        model::effectDetails(failedHookOf("BUG-1", 3, m_clock.now()), m_clock.now());
    QString all;
    for (const model::EffectDetail& each : details)
        all += each.title + u'\n' + each.text + u'\n';
    EXPECT_FALSE(all.contains(u"s3cret"_s));
    EXPECT_FALSE(all.contains(u"abc123"_s));
    EXPECT_TRUE(all.contains(u"maintenance"_s));
    EXPECT_TRUE(all.contains(u"Answer 503"_s));
    EXPECT_LT(all.indexOf(u"503 Service"_s), all.indexOf(u"was refused"_s));
}

TEST(MaskedJson, HidesSecretMembersAtAnyDepthAndPasswordsOfUrls) {
    const Json shown = model::masked({{"a", {{"Api-Key", "k"}, {"list", {{{"PASSWORD", 1}}}}}},
                                      {"url", "https://sue:pw@example.com/x"},
                                      {"plain", "text"},
                                      {"token", nullptr}});
    const std::string text = shown.dump();
    EXPECT_EQ(text.find("\"k\""), std::string::npos);
    EXPECT_EQ(text.find(":1"), std::string::npos);
    EXPECT_EQ(text.find("pw"), std::string::npos);
    EXPECT_NE(text.find("sue:"), std::string::npos);
    EXPECT_EQ(shown["plain"], "text");
    EXPECT_TRUE(shown["token"].is_null());
}

TEST_F(Outbox, ProblemsGroupWhatFailedByProblemAndReceiver) {
    ProblemModel problems(m_connection, m_clock);
    const QAbstractItemModelTester tester(&problems, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ASSERT_TRUE(waitFor([&] { return problems.isLoaded(); }));
    EXPECT_EQ(problems.rowCount(), 0);
    for (std::uint64_t change = 1; change <= 3; ++change)
        m_service.addEffect(failedHookOf("BUG-" + std::to_string(change), change, m_clock.now()));
    EffectEntry other = failedHookOf("BUG-4", 4, m_clock.now());
    other.problem = "the host is not known";
    m_service.addEffect(other);
    m_service.moveEffectOn(other); // tells
    ASSERT_TRUE(waitFor([&] { return problems.rowCount() == 2; }));
    EXPECT_EQ(problems.index(0, ProblemModel::ProblemColumn).data().toString(), u"HTTP 503 Service Unavailable"_s);
    EXPECT_EQ(problems.index(0, ProblemModel::CountColumn).data().toString(), u"3"_s);
    EXPECT_EQ(problems.effectCount(), 4U);
    m_actions.act(model::effectRequest(EffectAction::Retry, *problems.problemAt(0)), u"they are back"_s);
    ASSERT_TRUE(waitFor([&] { return problems.rowCount() == 1; }));
    EXPECT_EQ(m_success, u"3 effects are tried again"_s);
    EXPECT_EQ(problems.problemAt(0)->problem, "the host is not known");
}

TEST_F(Outbox, NextProblemGoesAroundWorkflowsThatNeedSomebody) {
    ProblemFinder finder(m_connection);
    QString found;
    bool isNothing = false;
    QObject::connect(&finder, &ProblemFinder::found, &finder, [&](const QString& id) { found = id; });
    QObject::connect(&finder, &ProblemFinder::nothingFound, &finder, [&] { isNothing = true; });
    finder.findNext("");
    ASSERT_TRUE(waitFor([&] { return isNothing; }));
    m_service.addEffect(failedHookOf("BUG-2", 3, m_clock.now()));
    WorkflowRow overdue;
    overdue.id = "BUG-5A";
    overdue.definition = {"bug", 1};
    overdue.state = "Open";
    overdue.overdueSince = m_clock.now() - 1h;
    m_service.addRow(overdue);
    const auto next = [&](const char* from, bool isForward) {
        found.clear();
        isForward ? finder.findNext(from) : finder.findPrevious(from);
        EXPECT_TRUE(waitFor([&] { return !found.isEmpty(); })) << from;
        return found;
    };
    EXPECT_EQ(next("", true), u"BUG-2"_s);
    EXPECT_EQ(next("BUG-2", true), u"BUG-5A"_s);
    EXPECT_EQ(next("BUG-5A", true), u"BUG-2"_s);
    EXPECT_EQ(next("BUG-5A", false), u"BUG-2"_s);
    EXPECT_EQ(next("BUG-2", false), u"BUG-5A"_s);
    EXPECT_EQ(next("", false), u"BUG-5A"_s);
}

TEST_F(Outbox, ProblemsAreWalkedByTheNumbersInTheirIds) {
    ProblemFinder finder(m_connection);
    QString found;
    QObject::connect(&finder, &ProblemFinder::found, &finder, [&](const QString& id) { found = id; });
    for (const char* id : {"BUG-100", "BUG-9", "BUG-10", "BUG-09"}) {
        WorkflowRow faulted;
        faulted.id = id;
        faulted.definition = {"bug", 1};
        faulted.state = "Open";
        faulted.status = WorkflowStatus::Faulted;
        m_service.addRow(faulted);
    }
    QStringList walk;
    for (int i = 0; i < 5; ++i) {
        const std::string from = found.toStdString();
        found.clear();
        finder.findNext(from);
        ASSERT_TRUE(waitFor([&] { return !found.isEmpty(); }));
        walk << found;
    }
    EXPECT_EQ(walk, QStringList({u"BUG-09"_s, u"BUG-9"_s, u"BUG-10"_s, u"BUG-100"_s, u"BUG-09"_s}));
}

class News : public Outbox {
protected:
    News() {
        QObject::connect(&m_news, &TroubleNews::told, &m_news, [this](const Trouble& come) { m_told.push_back(come); });
        m_news.setOn(true);
        EXPECT_TRUE(waitFor([this] { return m_looks.count() == 1; }));
    }
    void failEffects(int count) {
        for (int i = 0; i < count; ++i)
            m_service.addEffect(failedHookOf("BUG-1", ++m_change, m_clock.now()));
    }
    bool look() {
        const auto before = m_looks.count();
        m_news.look();
        return waitFor([this, before] { return m_looks.count() > before; });
    }

    TroubleNews m_news{m_connection, m_clock};
    QSignalSpy m_looks{&m_news, &TroubleNews::looked};
    std::vector<Trouble> m_told;
    std::uint64_t m_change = 100;
};

TEST_F(News, OfFailuresComeOnceAMinuteAtMostWithAllOfThem) {
    failEffects(2);
    ASSERT_TRUE(look());
    EXPECT_EQ(m_told, (std::vector<Trouble>{{.failedEffects = 2}}));
    ASSERT_TRUE(look());
    EXPECT_EQ(m_told.size(), 1U) << "it is known";
    failEffects(1);
    ASSERT_TRUE(look());
    m_clock.advance(59s);
    failEffects(3);
    ASSERT_TRUE(look());
    EXPECT_EQ(m_told.size(), 1U) << "not so soon again";
    m_clock.advance(1s);
    ASSERT_TRUE(look());
    ASSERT_EQ(m_told.size(), 2U);
    EXPECT_EQ(m_told.back(), (Trouble{.failedEffects = 4}));
}

TEST_F(News, OfOverdueWorkflowsComeToo) {
    WorkflowRow overdue;
    overdue.id = "LATE-1";
    overdue.definition = {"bug", 1};
    overdue.state = "Open";
    overdue.overdueSince = m_clock.now() - 1h;
    m_service.addRow(overdue);
    ASSERT_TRUE(look());
    EXPECT_EQ(m_told, (std::vector<Trouble>{{.overdueWorkflows = 1}}));
}

TEST_F(News, TakeWhatThereWasForKnown) {
    m_news.setOn(false);
    failEffects(5);
    m_news.setOn(true);
    ASSERT_TRUE(waitFor([this] { return m_looks.count() == 2; }));
    EXPECT_TRUE(m_told.empty());
    EXPECT_EQ(model::troubleText({.failedEffects = 1, .overdueWorkflows = 2}),
              u"One effect has failed. 2 workflows are overdue."_s);
}

} // namespace signalbox::tests
