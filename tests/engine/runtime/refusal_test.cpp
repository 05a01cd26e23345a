#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Json kJoe = {{"assignee", "Joe"}};

class RefusalTest : public testing::Test {
protected:
    RefusalTest() { EXPECT_TRUE(harness.create("BUG-1")); }

    MemoryStore store;
    EngineHarness harness{store};
};

TEST_F(RefusalTest, SaysWhatIsPermittedInstead) {
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    ASSERT_TRUE(harness.fire("BUG-1", "Defer"));
    const auto refused = harness.fire("BUG-1", "Defer");
    ASSERT_TRUE(refused) << refused.error().message;
    EXPECT_EQ(refused->outcome, Outcome::Rejected);
    EXPECT_EQ(refused->seq, std::nullopt);
    EXPECT_EQ(refused->revision, Revision(2));
    ASSERT_TRUE(refused->refusal);
    EXPECT_EQ(refused->refusal->message, "Defer is not permitted from Deferred; permitted: Assign");
    EXPECT_THAT(refused->refusal->permitted, ElementsAre("Assign"));
    EXPECT_EQ(store.log().size(), 3U);
}

TEST_F(RefusalTest, CoversArgumentsThatDoNotFit) {
    EXPECT_EQ(harness.fire("BUG-1", "Assign")->outcome, Outcome::BadArguments);
    EXPECT_EQ(harness.fire("BUG-1", "Assign", {{"assignee", 7}})->outcome, Outcome::BadArguments);
    const auto unknown = harness.fire("BUG-1", "Assign", {{"asignee", "Joe"}});
    EXPECT_EQ(unknown->outcome, Outcome::BadArguments);
    EXPECT_THAT(unknown->refusal->message, HasSubstr("asignee"));
    EXPECT_EQ(harness.get("BUG-1").row.revision, Revision(0));
}

TEST_F(RefusalTest, NamesWhatIsNotThere) {
    const auto workflow = harness.fire("BUG-9", "Defer");
    EXPECT_EQ(workflow.error().code, ErrorCode::NotFound);
    EXPECT_EQ(workflow.error().message, "there is no workflow BUG-9");
    const auto trigger = harness.fire("BUG-1", "Explode");
    EXPECT_EQ(trigger.error().code, ErrorCode::NotFound);
    EXPECT_THAT(trigger.error().message, HasSubstr("no trigger \"Explode\""));
    CreateRequest request{.definition = {.name = "order"}, .id = {}, .data = {}, .caller = {}};
    EXPECT_EQ(harness.call(&Engine::create, request).error().code, ErrorCode::NotFound);
    request.definition = {.name = "bug", .version = 7};
    EXPECT_THAT(harness.call(&Engine::create, request).error().message, HasSubstr("\"bug\" version 7"));
    const auto revision = harness.call(&Engine::get, GetRequest{.id = "BUG-1", .atRevision = Revision(3)});
    EXPECT_EQ(revision.error().code, ErrorCode::NotFound);
}

TEST_F(RefusalTest, KeepsOutWhatNoStoreShouldHold) {
    const auto code = [&](const std::string& id, Json data) {
        const auto created = harness.create(id, std::move(data));
        return created ? ErrorCode::Internal : created.error().code;
    };
    Json deep = 1;
    for (int i = 0; i < 100; ++i)
        deep = Json::array({deep});
    EXPECT_EQ(code(std::string(257, 'x'), {}), ErrorCode::InvalidArgument);
    EXPECT_EQ(code("BUG\n1", {}), ErrorCode::InvalidArgument);
    EXPECT_EQ(code("BUG-\xff", {}), ErrorCode::InvalidArgument);
    EXPECT_EQ(code("A", Json::array()), ErrorCode::InvalidArgument);
    EXPECT_EQ(code("A", {{"note", "\xc0\xaf"}}), ErrorCode::InvalidArgument);
    EXPECT_EQ(code("A", {{"note", std::string(2 << 20, 'x')}}), ErrorCode::InvalidArgument);
    EXPECT_EQ(code("A", {{"deep", deep}}), ErrorCode::InvalidArgument);
    EXPECT_EQ(store.log().size(), 1U);
    EXPECT_TRUE(harness.create("\u0628\u0642-\u0661"));
}

