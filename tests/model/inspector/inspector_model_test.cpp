#include <QSignalSpy>
#include <QTest>

#include "model/actions/action_runner.h"
#include "model/connection/connection.h"
#include "model/inspector/inspector_model.h"
#include "tests/support/fake_service.h"

#include <gtest/gtest.h>

#include <optional>

namespace signalbox::tests {

namespace {

using namespace Qt::StringLiterals;
using model::ActionConflict;
using model::ActionKind;
using model::ActionProblem;
using model::ActionRequest;
using model::ActionRunner;
using model::Connection;
using model::InspectorModel;
using Phase = InspectorModel::Phase;

class Inspector : public testing::Test {
protected:
    Inspector() {
        m_service.addBugs(10);
        QObject::connect(&m_runner, &ActionRunner::conflicted, &m_runner,
                         [this](const ActionConflict& conflict) { m_conflict = conflict; });
        QObject::connect(&m_runner, &ActionRunner::refused, &m_runner,
                         [this](const ActionProblem& problem) { m_problem = problem; });
        QObject::connect(&m_runner, &ActionRunner::succeeded, &m_runner,
                         [this](const ActionRequest&, const QString& text) { m_success = text; });
    }

    bool waitFor(const std::function<bool()>& condition) { return QTest::qWaitFor(condition); }
    bool show(const QString& id) {
        m_model.showWorkflow(id);
        return waitFor([this] { return m_model.phase() == Phase::Shown; });
    }
    ActionRequest request(const char* trigger, const Json& arguments = {}) const {
        return {.kind = ActionKind::Fire,
                .id = m_model.id().toStdString(),
                .trigger = trigger,
                .arguments = arguments,
                .verb = QString::fromLatin1(trigger),
                .reason = {},
                .seen = m_model.shownRevision(),
                .requestId = {}};
    }
    std::string state() const { return m_model.workflow()->row.state; }

    FakeService m_service;
    Connection m_connection{m_service, u"local"_s};
    InspectorModel m_model{m_connection};
    ActionRunner m_runner{m_connection};
    std::optional<ActionConflict> m_conflict;
    std::optional<ActionProblem> m_problem;
    QString m_success;
};

} // namespace

TEST_F(Inspector, ShowsWorkflowDefinitionAndExplanationTogether) {
    EXPECT_EQ(m_model.phase(), Phase::Empty);
    ASSERT_TRUE(show(u"BUG-1"_s));
    ASSERT_NE(m_model.explanation(), nullptr);
    EXPECT_EQ(m_model.explanation()->state, state());
    EXPECT_TRUE(waitFor([this] { return m_model.definition() != nullptr; }));
    EXPECT_EQ(m_model.link(), u"signalbox://local/bug/BUG-1"_s);
    EXPECT_TRUE(m_model.isLive());
}

TEST_F(Inspector, FollowsItsWorkflowAndNoOther) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    QSignalSpy changed(&m_model, &InspectorModel::changed);
    FireRequest fire;
    fire.id = "BUG-1";
    fire.trigger = "Assign";
    fire.arguments = {{"assignee", "Zoe"}};
    m_connection.fire(fire, nullptr, [](const auto&) {});
    ASSERT_TRUE(waitFor([this] { return m_model.workflow()->row.assignee == "Zoe"; }));
    EXPECT_EQ(m_model.explanation()->revision, m_model.shownRevision());
    ASSERT_NE(m_model.change(), nullptr);
    EXPECT_EQ(m_model.change()->trigger, "Assign");
}

TEST_F(Inspector, SaysNotFoundForAnUnknownIdAndRemovedForADeletedOne) {
    m_model.showWorkflow(u"BUG-404"_s);
    ASSERT_TRUE(waitFor([this] { return m_model.phase() == Phase::NotFound; }));
    ASSERT_TRUE(show(u"BUG-2"_s));
    ActionRequest remove = request("");
    remove.kind = ActionKind::Remove;
    remove.reason = u"a duplicate"_s;
    m_runner.run(remove);
    ASSERT_TRUE(waitFor([this] { return m_model.phase() == Phase::Removed; }));
    EXPECT_EQ(m_model.removal()->caller.reason, "a duplicate");
}

