#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include "model/connection/connection.h"
#include "tests/support/fake_definitions.h"
#include "tests/support/fake_service.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

namespace signalbox::tests {

namespace {

using model::Connection;

class ConnectionTest : public testing::Test {
protected:
    ConnectionTest() { m_service.addBugs(3); }

    FireRequest assign(const char* id) const {
        FireRequest request;
        request.id = id;
        request.trigger = "Assign";
        request.arguments = Json{{"assignee", "Sue"}};
        request.caller = m_connection.caller();
        return request;
    }
    void fireAll(int count) {
        for (int i = 0; i < count; ++i)
            m_connection.fire(assign("BUG-1"), nullptr, [this](const Result<FireReply>&) { ++m_answers; });
    }

    FakeService m_service;
    Connection m_connection{m_service, QStringLiteral("local")};
    int m_answers = 0;
};

} // namespace

TEST_F(ConnectionTest, AnswersOnceOnTheThreadOfTheConnectionAndNeverInsideTheCall) {
    QThread* answeredOn = nullptr;
    m_connection.get({"BUG-1", {}}, nullptr, [&](const Result<Workflow>& workflow) {
        EXPECT_EQ(workflow->row.id, "BUG-1");
        answeredOn = QThread::currentThread();
        ++m_answers;
    });
    EXPECT_EQ(m_answers, 0);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_answers == 1; }));
    EXPECT_EQ(answeredOn, m_connection.thread());
}

TEST_F(ConnectionTest, AnswersErrorsAsTheyAre) {
    std::optional<Error> error;
    m_connection.get({"BUG-77", {}}, nullptr, [&](const Result<Workflow>& workflow) { error = workflow.error(); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return error.has_value(); }));
    EXPECT_EQ(error->code, ErrorCode::NotFound);
}

TEST_F(ConnectionTest, WhatTheServersVersionHasNoCallForIsNotAsked) {
    std::vector<ErrorCode> codes;
    const auto note = [&codes](const auto& reply) {
        codes.push_back(reply ? ErrorCode::Internal : reply.error().code);
    };
    const auto askAll = [&] {
        codes.clear();
        m_connection.history({.id = "BUG-1", .before = {}, .limit = 10}, nullptr, note);
        m_connection.explain({.id = "BUG-1", .trigger = {}, .arguments = {}, .atRevision = {}}, nullptr, note);
        m_connection.preview(assign("BUG-1"), nullptr, note);
        m_connection.timers({.workflowId = "BUG-1", .dueBefore = {}, .offset = 0, .limit = 10}, nullptr, note);
        m_connection.effects(EffectsRequest{}, nullptr, note);
        EXPECT_TRUE(codes.empty()) << "never inside the call";
        EXPECT_TRUE(QTest::qWaitFor([&] { return codes.size() == 5; }));
    };
    using Call = FakeService::Call;
    for (const Call call : {Call::History, Call::Explain, Call::Preview, Call::Timers, Call::Effects})
        m_service.failNext(call, Error{.code = ErrorCode::Io, .message = "asked", .advice = {}});
    m_connection.setAccess({.server = QStringLiteral("staging"),
                            .unknownDeeds = model::deedsOf({"History", "Timers", "Effects", "Explain", "Preview"})});
    askAll();
    EXPECT_EQ(codes, std::vector<ErrorCode>(5, ErrorCode::UnknownCall));
    m_connection.setAccess({.server = QStringLiteral("staging")}); // updated meanwhile
    askAll();
    EXPECT_EQ(codes, std::vector<ErrorCode>(5, ErrorCode::Io));
}

TEST_F(ConnectionTest, AnswerNeverReachesADeadContext) {
    auto context = std::make_unique<QObject>();
    m_service.hold();
    m_connection.get({"BUG-1", {}}, context.get(), [this](const Result<Workflow>&) { m_answers += 100; });
    context.reset();
    m_connection.get({"BUG-1", {}}, nullptr, [this](const Result<Workflow>&) { ++m_answers; });
    m_service.release();
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_answers > 0; }));
    EXPECT_EQ(m_answers, 1);
}

TEST_F(ConnectionTest, RepliesAfterTheConnectionsEndAreDropped) {
    auto connection = std::make_unique<Connection>(m_service, QStringLiteral("other"));
    m_service.hold();
    connection->get({"BUG-1", {}}, nullptr, [this](const Result<Workflow>&) { m_answers += 100; });
    connection.reset();
    m_connection.get({"BUG-1", {}}, nullptr, [this](const Result<Workflow>&) { ++m_answers; });
    m_service.release();
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_answers > 0; }));
    EXPECT_EQ(m_answers, 1);
}

TEST_F(ConnectionTest, DefinitionsAndStatisticsAreThereSoon) {
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return !m_connection.definitionList().empty() && m_connection.latestStatistics().workflowCount == 3; }));
    EXPECT_TRUE(m_connection.findDefinition(DefinitionRef{"bug", 0}));
    EXPECT_TRUE(m_connection.findDefinition(DefinitionRef{"bug", 1}));
    EXPECT_FALSE(m_connection.findDefinition(DefinitionRef{"bug", 2}));
    EXPECT_TRUE(m_connection.findDefinition(m_connection.definitionList().front().hash));
}

TEST_F(ConnectionTest, DefinitionsAskedForWhileTheyAreOnTheirWayAreReadAgain) {
    m_connection.reloadDefinitions();
    m_service.addDefinition(bugDefinition(2));
    m_connection.reloadDefinitions();
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_connection.findDefinition(DefinitionRef{"bug", 2}); }));
}

