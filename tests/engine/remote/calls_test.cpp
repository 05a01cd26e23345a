#include "tests/engine/remote/remote_fixture.h"

namespace signalbox {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

using RemoteCallsTest = RemoteTest;

TEST_F(RemoteCallsTest, TellWhoTheServerTakesTheCallerFor) {
    serve();
    const auto service = connect(address("operate"));
    const LinkState state = service->state();
    EXPECT_EQ(state.role, Role::Operator);
    EXPECT_EQ(state.principal, "otto");
    EXPECT_EQ(state.serverVersion, "1.2.3");
    EXPECT_FALSE(state.storeId.empty());
}

TEST_F(RemoteCallsTest, AnswerAsTheEngineDoes) {
    serve();
    const auto remote = connect(address());
    CreateRequest create;
    create.definition.name = "bug";
    create.id = "BUG-1";
    create.data = {{"title", "crash"}};
    const auto created = answer<CreateReply>([&](auto reply) { remote->create(create, std::move(reply)); });
    ASSERT_TRUE(created) << created.error().message;
    EXPECT_EQ(created->id, "BUG-1");
    const auto fired = fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}});
    ASSERT_TRUE(fired) << fired.error().message;
    EXPECT_EQ(fired->outcome, Outcome::Transitioned);
    EXPECT_EQ(fired->state, "Assigned");
    const auto refused = fire(*remote, "BUG-1", "Resolve");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->outcome, Outcome::Rejected);
    EXPECT_THAT(refused->refusal->permitted, Contains("Close"));

    // The rest is read from both, and must be the same.
    const auto same = [&]<typename Answer>(auto method, auto request, Answer /*none*/) {
        const auto far = answer<Answer>([&](auto reply) { ((*remote).*method)(request, std::move(reply)); });
        const auto near = answer<Answer>([&](auto reply) { (m_engine.service().*method)(request, std::move(reply)); });
        EXPECT_TRUE(far && near);
        return std::pair(far.value(), near.value());
    };
    const auto [far, near] = same(&WorkflowService::get, GetRequest{.id = "BUG-1", .atRevision = {}}, Workflow{});
    EXPECT_EQ(far.row, near.row);
    EXPECT_EQ(far.data, near.data);
    EXPECT_EQ(far.activeStates, near.activeStates);
    const auto [farRows, nearRows] = same(&WorkflowService::list, ListRequest{}, ListReply{});
    EXPECT_EQ(farRows.rows, nearRows.rows);
    EXPECT_EQ(farRows.stateCounts, nearRows.stateCounts);
    const auto [farPast, nearPast] =
        same(&WorkflowService::history, HistoryRequest{.id = "BUG-1", .before = {}}, HistoryReply{});
    ASSERT_EQ(farPast.changes.size(), nearPast.changes.size());
    EXPECT_EQ(farPast.changes.front().effects.size(), 1U);
    EXPECT_EQ(farPast.changes.front().caller.principal, "ada") << "whom the server knows, not whom the caller says";
    EXPECT_EQ(farPast.changes.front().dataChanges, nearPast.changes.front().dataChanges);
    ExplainRequest explain;
    explain.id = "BUG-1";
    const auto [farWhy, nearWhy] = same(&WorkflowService::explain, explain, Explanation{});
    EXPECT_EQ(farWhy.triggers, nearWhy.triggers);
    FireRequest close;
    close.id = "BUG-1";
    close.trigger = "Close";
    const auto [farPreview, nearPreview] = same(&WorkflowService::preview, close, Preview{});
    EXPECT_EQ(farPreview.stateAfter, nearPreview.stateAfter);
    EXPECT_EQ(farPreview.effects, nearPreview.effects);
    const auto [farEffects, nearEffects] = same(&WorkflowService::effects, EffectsRequest{}, EffectsReply{});
    ASSERT_EQ(farEffects.effects.size(), nearEffects.effects.size());
    EXPECT_EQ(farEffects.effects.front().effect, nearEffects.effects.front().effect);
}

TEST_F(RemoteCallsTest, DefinitionsTravelWhole) {
    serve();
    const auto remote = connect(address("view"));
    const auto far = answer<std::vector<Definition>>([&](auto reply) { remote->definitions(std::move(reply)); });
    const auto near =
        answer<std::vector<Definition>>([&](auto reply) { m_engine.service().definitions(std::move(reply)); });
    ASSERT_TRUE(far && near);
    ASSERT_EQ(far->size(), near->size());
    EXPECT_EQ(far->front().structure, near->front().structure);
    EXPECT_EQ(far->front().hash, near->front().hash);
}

TEST_F(RemoteCallsTest, ErrorsKeepTheirCodeAndAdvice) {
    serve();
    const auto remote = connect(address());
    const auto missing =
        answer<Workflow>([&](auto reply) { remote->get({.id = "BUG-9", .atRevision = {}}, std::move(reply)); });
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_THAT(missing.error().message, Not(IsEmpty()));
    static_cast<void>(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}));
    FireRequest stale;
    stale.id = "BUG-1";
    stale.trigger = "Close";
    stale.expectedRevision = Revision{7};
    const auto refused = answer<FireReply>([&](auto reply) { remote->fire(stale, std::move(reply)); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::StaleRevision);
}

TEST_F(RemoteCallsTest, SameRequestIdHasOneEffect) {
    serve();
    const auto remote = connect(address());
    const auto first = fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}, "request-1");
    const auto second = fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}, "request-1");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->seq, second->seq);
}

TEST_F(RemoteCallsTest, WithoutAConnectionAnswerAtOnce) {
    m_port = 1; // nobody listens there
    RemoteService service(address(), quick(), m_clock, m_link.observer());
    const auto asked = answer<Statistics>([&](auto reply) { service.statistics(std::move(reply)); });
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, ErrorCode::Disconnected);
    EXPECT_EQ(m_link.waitForProblem().problem, LinkProblem::Unreachable);
}

TEST_F(RemoteCallsTest, GoOnAfterTheServerWasAway) {
    serve();
    const auto remote = connect(address());
    m_server.reset();
    m_link.waitForProblem();
    serve();
    m_link.waitForPhase(LinkState::Phase::Connected);
    EXPECT_TRUE(fire(*remote, "BUG-1", "Assign", {{"assignee", "joe"}}));
}

} // namespace
} // namespace signalbox
