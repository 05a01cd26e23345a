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

class EngineTest : public testing::Test {
protected:
    MemoryStore store;
    EngineHarness harness{store};
};

TEST_F(EngineTest, CreatesFiresAndReads) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto fired = harness.fire("BUG-1", "Assign", kJoe);
    ASSERT_TRUE(fired) << fired.error().message;
    EXPECT_EQ(fired->outcome, Outcome::Transitioned);
    EXPECT_EQ(fired->state, "Assigned");
    EXPECT_EQ(fired->revision, Revision(1));
    EXPECT_EQ(fired->seq, Seq(2));
    const Workflow workflow = harness.get("BUG-1");
    EXPECT_EQ(workflow.row.state, "Assigned");
    EXPECT_EQ(workflow.row.assignee, "Joe");
    EXPECT_THAT(workflow.activeStates, ElementsAre("Assigned", "Open"));
    EXPECT_EQ(workflow.data, kJoe);
    EXPECT_TRUE(workflow.row.isResident);
}

TEST_F(EngineTest, MakesIdsFromTheDefinitionsName) {
    ASSERT_TRUE(harness.create("BUG-2"));
    EXPECT_EQ(harness.create("")->id, "BUG-1");
    EXPECT_EQ(harness.create("")->id, "BUG-3");
    harness.reopen();
    EXPECT_EQ(harness.create("")->id, "BUG-4");
}

TEST_F(EngineTest, RefusesAnIdThatIsTaken) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto again = harness.create("BUG-1");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
    EXPECT_THAT(again.error().message, HasSubstr("BUG-1"));
}

TEST_F(EngineTest, CreatesOnFirstUseInTheSameCommit) {
    FireRequest request = EngineHarness::fireRequest("BUG-1", "Assign", kJoe);
    request.createFrom = DefinitionRef{.name = "bug"};
    const auto fired = harness.call(&Engine::fire, request);
    ASSERT_TRUE(fired) << fired.error().message;
    EXPECT_EQ(fired->revision, Revision(1));
    EXPECT_THAT(store.commitSizes(), ElementsAre(2));
    EXPECT_EQ(harness.history("BUG-1").total, 2U);
    EXPECT_EQ(harness.call(&Engine::fire, request)->outcome, Outcome::Reentered);
}

TEST_F(EngineTest, ARefusedFirstUseCreatesNothing) {
    FireRequest request = EngineHarness::fireRequest("BUG-1", "Defer");
    request.createFrom = DefinitionRef{.name = "bug"};
    EXPECT_EQ(harness.call(&Engine::fire, request)->outcome, Outcome::Rejected);
    EXPECT_THAT(store.log(), IsEmpty());
    EXPECT_THAT(harness.enumerate(), IsEmpty());
}

TEST_F(EngineTest, CancelsWhereTheDefinitionPermitsIt) {
    ASSERT_TRUE(harness.create("BUG-1"));
    EXPECT_EQ(harness.call(&Engine::cancel, EngineHarness::actRequest("BUG-1"))->outcome, Outcome::Rejected);
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    const auto cancelled = harness.call(&Engine::cancel, EngineHarness::actRequest("BUG-1"));
    EXPECT_EQ(cancelled->status, WorkflowStatus::Cancelled);
    EXPECT_EQ(cancelled->state, "Closed");
    EXPECT_EQ(harness.history("BUG-1").changes.front().kind, ChangeKind::Cancelled);
    EXPECT_EQ(harness.history("BUG-1").changes.front().trigger, "Close");
}

TEST_F(EngineTest, TerminatesByForceOnce) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto ended = harness.call(&Engine::terminate, EngineHarness::actRequest("BUG-1"));
    ASSERT_TRUE(ended) << ended.error().message;
    EXPECT_EQ(ended->revision, Revision(1));
    EXPECT_EQ(harness.get("BUG-1").row.status, WorkflowStatus::Terminated);
    EXPECT_EQ(harness.get("BUG-1").row.state, "Open");
    EXPECT_EQ(harness.call(&Engine::terminate, EngineHarness::actRequest("BUG-1")).error().code,
              ErrorCode::NotPermitted);
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe)->outcome, Outcome::Rejected);
}

