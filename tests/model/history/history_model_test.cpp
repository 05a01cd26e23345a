#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include "model/connection/connection.h"
#include "model/history/change_text.h"
#include "model/history/history_export.h"
#include "model/history/history_filter_model.h"
#include "model/history/history_model.h"
#include "tests/support/fake_service.h"
#include "tests/support/outbox_samples.h"

#include <gtest/gtest.h>

namespace signalbox::tests {

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using model::Connection;
using model::HistoryFilterModel;
using model::HistoryModel;

class History : public testing::Test {
protected:
    History() {
        CreateRequest request;
        request.definition = {"bug", 0};
        request.id = "BUG-1";
        m_connection.create(request, nullptr, [this](const auto&) { ++m_answers; });
        EXPECT_TRUE(QTest::qWaitFor([this] { return m_answers == 1; }));
    }

    void fire(const char* trigger, const Json& arguments = {}, const QString& reason = {}) {
        FireRequest request;
        request.id = "BUG-1";
        request.trigger = trigger;
        request.arguments = arguments;
        request.caller = m_connection.caller(reason);
        m_connection.fire(request, nullptr, [](const Result<FireReply>& reply) { ASSERT_TRUE(reply); });
    }
    void assign(const char* who) { fire("Assign", {{"assignee", who}}); }
    bool hasRows(int count) {
        return QTest::qWaitFor([&] { return m_model.rowCount() == count; });
    }
    QString cell(int row, int column) const { return m_model.index(row, column).data().toString(); }

    FakeService m_service;
    Connection m_connection{m_service, u"local"_s};
    ManualClock m_clock;
    HistoryModel m_model{m_connection, m_clock};
    QAbstractItemModelTester m_tester{&m_model, QAbstractItemModelTester::FailureReportingMode::Fatal};
    int m_answers = 0;
};

} // namespace

TEST_F(History, ShowsNewestFirstWithTheCreationLast) {
    m_connection.setOperatorName(u"sue"_s);
    assign("Sue");
    fire("Defer", {}, u"waiting for 2.0"_s);
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(hasRows(3));
    EXPECT_EQ(cell(0, HistoryModel::NumberColumn), u"2"_s);
    EXPECT_EQ(cell(0, HistoryModel::TransitionColumn), u"Assigned → Deferred"_s);
    EXPECT_EQ(cell(0, HistoryModel::ReasonColumn), u"waiting for 2.0"_s);
    EXPECT_EQ(cell(0, HistoryModel::ByColumn), u"operator sue"_s);
    EXPECT_EQ(cell(1, HistoryModel::TriggerColumn), u"Assign assignee = Sue"_s);
    EXPECT_EQ(cell(2, HistoryModel::TriggerColumn), u"created"_s);
    EXPECT_EQ(cell(2, HistoryModel::TransitionColumn), u"Open"_s);
    EXPECT_EQ(m_model.total(), 3U);
}

TEST_F(History, GrowsLiveAtTheTopWithoutReset) {
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(hasRows(1));
    const QPersistentModelIndex created = m_model.index(0, 0);
    QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
    for (const char* who : {"Joe", "Sue", "Fred"})
        assign(who);
    ASSERT_TRUE(hasRows(4));
    EXPECT_EQ(created.row(), 3);
    EXPECT_EQ(cell(0, HistoryModel::TransitionColumn), u"Assigned ↻"_s);
    EXPECT_EQ(resets.count(), 0);
}

TEST_F(History, LoadsOlderPagesAsTheyAreAskedFor) {
    for (int i = 0; i < 250; ++i)
        assign("Joe");
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_model.rowCount() >= 200; }));
    ASSERT_TRUE(QTest::qWaitFor([this] {
        if (m_model.canFetchMore({})) m_model.fetchMore({});
        return m_model.rowCount() == 251;
    }));
    EXPECT_FALSE(m_model.hasMore());
    for (int row = 0; row < 251; ++row)
        EXPECT_EQ(cell(row, 0), QString::number(250 - row));
}

TEST_F(History, OlderPageThatLiesBelowAHoleIsReadAgain) {
    for (int i = 0; i < 250; ++i)
        assign("Joe");
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(hasRows(200));
    m_service.hold();
    for (int i = 0; i < 250; ++i)
        assign("Sue");
    m_model.refresh();
    m_model.fetchMore({});
    m_service.release();
    ASSERT_TRUE(hasRows(400)) << "the newest page, and the one below it instead of the one that was asked for";
    ASSERT_TRUE(QTest::qWaitFor([this] {
        if (m_model.canFetchMore({})) m_model.fetchMore({});
        return !m_model.hasMore();
    }));
    ASSERT_EQ(m_model.rowCount(), 501);
    for (int row = 0; row < 501; ++row)
        EXPECT_EQ(cell(row, 0), QString::number(500 - row));
}

