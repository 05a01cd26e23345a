#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace signalbox {
namespace {

const Json kJoe = {{"assignee", "Joe"}};

constexpr std::size_t kClients = 50;
constexpr std::size_t kWindow = 10; // requests that each client has under way
constexpr std::size_t kUnderWay = kClients * kWindow;
constexpr std::size_t kMailbox = 200;
constexpr std::size_t kShare = 16;

const EngineSettings kSettings{.mailboxBound = kMailbox, .commitShare = kShare};

// Clients that all call one workflow, and call again as soon as they are answered, whatever the answer says.
class Flood {
public:
    explicit Flood(EngineHarness& harness) : m_harness(harness) {
        for (std::size_t i = 0; i < kUnderWay; ++i)
            call();
    }
    // The answers that are still to come end the flood.
    void stop() { m_isOver = true; }

    [[nodiscard]] std::size_t accepted() const { return m_accepted; }
    [[nodiscard]] std::size_t refused() const { return m_refused; }

private:
    void call() {
        m_harness.engine().fire(EngineHarness::fireRequest("FLOODED", "Assign", kJoe),
                                [this](const Result<FireReply>& reply) { answered(reply); });
    }
    void answered(const Result<FireReply>& reply) {
        ++(reply ? m_accepted : m_refused);
        if (!reply) {
            EXPECT_EQ(reply.error().code, ErrorCode::Busy) << reply.error().message;
            EXPECT_GT(reply.error().retryAfter, std::chrono::milliseconds::zero());
        }
        if (!m_isOver) call();
    }

    EngineHarness& m_harness;
    std::size_t m_accepted = 0;
    std::size_t m_refused = 0;
    bool m_isOver = false;
};

class FloodTest : public testing::Test {
protected:
    FloodTest() {
        EXPECT_TRUE(harness.create("FLOODED"));
        EXPECT_TRUE(harness.create("OTHER"));
    }
    void steps(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            ASSERT_TRUE(harness.scheduler.runOne());
    }
    // Lets the answers come that are under way, and takes no more.
    void end(Flood& flood) {
        flood.stop();
        harness.scheduler.runAll();
    }

    MemoryStore store;
    EngineHarness harness{store, kSettings};
};

TEST_F(FloodTest, IsRefusedBeyondTheMailboxWithATimeToTryAgain) {
    std::vector<Awaited<FireReply>> fires;
    for (std::size_t i = 0; i < kUnderWay; ++i)
        fires.push_back(harness.beginFire("FLOODED", "Assign", kJoe));
    harness.scheduler.runAll();
    for (std::size_t i = 0; i < fires.size(); ++i) {
        ASSERT_TRUE(fires[i].isHere());
        ASSERT_EQ(fires[i].result().has_value(), i < kMailbox);
        if (i < kMailbox) continue;
        EXPECT_EQ(fires[i].error().code, ErrorCode::Busy);
        harness.clock.advance(fires[i].error().retryAfter);
        ASSERT_TRUE(harness.fire("FLOODED", "Assign", kJoe)) << "it said when to come again";
    }
    EXPECT_EQ(harness.get("FLOODED").row.revision, Revision(kUnderWay));
}

TEST_F(FloodTest, IsToldToComeBackOneByOne) {
    std::vector<Awaited<FireReply>> fires;
    for (std::size_t i = 0; i < kMailbox + kUnderWay; ++i)
        fires.push_back(harness.beginFire("FLOODED", "Assign", kJoe));
    harness.scheduler.runAll();
    std::map<std::chrono::milliseconds, int> comingIn; // a tenth of a second
    for (std::size_t i = kMailbox; i < fires.size(); ++i) {
        EXPECT_GE(fires[i].error().retryAfter, std::chrono::milliseconds{500});
        EXPECT_LE(fires[i].error().retryAfter, std::chrono::milliseconds{1500});
        ++comingIn[fires[i].error().retryAfter / 100 * 100];
    }
    for (const auto& [when, count] : comingIn)
        EXPECT_LE(count, static_cast<int>(kUnderWay / 10 + 5)) << "after " << when.count() << " ms";
}

TEST_F(FloodTest, HoldsNoMoreThanTheClientsHaveUnderWayAndGoesOn) {
    Flood flood(harness);
    std::size_t most = 0;
    for (std::size_t turn = 1; turn <= 200; ++turn) {
        for (std::size_t step = 0; step < 2 * kUnderWay; ++step) {
            ASSERT_TRUE(harness.scheduler.runOne());
            most = std::max(most, harness.scheduler.readyCount());
        }
        ASSERT_GE(flood.accepted(), turn * kShare) << "refusing is all that it does";
    }
    EXPECT_LE(most, kUnderWay + 4) << "a refusal each, and the engine's own";
    EXPECT_GT(flood.refused(), flood.accepted());
    end(flood);
    EXPECT_EQ(harness.statistics().queuedTurns, 0U);
    EXPECT_EQ(harness.get("FLOODED").row.revision, Revision(flood.accepted()));
}

// Counted, not timed: what is done before it, and how many turns of the flooded one.
TEST_F(FloodTest, KeepsAnotherWorkflowWaitingForLittle) {
    Flood flood(harness);
    ASSERT_NO_FATAL_FAILURE(steps(1000));
    for (int i = 0; i < 100; ++i) {
        ASSERT_NO_FATAL_FAILURE(steps(37));
        const std::size_t before = store.log().size();
        const auto fired = harness.beginFire("OTHER", "Assign", kJoe);
        std::size_t tasks = 0;
        for (; !fired.isHere(); ++tasks)
            ASSERT_NO_FATAL_FAILURE(steps(1));
        EXPECT_LE(tasks, 2 * kUnderWay + 8) << "what was posted before it, and before its commit";
        EXPECT_LE(fired.value().seq->value() - before, 4 * kShare + 1) << "the flooded one's turns in between";
    }
    end(flood);
}

// In whatever order the tasks run, so that turns pile up before they are committed.
TEST(FloodedCommits, HoldOneShareOfTheFloodedWhileOthersWait) {
    std::size_t shared = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        MemoryStore store;
        EngineHarness harness(store, kSettings, seed);
        ASSERT_TRUE(harness.create("FLOODED"));
        ASSERT_TRUE(harness.create("OTHER"));
        store.setFault([&shared](std::span<const TurnWrite> turns) -> std::optional<Error> {
            const auto ofFlooded =
                std::ranges::count(turns, "FLOODED", [](const TurnWrite& turn) { return turn.after.id; });
            const bool isAlone = static_cast<std::size_t>(ofFlooded) == turns.size();
            shared += ofFlooded > 0 && !isAlone ? 1U : 0U;
            EXPECT_LE(static_cast<std::size_t>(ofFlooded), isAlone ? 4 * kShare : kShare);
            return std::nullopt;
        });
        Flood flood(harness);
        std::vector<Awaited<FireReply>> fires;
        for (int i = 0; i < 100; ++i) {
            fires.push_back(harness.beginFire("OTHER", "Assign", kJoe));
            for (int step = 0; step < 40; ++step)
                ASSERT_TRUE(harness.scheduler.runOne());
        }
        flood.stop();
        harness.scheduler.runAll();
        for (std::size_t i = 0; i < fires.size(); ++i)
            ASSERT_EQ(fires[i].value().revision, Revision(i + 1)) << "in their order";
    }
    EXPECT_GT(shared, 100U) << "they hardly ever met: this tests nothing";
}

} // namespace
} // namespace signalbox
