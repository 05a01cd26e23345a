#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signalbox {
namespace {

const Json kJoe = {{"assignee", "Joe"}};

// Each claim holds while the workflow is resident, and after a restart.
class RequestIdTest : public testing::TestWithParam<bool> {
protected:
    void maybeRestart() {
        if (GetParam()) harness.reopen();
    }

    MemoryStore store;
    EngineHarness harness{store};
};

TEST_P(RequestIdTest, OfAFireGetsTheFirstAnswerAgain) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto first = harness.fire("BUG-1", "Assign", kJoe, "request-1");
    ASSERT_TRUE(harness.fire("BUG-1", "Defer", {}, "request-2"));
    maybeRestart();
    const auto again = harness.fire("BUG-1", "Assign", kJoe, "request-1");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->seq, first->seq);
    EXPECT_EQ(again->revision, Revision(1));
    EXPECT_EQ(again->state, "Assigned");
    EXPECT_EQ(again->outcome, Outcome::Transitioned);
    EXPECT_EQ(harness.get("BUG-1").row.state, "Deferred");
    EXPECT_EQ(store.log().size(), 3U);
}

TEST_P(RequestIdTest, OfACreationGetsTheSameWorkflow) {
    const auto named = harness.create("BUG-7", {}, "request-1");
    const auto numbered = harness.create("", {}, "request-2");
    maybeRestart();
    EXPECT_EQ(harness.create("BUG-7", {}, "request-1")->seq, named->seq);
    const auto again = harness.create("", {}, "request-2");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->id, numbered->id);
    EXPECT_EQ(again->seq, numbered->seq);
    EXPECT_EQ(harness.create("BUG-7", {}, "request-3").error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(store.log().size(), 2U);
}

TEST_P(RequestIdTest, OfARemovalIsRememberedAfterTheWorkflow) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto removed = harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1", "request-1"));
    maybeRestart();
    const auto again = harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1", "request-1"));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->seq, removed->seq);
    EXPECT_EQ(harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1", "request-2")).error().code,
              ErrorCode::NotFound);
}

TEST_P(RequestIdTest, OfCancelAndTerminateGetTheFirstAnswerAgain) {
    ASSERT_TRUE(harness.create("BUG-1"));
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    ASSERT_TRUE(harness.create("BUG-2"));
    const auto cancelled = harness.call(&Engine::cancel, EngineHarness::actRequest("BUG-1", "request-1"));
    const auto ended = harness.call(&Engine::terminate, EngineHarness::actRequest("BUG-2", "request-1"));
    maybeRestart();
    const auto cancelledAgain = harness.call(&Engine::cancel, EngineHarness::actRequest("BUG-1", "request-1"));
    EXPECT_EQ(cancelledAgain->seq, cancelled->seq);
    EXPECT_EQ(cancelledAgain->status, WorkflowStatus::Cancelled);
    const auto endedAgain = harness.call(&Engine::terminate, EngineHarness::actRequest("BUG-2", "request-1"));
    EXPECT_EQ(endedAgain->seq, ended->seq);
    EXPECT_EQ(store.log().size(), 5U);
}

TEST_P(RequestIdTest, UsedForAnotherKindOfRequestIsRefused) {
    ASSERT_TRUE(harness.create("BUG-1", {}, "request-1"));
    maybeRestart();
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "request-1").error().code, ErrorCode::InvalidArgument);
}

TEST_P(RequestIdTest, OfAFirstUseAnswersTheFire) {
    FireRequest request = EngineHarness::fireRequest("BUG-1", "Assign", kJoe, "request-1");
    request.createFrom = DefinitionRef{.name = "bug"};
    const auto first = harness.call(&Engine::fire, request);
    maybeRestart();
    EXPECT_EQ(harness.call(&Engine::fire, request)->seq, first->seq);
    EXPECT_EQ(store.log().size(), 2U);
}

TEST_P(RequestIdTest, IsForgottenAfterADay) {
    ASSERT_TRUE(harness.create("BUG-1"));
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe, "request-1"));
    harness.clock.advance(std::chrono::hours{24});
    maybeRestart();
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "request-1")->revision, Revision(1));
    harness.clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "request-1")->revision, Revision(2));
}

TEST_P(RequestIdTest, OfARefusedRequestIsSimplyTriedAgain) {
    ASSERT_TRUE(harness.create("BUG-1"));
    EXPECT_EQ(harness.fire("BUG-1", "Defer", {}, "request-1")->outcome, Outcome::Rejected);
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    maybeRestart();
    EXPECT_EQ(harness.fire("BUG-1", "Defer", {}, "request-1")->outcome, Outcome::Transitioned);
}