TEST_F(ConnectionTest, DefinitionsDeployedElsewhereAreReadAlsoWhilePaused) {
    ASSERT_TRUE(QTest::qWaitFor([&] { return !m_connection.definitionList().empty(); }));
    QSignalSpy loaded(&m_connection, &Connection::definitionsLoaded);
    m_service.deployElsewhere(bugDefinition(2));
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_connection.findDefinition(DefinitionRef{"bug", 2}); }));
    EXPECT_EQ(loaded.count(), 1);
    m_connection.setLive(false);
    m_service.deployElsewhere(bugDefinition(3));
    EXPECT_TRUE(QTest::qWaitFor([&] { return m_connection.findDefinition(DefinitionRef{"bug", 3}); }));
}

TEST_F(ConnectionTest, ChangesArriveInOrderWithoutGapInFewBatches) {
    std::vector<std::uint64_t> seen;
    int batches = 0;
    QObject::connect(&m_connection, &Connection::changesArrived, &m_connection,
                     [&](const std::vector<Change>& changes) {
                         ++batches;
                         for (const Change& change : changes)
                             seen.push_back(change.seq.value());
                     });
    fireAll(500);
    ASSERT_TRUE(QTest::qWaitFor([&] { return seen.size() == 500; }));
    for (std::size_t i = 0; i < seen.size(); ++i)
        EXPECT_EQ(seen[i], seen.front() + i);
    EXPECT_LT(batches, 100);
}

TEST_F(ConnectionTest, PausedNothingArrivesAndOnResumeOneSignal) {
    QSignalSpy arrived(&m_connection, &Connection::changesArrived);
    QSignalSpy resumed(&m_connection, &Connection::resumed);
    m_connection.setLive(false);
    fireAll(3);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_answers == 3; }));
    EXPECT_FALSE(m_connection.isLive());
    EXPECT_EQ(arrived.count(), 0);
    m_connection.setLive(true);
    EXPECT_TRUE(m_connection.isLive());
    EXPECT_EQ(resumed.count(), 1);
    fireAll(1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return arrived.count() == 1; }));
}

TEST_F(ConnectionTest, ABrokenWatchIsToldAndCanBeStartedAgain) {
    QSignalSpy failed(&m_connection, &Connection::failed);
    m_service.failWatches({ErrorCode::ShuttingDown, "closing", {}});
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() == 1; }));
    EXPECT_FALSE(m_connection.isLive());
    QSignalSpy arrived(&m_connection, &Connection::changesArrived);
    m_connection.setLive(true);
    fireAll(1);
    EXPECT_TRUE(QTest::qWaitFor([&] { return arrived.count() == 1; }));
}

TEST_F(ConnectionTest, BackFromBeingAwayEverythingIsReadAnewOnce) {
    m_connection.setAccess({.server = QStringLiteral("far"), .awaySince = Time{}});
    m_service.failWatches({ErrorCode::Disconnected, "gone", {}});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !m_connection.isLive(); }));
    QSignalSpy resumed(&m_connection, &Connection::resumed);
    QSignalSpy changed(&m_connection, &Connection::accessChanged);
    m_connection.setAccess({.server = QStringLiteral("far")});
    m_connection.setAccess({.server = QStringLiteral("far")});
    EXPECT_EQ(resumed.count(), 1);
    EXPECT_EQ(changed.count(), 1);
    QSignalSpy arrived(&m_connection, &Connection::changesArrived);
    fireAll(1);
    EXPECT_TRUE(QTest::qWaitFor([&] { return arrived.count() == 1; }));
}

TEST_F(ConnectionTest, AnotherLogInItsPlaceIsWatchedAndToldOf) {
    QSignalSpy replaced(&m_connection, &Connection::logReplaced);
    QSignalSpy resumed(&m_connection, &Connection::resumed);
    QSignalSpy failed(&m_connection, &Connection::failed);
    m_service.failWatches({ErrorCode::DataLoss, "an older backup was restored", {}});
    ASSERT_TRUE(QTest::qWaitFor([&] { return resumed.count() == 1; }));
    EXPECT_EQ(replaced.count(), 1);
    EXPECT_EQ(failed.count(), 0);
    EXPECT_TRUE(m_connection.isLive());
    QSignalSpy arrived(&m_connection, &Connection::changesArrived);
    fireAll(1);
    EXPECT_TRUE(QTest::qWaitFor([&] { return arrived.count() == 1; }));
}

TEST_F(ConnectionTest, ResidencyIsToldApartFromChanges) {
    QSignalSpy residency(&m_connection, &Connection::residencyChanged);
    m_service.setResident("BUG-2", true);
    ASSERT_TRUE(QTest::qWaitFor([&] { return residency.count() == 1; }));
    const auto items = residency.first().first().value<std::vector<EnumerateReply::Item>>();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items.front().id, "BUG-2");
}

TEST_F(ConnectionTest, EachCallerIsTheOperatorWithARequestIdOfItsOwn) {
    m_connection.setOperatorName(QStringLiteral("sue"));
    const Caller first = m_connection.caller(QStringLiteral("because"));
    EXPECT_EQ(first.principal, "operator sue");
    EXPECT_EQ(first.reason, "because");
    EXPECT_NE(first.requestId, m_connection.caller().requestId);
}

} // namespace signalbox::tests