TEST_F(History, FilterFindsRowsThatWereNotLoadedYet) {
    fire("Assign", {{"assignee", "Needle"}});
    for (int i = 0; i < 250; ++i)
        assign("Joe");
    HistoryFilterModel filter(m_model);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_model.showWorkflow(u"BUG-1"_s);
    filter.setText(u"needle"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return filter.rowCount() == 1 && !m_model.hasMore(); }));
    EXPECT_EQ(filter.index(0, HistoryModel::NumberColumn).data().toString(), u"1"_s);
    filter.setText(QString());
    EXPECT_EQ(filter.rowCount(), 252);
}

TEST_F(History, MarksTheRevisionThatIsShownAndWhatCameLater) {
    assign("Sue");
    fire("Defer");
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(hasRows(3));
    m_model.setShownRevision(Revision{1});
    EXPECT_TRUE(m_model.index(0, 0).data(HistoryModel::IsLaterRole).toBool());
    EXPECT_TRUE(m_model.index(1, 0).data(HistoryModel::IsShownRole).toBool());
    EXPECT_FALSE(m_model.index(2, 0).data(HistoryModel::IsLaterRole).toBool());
    m_model.setShownRevision({});
    EXPECT_FALSE(m_model.index(0, 0).data(HistoryModel::IsLaterRole).toBool());
}

TEST_F(History, TellsHowFarTheEffectsOfATurnHaveCome) {
    assign("Sue");
    m_service.addEffect(retryingHookOf("BUG-1", 2, m_clock.now(), m_clock.now() + 40s));
    m_service.addEffect(heldMailOf("BUG-1", 2, m_clock.now()));
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(hasRows(2));
    const QString text = cell(0, HistoryModel::EffectsColumn);
    EXPECT_TRUE(text.startsWith(u"retry 3 of 8 in 40 s · webhook https://"_s)) << text.toStdString();
    EXPECT_TRUE(text.endsWith(u"; held: no mail server configured · mail to sue@example.com"_s)) << text.toStdString();
    EXPECT_EQ(cell(1, HistoryModel::EffectsColumn), QString());
}

TEST_F(History, FollowsEffectsThatGoOnWithoutATurn) {
    assign("Sue");
    EffectEntry mail = heldMailOf("BUG-1", 2, m_clock.now());
    m_service.addEffect(mail);
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(hasRows(2));
    mail.status = EffectStatus::Sent;
    mail.isHeld = false;
    m_service.moveEffectOn(mail);
    EXPECT_TRUE(QTest::qWaitFor(
        [this] { return cell(0, HistoryModel::EffectsColumn) == u"mail to sue@example.com · sent"_s; }));
}

TEST_F(History, FollowsEffectsOfOldRowsThatAreSeen) {
    for (int i = 0; i < 250; ++i)
        assign("Joe");
    EffectEntry mail = heldMailOf("BUG-1", 2, m_clock.now());
    EffectEntry hook = failedHookOf("BUG-1", 40, m_clock.now());
    m_service.addEffect(mail);
    m_service.addEffect(hook);
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([this] {
        if (m_model.canFetchMore({})) m_model.fetchMore({});
        return m_model.rowCount() == 251;
    }));
    const int mailRow = 249;
    const int hookRow = 211;
    ASSERT_TRUE(cell(mailRow, HistoryModel::EffectsColumn).startsWith(u"held"_s));
    ASSERT_TRUE(cell(hookRow, HistoryModel::EffectsColumn).contains(u"failed"_s));
    m_model.setSeenRows({248, mailRow, 250});
    mail.status = EffectStatus::Sent;
    mail.isHeld = false;
    m_service.moveEffectOn(mail);
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return cell(mailRow, HistoryModel::EffectsColumn) == u"mail to sue@example.com · sent"_s; }));

    // Retried by somebody while it is not seen, and told as soon as it is.
    hook.status = EffectStatus::Sent;
    m_service.moveEffectOn(hook);
    m_model.setSeenRows({hookRow});
    EXPECT_TRUE(QTest::qWaitFor([&] { return cell(hookRow, HistoryModel::EffectsColumn).endsWith(u"sent"_s); }));
    EXPECT_EQ(m_model.rowCount(), 251);
}

TEST_F(History, TimeUntilTheNextTryMovesWithTheClock) {
    assign("Sue");
    m_service.addEffect(retryingHookOf("BUG-1", 2, m_clock.now(), m_clock.now() + 40s));
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(hasRows(2));
    QSignalSpy changed(&m_model, &QAbstractItemModel::dataChanged);
    m_model.setWatched(true);
    EXPECT_EQ(changed.count(), 0) << "the clock stands still";
    m_clock.advance(1s);
    // Looks at once when it starts.
    m_model.setWatched(false);
    m_model.setWatched(true);
    ASSERT_EQ(changed.count(), 1) << "of the one row that has something to try";
    EXPECT_EQ(changed.first().first().toModelIndex(), m_model.index(0, HistoryModel::EffectsColumn));
    EXPECT_TRUE(cell(0, HistoryModel::EffectsColumn).startsWith(u"retry 3 of 8 in 39 s"_s));
    m_clock.advance(39s);
    EXPECT_TRUE(cell(0, HistoryModel::EffectsColumn).startsWith(u"retry 3 of 8 now"_s));
}