TEST_F(RefusalTest, ProtectsWhatTheCallerHasNotSeen) {
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    FireRequest request = EngineHarness::fireRequest("BUG-1", "Defer");
    request.expectedRevision = Revision(0);
    for (const bool isReloaded : {false, true}) {
        if (isReloaded) harness.reopen();
        const auto refused = harness.call(&Engine::fire, request);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::StaleRevision);
        EXPECT_THAT(refused.error().message,
                    HasSubstr("BUG-1 is at revision 1 now, not 0: Fired Assign by operator sue at 2023-11-14"));
    }
    request.expectedRevision = Revision(1);
    EXPECT_EQ(harness.call(&Engine::fire, request)->outcome, Outcome::Transitioned);
}

TEST_F(RefusalTest, MeetsAWorkflowThatHasEnded) {
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    EXPECT_EQ(harness.fire("BUG-1", "Close")->status, WorkflowStatus::Finished);
    const auto refused = harness.fire("BUG-1", "Assign", kJoe);
    EXPECT_EQ(refused->outcome, Outcome::Rejected);
    EXPECT_EQ(refused->refusal->message, "BUG-1 has ended (Finished) and takes no triggers");
    const auto explained =
        harness.call(&Engine::explain, ExplainRequest{.id = "BUG-1", .trigger = {}, .arguments = {}, .atRevision = {}});
    for (const TriggerExplanation& trigger : explained->triggers)
        EXPECT_EQ(trigger.permission, Permission::NotFromHere);
}

TEST_F(RefusalTest, MeetsAFullMailboxAndOnlyThere) {
    MemoryStore small;
    EngineHarness bounded(small, {.mailboxBound = 3});
    ASSERT_TRUE(bounded.create("BUG-1"));
    ASSERT_TRUE(bounded.create("BUG-2"));
    std::vector<Awaited<FireReply>> answers;
    for (int i = 0; i < 5; ++i)
        answers.push_back(bounded.beginFire("BUG-1", "Assign", kJoe));
    const auto other = bounded.beginFire("BUG-2", "Assign", kJoe);
    bounded.scheduler.runAll();
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_TRUE(answers[i].result());
    for (std::size_t i = 3; i < 5; ++i) {
        EXPECT_EQ(answers[i].error().code, ErrorCode::Busy);
        EXPECT_GT(answers[i].error().retryAfter, std::chrono::milliseconds{0});
        EXPECT_EQ(answers[i].error().message, "BUG-1 has 3 requests waiting and takes no more for now");
    }
    EXPECT_TRUE(other.result());
    EXPECT_TRUE(bounded.fire("BUG-1", "Assign", kJoe));
}

TEST_F(RefusalTest, MeetsAWorkflowWhoseDefinitionHasNoCode) {
    harness.close();
    EngineHarness stranger(store, {}, {}, {});
    EXPECT_EQ(stranger.get("BUG-1").row.state, "Open");
    EXPECT_EQ(stranger.history("BUG-1").total, 1U);
    EXPECT_EQ(stranger.fire("BUG-1", "Assign", kJoe).error().code, ErrorCode::DefinitionUnavailable);
    EXPECT_EQ(stranger.create("BUG-2").error().code, ErrorCode::DefinitionUnavailable);
    EXPECT_TRUE(stranger.call(&Engine::terminate, EngineHarness::actRequest("BUG-1")));
    EXPECT_TRUE(stranger.call(&Engine::remove, EngineHarness::actRequest("BUG-1")));
}

} // namespace
} // namespace signalbox