TEST_F(Inspector, AFailedReadKeepsWhatWasShownAndSaysWhy) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    m_service.failNext(FakeService::Call::Get, {ErrorCode::Io, "disk", {}});
    m_model.refresh();
    ASSERT_TRUE(waitFor([this] { return m_model.phase() == Phase::Failed; }));
    EXPECT_EQ(m_model.error()->code, ErrorCode::Io);
    EXPECT_NE(m_model.workflow(), nullptr);
    m_model.refresh();
    EXPECT_TRUE(waitFor([this] { return m_model.phase() == Phase::Shown; }));
}

TEST_F(Inspector, ResidencyChangesAtOnce) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    const bool before = m_model.workflow()->row.isResident;
    m_service.setResident("BUG-1", !before);
    EXPECT_TRUE(waitFor([&] { return m_model.workflow()->row.isResident != before; }));
}

TEST_F(Inspector, AnswersToAnEarlierWorkflowAreDropped) {
    m_service.hold();
    m_model.showWorkflow(u"BUG-1"_s);
    m_model.showWorkflow(u"BUG-2"_s);
    m_service.release();
    ASSERT_TRUE(waitFor([this] { return m_model.phase() == Phase::Shown; }));
    EXPECT_EQ(m_model.workflow()->row.id, "BUG-2");
}

TEST_F(Inspector, FiringOnTheRevisionSeenSucceeds) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    m_runner.run(request("Assign", {{"assignee", "Zoe"}}));
    EXPECT_TRUE(m_runner.isRunning());
    ASSERT_TRUE(waitFor([this] { return !m_success.isEmpty(); }));
    EXPECT_EQ(m_success, u"BUG-1: Assign → Assigned"_s);
    EXPECT_FALSE(m_runner.isRunning());
}

TEST_F(Inspector, AStaleRevisionTellsWhatChangedByWhomAndCanBeRunDespite) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    const ActionRequest late = request("Assign", {{"assignee", "Late"}});
    FireRequest first;
    first.id = "BUG-1";
    first.trigger = "Assign";
    first.arguments = {{"assignee", "Early"}};
    first.caller = {"operator joe", "mine", {}};
    m_connection.fire(first, nullptr, [](const auto&) {});
    m_runner.run(late);
    ASSERT_TRUE(waitFor([this] { return m_conflict.has_value(); }));
    EXPECT_EQ(m_conflict->changes.size(), 1U);
    EXPECT_TRUE(m_conflict->text.contains(u"Assign assignee = Early by operator joe"_s))
        << m_conflict->text.toStdString();
    EXPECT_TRUE(m_conflict->text.contains(u"(mine)"_s));
    m_runner.runDespite(*m_conflict);
    ASSERT_TRUE(waitFor([this] { return !m_success.isEmpty(); }));
    EXPECT_TRUE(waitFor([this] { return m_model.workflow()->row.assignee == "Late"; }));
}

TEST_F(Inspector, ARefusalSaysWhatIsPermittedInstead) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    m_runner.run(request("Resolve"));
    ASSERT_TRUE(waitFor([this] { return m_problem.has_value(); }));
    EXPECT_TRUE(m_problem->isRefusal);
    EXPECT_TRUE(m_problem->detail.contains(u"Permitted instead: Assign"_s)) << m_problem->detail.toStdString();
    EXPECT_EQ(m_problem->code, u"Rejected"_s);
}

TEST_F(Inspector, AnUnknownOutcomeIsRetriedWithTheSameRequestId) {
    ASSERT_TRUE(show(u"BUG-1"_s));
    m_service.failNext(FakeService::Call::Fire, {ErrorCode::OutcomeUnknown, "the disk vanished", "repeat it"});
    m_runner.run(request("Assign", {{"assignee", "Zoe"}}));
    ASSERT_TRUE(waitFor([this] { return m_problem.has_value(); }));
    EXPECT_TRUE(m_problem->canRetry);
    EXPECT_FALSE(m_problem->request.requestId.empty());
    m_runner.run(m_problem->request);
    EXPECT_TRUE(waitFor([this] { return !m_success.isEmpty(); }));
}

} // namespace signalbox::tests