TEST_F(EngineTest, RemovesAndFreesTheId) {
    ASSERT_TRUE(harness.create("BUG-1"));
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    const auto removed = harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1"));
    ASSERT_TRUE(removed) << removed.error().message;
    EXPECT_EQ(harness.call(&Engine::get, GetRequest{.id = "BUG-1", .atRevision = {}}).error().code,
              ErrorCode::NotFound);
    EXPECT_EQ(harness.fire("BUG-1", "Defer").error().code, ErrorCode::NotFound);
    ASSERT_TRUE(harness.create("BUG-1"));
    EXPECT_EQ(harness.get("BUG-1").row.revision, Revision(0));
    EXPECT_EQ(harness.history("BUG-1").total, 1U);
    EXPECT_EQ(store.log().size(), 4U);
}

TEST_F(EngineTest, CountsWhatItDoes) {
    ASSERT_TRUE(harness.create("BUG-1"));
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    const Statistics statistics = harness.statistics();
    EXPECT_EQ(statistics.workflowCount, 1U);
    EXPECT_EQ(statistics.residentCount, 1U);
    EXPECT_EQ(statistics.lastSeq, Seq(21));
    EXPECT_EQ(statistics.firesTotal, 20U);
    EXPECT_DOUBLE_EQ(statistics.firesPerSecond, 2.0);
    EXPECT_GT(statistics.pendingEffects, 20U);
    harness.clock.advance(std::chrono::seconds{11});
    EXPECT_DOUBLE_EQ(harness.statistics().firesPerSecond, 0.0);
}

TEST_F(EngineTest, KeepsHouseWhileItIsIdle) {
    const std::size_t before = store.idleCount();
    harness.scheduler.advance(std::chrono::seconds{10});
    EXPECT_GE(store.idleCount(), before + 10);
}

TEST_F(EngineTest, AnswersShuttingDownWhenClosed) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto waiting = harness.beginFire("BUG-1", "Assign", kJoe);
    harness.engine().close();
    ASSERT_TRUE(waiting.isHere());
    EXPECT_EQ(waiting.error().code, ErrorCode::ShuttingDown);
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe).error().code, ErrorCode::ShuttingDown);
    EXPECT_EQ(harness.call(&Engine::get, GetRequest{.id = "BUG-1", .atRevision = {}}).error().code,
              ErrorCode::ShuttingDown);
    EXPECT_EQ(store.log().size(), 1U);
}

TEST_F(EngineTest, NeverAnswersInsideTheCall) {
    ASSERT_TRUE(harness.create("BUG-1"));
    EXPECT_FALSE(harness.beginFire("BUG-9", "Defer").isHere());
    EXPECT_FALSE(harness.beginFire("", "Defer").isHere());
    EXPECT_FALSE(harness.begin(&Engine::get, GetRequest{.id = "BUG-1", .atRevision = {}}).isHere());
    harness.engine().close();
    EXPECT_FALSE(harness.beginFire("BUG-1", "Assign", kJoe).isHere());
    harness.scheduler.runAll();
}

TEST(EngineSettingsTest, RefusesTimesThatCannotWork) {
    EXPECT_TRUE(validate({}));
    EXPECT_THAT(validate({.idleTimeout = Duration::zero()}).error().message, HasSubstr("idle_timeout"));
    EXPECT_THAT(validate({.scanInterval = Duration{-1}}).error().message, HasSubstr("scan_interval"));
    EXPECT_THAT(
        validate({.idleTimeout = std::chrono::seconds{5}, .scanInterval = std::chrono::seconds{6}}).error().message,
        HasSubstr("must not be below scan_interval"));
}

} // namespace
} // namespace signalbox