TEST_P(RequestIdTest, SentTwiceAtOnceHasOneEffect) {
    ASSERT_TRUE(harness.create("BUG-1"));
    maybeRestart();
    const auto first = harness.beginFire("BUG-1", "Assign", kJoe, "request-1");
    const auto second = harness.beginFire("BUG-1", "Assign", kJoe, "request-1");
    harness.scheduler.runAll();
    EXPECT_EQ(first.value().seq, Seq(2));
    EXPECT_EQ(second.value().seq, Seq(2));
    EXPECT_EQ(store.log().size(), 2U);
}

// While the workflow is resident, when it is idle, and after a restart: what is asked again is answered, and no more.
class RequestIdOfARemovedWorkflow : public testing::Test {
protected:
    RequestIdOfARemovedWorkflow() {
        EXPECT_TRUE(harness.create("BUG-1", {}, "create"));
        fired = harness.fire("BUG-1", "Assign", kJoe, "fire");
        removed = harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1", "remove"));
    }
    void expectFirstAnswers() {
        for (const char* when : {"resident", "idle", "restarted"}) {
            SCOPED_TRACE(when);
            const std::size_t before = store.log().size();
            EXPECT_EQ(harness.create("BUG-1", {}, "create")->seq, Seq(1));
            FireRequest fire = EngineHarness::fireRequest("BUG-1", "Assign", kJoe, "fire");
            for (const auto& createFrom :
                 {std::optional<DefinitionRef>(), std::optional(DefinitionRef{.name = "bug"})}) {
                fire.createFrom = createFrom;
                const auto again = harness.call(&Engine::fire, fire);
                ASSERT_TRUE(again) << again.error().message;
                EXPECT_EQ(again->seq, fired->seq);
                EXPECT_EQ(again->state, "Assigned");
                EXPECT_EQ(again->revision, Revision(1));
            }
            const auto gone = harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1", "remove"));
            ASSERT_TRUE(gone) << gone.error().message;
            EXPECT_EQ(gone->seq, removed->seq);
            EXPECT_EQ(store.log().size(), before) << "none has a second effect";
            harness.scheduler.advance(std::chrono::hours{2});
            if (std::string_view(when) == "idle") harness.reopen();
        }
    }

    MemoryStore store;
    EngineHarness harness{store};
    Result<FireReply> fired = FireReply();
    Result<RemoveReply> removed = RemoveReply();
};

TEST_F(RequestIdOfARemovedWorkflow, GetsItsAnswerWhileTheIdIsFree) {
    expectFirstAnswers();
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "another").error().code, ErrorCode::NotFound);
}

TEST_F(RequestIdOfARemovedWorkflow, GetsItsAnswerWhenAnotherBearsTheId) {
    ASSERT_TRUE(harness.create("BUG-1"));
    expectFirstAnswers();
    EXPECT_EQ(harness.get("BUG-1").row.revision, Revision(0));
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "another")->revision, Revision(1));
}

TEST_F(RequestIdOfARemovedWorkflow, GetsItsAnswerAfterSeveralLives) {
    for (int life = 0; life < 3; ++life) {
        ASSERT_TRUE(harness.create("BUG-1"));
        harness.scheduler.advance(std::chrono::hours{2});
        ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1")));
    }
    expectFirstAnswers();
}

TEST_F(RequestIdOfARemovedWorkflow, IsForgottenAfterADay) {
    harness.scheduler.advance(std::chrono::hours{25});
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "fire").error().code, ErrorCode::NotFound);
    harness.reopen();
    ASSERT_TRUE(harness.create("BUG-1", {}, "create"));
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "fire")->revision, Revision(1));
}

TEST_F(RequestIdOfARemovedWorkflow, OfTheEnginesNamingIsNotMadeAnew) {
    const auto created = harness.create("", {}, "numbered");
    ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest(created->id)));
    for (int i = 0; i < 2; ++i) {
        const auto again = harness.create("", {}, "numbered");
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(again->id, created->id);
        EXPECT_EQ(again->seq, created->seq);
        harness.reopen();
    }
}

INSTANTIATE_TEST_SUITE_P(ResidentAndRestarted, RequestIdTest, testing::Bool(),
                         [](const auto& param) { return param.param ? "Restarted" : "Resident"; });

} // namespace
} // namespace signalbox
