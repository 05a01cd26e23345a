#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace signalbox {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

const Json kJoe = {{"assignee", "Joe"}};

class IdleTest : public testing::Test {
protected:
    IdleTest() { EXPECT_TRUE(harness.create("BUG-1")); }
    bool isResident(const std::string& id) { return harness.get(id).row.isResident; }

    MemoryStore store;
    EngineHarness harness{store, {.idleTimeout = seconds{10}, .scanInterval = seconds{5}}};
};

TEST_F(IdleTest, ComesAfterTheTimeoutAtTheNextScan) {
    harness.scheduler.advance(seconds{9});
    EXPECT_TRUE(isResident("BUG-1"));
    harness.scheduler.advance(seconds{1});
    EXPECT_FALSE(isResident("BUG-1"));
    EXPECT_EQ(harness.statistics().residentCount, 0U);
    EXPECT_THAT(harness.log.lines(), ElementsAre("activated BUG-1 Open", "deactivated BUG-1 Open"));
}

TEST_F(IdleTest, IsPutOffByUse) {
    for (int i = 0; i < 5; ++i) {
        harness.scheduler.advance(seconds{9});
        EXPECT_TRUE(isResident("BUG-1"));
        ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe));
    }
    EXPECT_THAT(harness.log.lines(), ElementsAre("activated BUG-1 Open"));
}

TEST_F(IdleTest, IsNotPutOffByReading) {
    for (int i = 0; i < 20; ++i) {
        harness.scheduler.advance(seconds{1});
        EXPECT_EQ(harness.history("BUG-1").total, 1U);
    }
    EXPECT_FALSE(isResident("BUG-1"));
}

TEST_F(IdleTest, LosesNothing) {
    ASSERT_TRUE(harness.fire("BUG-1", "Assign", kJoe, "request-1"));
    const Workflow before = harness.get("BUG-1");
    harness.scheduler.advance(seconds{20});
    Workflow after = harness.get("BUG-1");
    EXPECT_FALSE(after.row.isResident);
    after.row.isResident = true;
    EXPECT_EQ(after.row, before.row);
    EXPECT_EQ(after.data, before.data);
    EXPECT_EQ(harness.fire("BUG-1", "Assign", kJoe, "request-1")->revision, Revision(1));
    EXPECT_EQ(harness.fire("BUG-1", "Defer")->revision, Revision(2));
    EXPECT_TRUE(isResident("BUG-1"));
}

TEST_F(IdleTest, MeetsARequestThatComesAtTheSameMoment) {
    harness.clock.advance(seconds{20});
    ASSERT_TRUE(harness.scheduler.runOne()); // the scan: the cell is on its way out
    const auto fired = harness.beginFire("BUG-1", "Assign", kJoe);
    harness.scheduler.runAll();
    EXPECT_EQ(fired.value().state, "Assigned");
    EXPECT_TRUE(isResident("BUG-1"));
}

TEST_F(IdleTest, WaitsForTheCommit) {
    const auto fired = harness.beginFire("BUG-1", "Assign", kJoe);
    ASSERT_TRUE(harness.scheduler.runOne()); // the turn, not its commit
    harness.clock.advance(seconds{20});
    store.setOnCommit([&] { EXPECT_THAT(harness.log.lines(), ElementsAre("activated BUG-1 Open")); });
    harness.scheduler.runAll();
    EXPECT_EQ(fired.value().state, "Assigned");
    EXPECT_EQ(harness.log.lines().back(), "deactivated BUG-1 Assigned");
}

TEST_F(IdleTest, ForgetsRequestsForWorkflowsThatDoNotExist) {
    FireRequest request = EngineHarness::fireRequest("BUG-9", "Defer");
    request.createFrom = DefinitionRef{.name = "bug"};
    EXPECT_EQ(harness.call(&Engine::fire, request)->outcome, Outcome::Rejected);
    harness.scheduler.advance(seconds{5});
    EXPECT_THAT(harness.log.lines(), ElementsAre("activated BUG-1 Open"));
    EXPECT_TRUE(harness.create("BUG-9"));
}

// Requests and scans in any order: every request is answered, in order, and never two cells for one id.
TEST(IdleRaces, NeverLoseARequest) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        MemoryStore store;
        EngineHarness harness(store, {.idleTimeout = seconds{1}, .scanInterval = seconds{1}}, seed);
        std::mt19937_64 random(seed);
        ASSERT_TRUE(harness.create("BUG-1"));
        std::vector<Awaited<FireReply>> fires;
        for (int i = 0; i < 40; ++i) {
            fires.push_back(harness.beginFire("BUG-1", "Assign", kJoe));
            if (random() % 2 == 0) harness.clock.advance(seconds{2});
            for (std::uint64_t steps = random() % 6; steps > 0; --steps)
                harness.scheduler.runOne();
        }
        harness.scheduler.runAll();
        for (std::size_t i = 0; i < fires.size(); ++i)
            ASSERT_EQ(fires[i].value().revision, Revision(i + 1)) << "seed " << seed;
    }
}

} // namespace
} // namespace signalbox