TEST(ChangeText, TellsWhatBecomesOfAnEffect) {
    const Time now{1'700'000'000s};
    EffectRow row;
    row.effect = {EffectKind::Mail, {{"to", "Sue"}}};
    const auto told = [&row, now] { return model::effectProgressText(row, now); };
    EXPECT_EQ(told(), u"pending"_s);
    row.waitsFor = "effect 12.0";
    EXPECT_EQ(told(), u"waiting: effect 12.0"_s);
    row.attempts = 1;
    row.nextAttempt = now + 90s;
    EXPECT_EQ(told(), u"retry 2 in 1 m"_s);
    row.isHeld = true;
    EXPECT_EQ(told(), u"held: effect 12.0"_s);
    row.status = EffectStatus::Failed;
    EXPECT_EQ(told(), u"failed"_s);
    row.status = EffectStatus::Discarded;
    EXPECT_EQ(told(), u"skipped"_s);
}

TEST_F(History, ErrorsAreTold) {
    QSignalSpy failed(&m_model, &HistoryModel::failed);
    m_service.failNext(FakeService::Call::History, {ErrorCode::Io, "disk", {}});
    m_model.showWorkflow(u"BUG-1"_s);
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 1; }));
}

TEST_F(History, ExportsCsvThatNoSpreadsheetTakesForAFormula) {
    Change change;
    change.revision = Revision{4};
    change.at = Time{std::chrono::microseconds{1'700'000'000'000'042}};
    change.kind = ChangeKind::Fired;
    change.trigger = "Assign";
    change.arguments = {{"assignee", "Sue"}};
    change.caller = {"=cmd()", "two\nlines, \"quoted\"", {}};
    change.effects = {{{EffectKind::Mail, {{"to", "Sue"}}}, EffectStatus::Pending}};
    const QString csv = model::historyCsv({change});
    EXPECT_TRUE(csv.contains(u"4,2023-11-14T22:13:20.000042Z,Fired,Assign,\"{\"\"assignee\"\":\"\"Sue\"\"}\""_s));
    EXPECT_TRUE(csv.contains(u"'=cmd(),\"two\nlines, \"\"quoted\"\"\",mail to Sue · pending\r\n"_s));
    const Json json = Json::parse(model::historyJson({change}).toStdString());
    EXPECT_EQ(json.at(0).at("by"), "=cmd()");
    EXPECT_EQ(json.at(0).at("effects").at(0).at("payload").at("to"), "Sue");
}

TEST(ChangeText, TellsWhatWasDoneToTimersAndEffects) {
    Change change;
    change.kind = ChangeKind::TimerMoved;
    change.outcome = Outcome::Internal;
    change.from = change.to = "Assigned";
    change.arguments = {{"timer", "triage"},
                        {"trigger", "Close"},
                        {"due", "2026-11-22T10:00:00.000000Z"},
                        {"newDue", "2026-11-22T11:30:00.500000Z"}};
    EXPECT_EQ(model::changeTitle(change), u"timer moved"_s);
    EXPECT_EQ(model::changeSummary(change), u"triage: Close, due 22 Nov 2026 10:00:00 \u2192 22 Nov 2026 11:30:00"_s);
    EXPECT_EQ(model::transitionText(change), u"Assigned"_s);
    change.kind = ChangeKind::TimerCancelled;
    EXPECT_EQ(model::changeSummary(change), u"triage: Close, was due 22 Nov 2026 10:00:00"_s);
    change.kind = ChangeKind::EffectsSkipped;
    change.arguments = {{"effects", {"12.0", "12.1"}}};
    EXPECT_EQ(model::changeTitle(change), u"effects skipped"_s);
    EXPECT_EQ(model::changeSummary(change), u"12.0, 12.1"_s);
    change.kind = ChangeKind::EffectAnswered;
    change.trigger = "done.send.mail";
    change.arguments = {{"status", 250}};
    EXPECT_EQ(model::changeTitle(change), u"done.send.mail"_s);
    EXPECT_EQ(model::changeSummary(change), u"status = 250"_s);
}

TEST(ChangeText, SaysTheDayOnlyWhereItIsNotToday) {
    const Time noon{std::chrono::seconds{1'700'000'000}}; // 2023-11-14 22:13:20 UTC
    EXPECT_EQ(model::momentText(noon, noon), u"22:13:20.000"_s);
    EXPECT_EQ(model::momentText(noon, noon, model::TimeDisplay::Utc), u"22:13:20.000"_s);
    EXPECT_EQ(model::momentText(noon, noon + std::chrono::minutes{4}, model::TimeDisplay::Relative), u"22:13:20.000"_s);
    EXPECT_EQ(model::momentText(noon, noon + std::chrono::hours{24}), u"14 Nov 22:13:20"_s);
    EXPECT_EQ(model::momentText(noon, noon + std::chrono::hours{24 * 365}), u"14 Nov 2023 22:13"_s);
}

} // namespace signalbox::tests
