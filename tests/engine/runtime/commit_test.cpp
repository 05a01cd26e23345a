#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Json kJoe = {{"assignee", "Joe"}};
const Json kSue = {{"assignee", "Sue"}};

std::optional<Error> diskFull(std::span<const TurnWrite>) {
    return Error{.code = ErrorCode::Io, .message = "/var/bugs.db: the disk is full", .advice = {}};
}

std::optional<Error> fullForAWhile(std::span<const TurnWrite>) {
    return Error{.code = ErrorCode::DiskFull,
                 .message = "/var/bugs.db: the disk is full: 0 bytes are left",
                 .advice = {},
                 .retryAfter = std::chrono::seconds{10}};
}

std::optional<Error> unknown(std::span<const TurnWrite>) {
    return Error{.code = ErrorCode::OutcomeUnknown, .message = "/var/bugs.db: COMMIT failed", .advice = {}};
}

class CommitTest : public testing::Test {
protected:
    CommitTest() {
        EXPECT_TRUE(harness.create("BUG-1"));
        EXPECT_TRUE(harness.create("BUG-2"));
    }

    MemoryStore store;
    EngineHarness harness{store};
};

TEST_F(CommitTest, HoldsAllThatWaits) {
    std::vector<Awaited<FireReply>> fires;
    for (const Json& who : {kJoe, kSue, kJoe})
        fires.push_back(harness.beginFire("BUG-1", "Assign", who));
    fires.push_back(harness.beginFire("BUG-2", "Assign", kSue));
    harness.scheduler.runAll();
    EXPECT_THAT(store.commitSizes(), ElementsAre(1, 1, 4));
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(fires[i].value().revision, Revision(i + 1));
    EXPECT_EQ(fires[0].value().outcome, Outcome::Transitioned);
    EXPECT_EQ(fires[2].value().outcome, Outcome::Reentered);
    EXPECT_THAT(harness.history("BUG-1").changes, testing::SizeIs(4));
}

TEST_F(CommitTest, IsToldOfAfterTheNextIsWrittenWhenThatWaits) {
    std::optional<Awaited<FireReply>> second;
    store.setOnCommit([&] {
        if (second) return;
        second = harness.beginFire("BUG-2", "Assign", kSue);
        harness.scheduler.runOne(); // its turn, while the first commit is under way
    });
    const auto first = harness.beginFire("BUG-1", "Assign", kJoe);
    harness.scheduler.runOne(); // its turn
    harness.scheduler.runOne(); // both commits
    EXPECT_THAT(store.commitSizes(), ElementsAre(1, 1, 1, 1));
    EXPECT_FALSE(first.isHere());
    harness.scheduler.runOne(); // both are told of
    EXPECT_TRUE(first.isHere());
    ASSERT_TRUE(second && second->isHere());
    EXPECT_LT(first.value().seq, second->value().seq);
}

TEST_F(CommitTest, ThatFailsDropsAllThatStandsOnItAndReloads) {
    ASSERT_TRUE(harness.fire("BUG-2", "Assign", kJoe));
    store.setFault(diskFull);
    const auto first = harness.beginFire("BUG-1", "Assign", kJoe);
    const auto second = harness.beginFire("BUG-1", "Defer");
    const auto refused = harness.beginFire("BUG-1", "Defer");
    harness.scheduler.runAll();
    for (const auto* dropped : {&first, &second, &refused}) {
        ASSERT_TRUE(dropped->isHere());
        EXPECT_EQ(dropped->error().code, ErrorCode::Io);
        EXPECT_THAT(dropped->error().message, HasSubstr("disk is full"));
    }
    EXPECT_EQ(harness.get("BUG-1").row.state, "Open");
    store.setFault(nullptr);
    const auto again = harness.fire("BUG-1", "Defer");
    EXPECT_EQ(again->refusal->message, "Defer is not permitted from Open; permitted: Assign");
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kSue)->revision, Revision(1));
    EXPECT_FALSE(harness.statistics().isReadOnly);
}

TEST_F(CommitTest, ThatFailsLosesACreationWhole) {
    store.setFault(diskFull);
    EXPECT_EQ(harness.create("BUG-3").error().code, ErrorCode::Io);
    store.setFault(nullptr);
    EXPECT_EQ(harness.fire("BUG-3", "Defer").error().code, ErrorCode::NotFound);
    EXPECT_EQ(harness.enumerate().size(), 2U);
    EXPECT_TRUE(harness.create("BUG-3"));
}

TEST_F(CommitTest, ThatFailsSparesAnswersThatNeedNoTurn) {
    store.setFault(diskFull);
    const auto fired = harness.beginFire("BUG-1", "Assign", kJoe);
    const auto refused = harness.beginFire("BUG-2", "Defer");
    harness.scheduler.runAll();
    EXPECT_EQ(fired.error().code, ErrorCode::Io);
    EXPECT_EQ(refused.value().outcome, Outcome::Rejected);
}

