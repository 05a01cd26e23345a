#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <optional>
#include <random>

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Json kJoe = {{"assignee", "Joe"}};

// Keeps what it is told.
struct Seen {
    std::vector<Change> changes;
    std::vector<EnumerateReply::Item> residency;
    std::vector<Error> errors;
    std::size_t batches = 0;
    Seq upTo;

    [[nodiscard]] WatchObserver observer() {
        return [this](Result<WatchBatch> batch) {
            ++batches;
            if (!batch) {
                errors.push_back(batch.error());
                return;
            }
            changes.insert(changes.end(), batch->changes.begin(), batch->changes.end());
            residency.insert(residency.end(), batch->residency.begin(), batch->residency.end());
            upTo = batch->upTo;
        };
    }
    [[nodiscard]] std::vector<std::uint64_t> seqs() const {
        std::vector<std::uint64_t> result;
        for (const Change& change : changes)
            result.push_back(change.seq.value());
        return result;
    }
};

std::vector<std::uint64_t> range(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> numbers(last - first + 1);
    std::iota(numbers.begin(), numbers.end(), first);
    return numbers;
}

class WatchTest : public testing::Test {
protected:
    void fireOften(int count) {
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    }

    MemoryStore store;
    EngineHarness harness{store, {.idleTimeout = std::chrono::seconds{10}, .scanInterval = std::chrono::seconds{5}}};
    Seen seen;
};

TEST_F(WatchTest, BeginsNowWithoutAPosition) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto handle = harness.engine().watch({.after = {}, .id = {}}, seen.observer());
    harness.scheduler.runAll();
    EXPECT_THAT(seen.changes, IsEmpty());
    fireOften(2);
    EXPECT_EQ(seen.seqs(), range(2, 3));
    EXPECT_EQ(seen.upTo, Seq(3));
    EXPECT_EQ(seen.changes[0].trigger, "Assign");
    EXPECT_EQ(seen.changes[0].id, "BUG-1");
    EXPECT_EQ(seen.changes[0].from, "Open");
    EXPECT_EQ(seen.changes[0].to, "Assigned");
    EXPECT_EQ(seen.changes[0].assignee, "Joe");
    EXPECT_EQ(seen.changes[0].caller.principal, "operator sue");
}

TEST_F(WatchTest, CatchesUpFromTheStoreThenGoesLive) {
    ASSERT_TRUE(harness.create("BUG-1"));
    fireOften(1200);
    const auto handle = harness.engine().watch({.after = Seq(10), .id = {}}, seen.observer());
    const auto live = harness.beginFire("BUG-1", "Assign", kJoe);
    harness.scheduler.runAll();
    fireOften(3);
    EXPECT_EQ(seen.seqs(), range(11, 1205));
}

// The store is ahead of what was published while one commit is told of and the next is written.
TEST_F(WatchTest, GivesNoPositionThatItWouldRefuse) {
    ASSERT_TRUE(harness.create("BUG-1"));
    ASSERT_TRUE(harness.create("BUG-2"));
    std::optional<Awaited<FireReply>> second;
    std::unique_ptr<WatchHandle> handle;
    store.setOnCommit([&] {
        if (second) return;
        second = harness.beginFire("BUG-2", "Assign", kJoe);
        handle = harness.engine().watch({.after = Seq(), .id = {}}, seen.observer());
        harness.scheduler.runOne(); // the second turn, while the first commit is under way
    });
    const auto first = harness.beginFire("BUG-1", "Assign", kJoe);
    harness.scheduler.runOne(); // its turn
    harness.scheduler.runOne(); // both commits
    harness.scheduler.runOne(); // the watcher catches up, before either is told of
    EXPECT_FALSE(first.isHere());
    EXPECT_EQ(seen.upTo, Seq(2));
    Seen again;
    const auto other = harness.engine().watch({.after = seen.upTo, .id = {}}, again.observer());
    harness.scheduler.runAll();
    EXPECT_THAT(again.errors, IsEmpty());
    EXPECT_EQ(again.seqs(), range(3, 4));
    EXPECT_EQ(seen.seqs(), range(1, 4));
}

TEST_F(WatchTest, NamesWhatWasRemovedMeanwhile) {
    ASSERT_TRUE(harness.create("BUG-1"));
    ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest("BUG-1")));
    const auto handle = harness.engine().watch({.after = Seq(0), .id = {}}, seen.observer());
    harness.scheduler.runAll();
    ASSERT_EQ(seen.changes.size(), 2U);
    EXPECT_EQ(seen.changes[1].id, "BUG-1");
    EXPECT_EQ(seen.changes[1].kind, ChangeKind::Removed);
}

