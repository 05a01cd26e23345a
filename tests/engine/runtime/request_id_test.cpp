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

INSTANTIATE_TEST_SUITE_P(ResidentAndRestarted, RequestIdTest, testing::Bool(),
                         [](const auto& param) { return param.param ? "Restarted" : "Resident"; });

} // namespace
} // namespace signalbox