TEST_F(CommitTest, OfUnknownOutcomeClosesTheStoreToWritesUntilItIsReopened) {
    store.setFault(unknown);
    const auto fired = harness.beginFire("BUG-1", "Assign", kJoe, "request-1");
    harness.scheduler.runAll();
    EXPECT_EQ(fired.error().code, ErrorCode::OutcomeUnknown);
    store.setFault(nullptr);
    const auto refused = harness.fire("BUG-2", "Assign", kJoe);
    EXPECT_EQ(refused.error().code, ErrorCode::ReadOnly);
    EXPECT_THAT(refused.error().message, HasSubstr("COMMIT failed"));
    EXPECT_TRUE(harness.statistics().isReadOnly);
    EXPECT_THAT(harness.statistics().readOnlyReason, HasSubstr("COMMIT failed"));
    EXPECT_EQ(harness.get("BUG-1").row.state, "Open");
    store.reopen();
    harness.reopen();
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "request-1")->revision, Revision(1));
    EXPECT_FALSE(harness.statistics().isReadOnly);
}

TEST_F(CommitTest, OnAFullDiskIsRefusedUntilTheStoreTakesWritesAgain) {
    store.setFault(fullForAWhile);
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe).error().code, ErrorCode::DiskFull);
    store.setFault(nullptr);
    const auto refused = harness.fire("BUG-2", "Assign", kJoe);
    EXPECT_EQ(refused.error().code, ErrorCode::DiskFull);
    EXPECT_EQ(refused.error().retryAfter, std::chrono::seconds{10});
    EXPECT_TRUE(harness.statistics().isReadOnly);
    EXPECT_THAT(harness.statistics().readOnlyReason, HasSubstr("/var/bugs.db: the disk is full: 0 bytes are left"));
    EXPECT_EQ(harness.get("BUG-1").row.state, "Open") << "reading goes on";
    harness.scheduler.advance(std::chrono::seconds{2});
    EXPECT_TRUE(harness.statistics().isReadOnly);
    store.setRefusal({});
    harness.scheduler.advance(std::chrono::seconds{1});
    EXPECT_FALSE(harness.statistics().isReadOnly);
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe)->revision, Revision(1));
}

TEST_F(CommitTest, IsRefusedOnceTheStoreHasNoticedSomething) {
    store.setRefusal(Error{.code = ErrorCode::ReadOnly, .message = "/var/bugs.db: was removed", .advice = {}});
    harness.scheduler.advance(std::chrono::seconds{1});
    EXPECT_THAT(harness.statistics().readOnlyReason, HasSubstr("was removed"));
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe).error().code, ErrorCode::ReadOnly);
}

TEST_F(CommitTest, IsBoundedInSize) {
    MemoryStore other;
    EngineHarness bounded(other, {.commitBound = 2});
    ASSERT_TRUE(bounded.create("BUG-1"));
    std::vector<Awaited<FireReply>> fires;
    for (int i = 0; i < 5; ++i)
        fires.push_back(bounded.beginFire("BUG-1", "Assign", kJoe));
    bounded.scheduler.runAll();
    EXPECT_THAT(other.commitSizes(), ElementsAre(1, 2, 2, 1));
    EXPECT_EQ(fires.back().value().revision, Revision(5));
}

// A second's worth of traffic in any order, with commits that fail at random: what was acknowledged is in the log,
// once, and nothing else is.
TEST(CommitRaces, KeepTheLogTrueInAnyOrder) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        MemoryStore store;
        std::mt19937_64 random(seed);
        EngineHarness harness(store, {.commitBound = 3}, seed);
        for (const char* id : {"A", "B", "C"})
            ASSERT_TRUE(harness.create(id));
        store.setFault(
            [&random](std::span<const TurnWrite> turns) { return random() % 4 == 0 ? diskFull(turns) : std::nullopt; });
        std::vector<Awaited<FireReply>> fires;
        for (int i = 0; i < 60; ++i) {
            const std::string id(1, static_cast<char>('A' + random() % 3));
            const bool isAssign = random() % 3 != 0;
            fires.push_back(harness.beginFire(id, isAssign ? "Assign" : "Defer", isAssign ? kJoe : Json()));
            for (std::uint64_t steps = random() % 4; steps > 0; --steps)
                harness.scheduler.runOne();
        }
        harness.scheduler.runAll();
        std::size_t acknowledged = 3;
        for (const auto& fire : fires) {
            ASSERT_TRUE(fire.isHere());
            acknowledged += fire.result() && fire.value().seq ? 1U : 0U;
        }
        EXPECT_EQ(store.log().size(), acknowledged) << "seed " << seed;
    }
}

} // namespace
} // namespace signalbox