TEST_F(WatchTest, FollowsOneWorkflowOnly) {
    ASSERT_TRUE(harness.create("BUG-1"));
    ASSERT_TRUE(harness.create("BUG-2"));
    const auto handle = harness.engine().watch({.after = Seq(0), .id = "BUG-2"}, seen.observer());
    harness.scheduler.runAll();
    fireOften(3);
    ASSERT_TRUE(harness.fire("BUG-2", "Assign", kJoe));
    EXPECT_THAT(seen.seqs(), ElementsAre(2, 6));
}

TEST_F(WatchTest, TellsWhoWakesAndWhoIdles) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const auto handle = harness.engine().watch({.after = {}, .id = {}}, seen.observer());
    harness.scheduler.advance(std::chrono::seconds{20});
    EXPECT_THAT(seen.residency, ElementsAre(EnumerateReply::Item{.id = "BUG-1", .isResident = false}));
    fireOften(1);
    EXPECT_EQ(seen.residency.back(), (EnumerateReply::Item{.id = "BUG-1", .isResident = true}));
}

TEST_F(WatchTest, RefusesAPositionInTheFuture) {
    const auto handle = harness.engine().watch({.after = Seq(7), .id = {}}, seen.observer());
    EXPECT_THAT(seen.errors, IsEmpty());
    harness.scheduler.runAll();
    ASSERT_EQ(seen.errors.size(), 1U);
    EXPECT_EQ(seen.errors[0].code, ErrorCode::InvalidArgument);
}

TEST_F(WatchTest, RefusesAPositionOfAnotherEpoch) {
    ASSERT_TRUE(harness.create("BUG-1"));
    const std::uint64_t epoch = store.identity().epoch;
    const auto handle = harness.engine().watch({.after = Seq(0), .epoch = epoch + 1, .id = {}}, seen.observer());
    Seen same;
    const auto here = harness.engine().watch({.after = Seq(0), .epoch = epoch, .id = {}}, same.observer());
    harness.scheduler.runAll();
    ASSERT_EQ(seen.errors.size(), 1U) << "the same seq is another change there";
    EXPECT_EQ(seen.errors.front().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(seen.changes, IsEmpty());
    EXPECT_THAT(same.seqs(), ElementsAre(1U));
}

TEST_F(WatchTest, IsSilentOnceTheHandleIsGone) {
    ASSERT_TRUE(harness.create("BUG-1"));
    auto handle = harness.engine().watch({.after = Seq(0), .id = {}}, seen.observer());
    handle.reset();
    harness.scheduler.runAll();
    fireOften(1);
    EXPECT_EQ(seen.batches, 0U);
}

TEST_F(WatchTest, MayBeEndedByItsOwnObserver) {
    ASSERT_TRUE(harness.create("BUG-1"));
    std::unique_ptr<WatchHandle> handle;
    int calls = 0;
    handle = harness.engine().watch({.after = Seq(0), .id = {}}, [&](const Result<WatchBatch>&) {
        ++calls;
        handle.reset();
    });
    harness.scheduler.runAll();
    fireOften(2);
    EXPECT_EQ(calls, 1);
}

TEST_F(WatchTest, HandleMayOutliveTheEngine) {
    const auto handle = harness.engine().watch({.after = {}, .id = {}}, seen.observer());
    harness.close();
    EXPECT_EQ(seen.batches, 0U);
}

// Buffers of three changes, observers that start anywhere, tasks in any order: everybody sees everything once.
TEST(WatchRaces, LeaveNoGapAndRepeatNothing) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        MemoryStore store;
        EngineHarness harness(store, {.commitBound = 2, .watchBound = 3}, seed);
        std::mt19937_64 random(seed);
        ASSERT_TRUE(harness.create("BUG-1"));
        std::vector<std::unique_ptr<Seen>> observers;
        std::vector<std::unique_ptr<WatchHandle>> handles;
        for (int i = 0; i < 60; ++i) {
            static_cast<void>(harness.beginFire("BUG-1", "Assign", kJoe));
            if (i % 15 == 0) {
                observers.push_back(std::make_unique<Seen>());
                handles.push_back(harness.engine().watch({.after = Seq(0), .id = {}}, observers.back()->observer()));
            }
            for (std::uint64_t steps = random() % 6; steps > 0; --steps)
                harness.scheduler.runOne();
        }
        harness.scheduler.runAll();
        for (const auto& observer : observers)
            ASSERT_EQ(observer->seqs(), range(1, 61)) << "seed " << seed;
    }
}

} // namespace
} // namespace signalbox
