#include "tests/engine/faults/fault_fixture.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace signalbox {
namespace {

class KillTest : public FaultTest {
protected:
    // Lets a process fire until `count` answers came, and kills it there.
    void fireAndKill(int round, std::size_t count) {
        ChildProcess child({SIGNALBOX_RUNTIME_PROGRAM, "fire", file, "round" + std::to_string(round)});
        for (std::size_t answers = 0; answers < count;) {
            const auto line = child.readLine();
            ASSERT_TRUE(line) << "it ended by itself";
            memory.hear(*line);
            answers += line->starts_with("begin") ? 0U : 1U;
        }
        child.killHard();
        EXPECT_EQ(hearOut(child), 128 + 9);
    }
};

TEST_F(KillTest, LosesNothingThatWasAcknowledged) {
    std::mt19937_64 random(20170326);
    const int count = rounds(50);
    for (int round = 0; round < count; ++round) {
        ASSERT_NO_FATAL_FAILURE(fireAndKill(round, 1 + random() % 150));
        ASSERT_NO_FATAL_FAILURE(checkAndAskAgain()) << "round " << round;
    }
    EXPECT_GT(memory.doneCount(), static_cast<std::size_t>(count) * 30);
}

// A process that plays a story of turns, commits, checkpoints and idling, and ends at the step of this name.
class CrashPoints : public FaultTest, public testing::WithParamInterface<std::string_view> {};

TEST_P(CrashPoints, LoseNothingThatWasAcknowledged) {
    // Not every time that the step is come by: the first few, then ever fewer.
    for (int time = 1, before = 1;; before = std::exchange(time, time + before)) {
        const std::string tag = "time" + std::to_string(time);
        ChildProcess child({SIGNALBOX_CRASH_PROGRAM, file, tag, std::string(GetParam()), std::to_string(time)});
        const int status = hearOut(child);
        ASSERT_NO_FATAL_FAILURE(checkAndAskAgain()) << tag;
        if (status == 0) {
            EXPECT_GT(time, 1) << "the story never comes by this step";
            break;
        }
        ASSERT_EQ(status, 128 + 9) << tag;
    }
    EXPECT_EQ(memory.openCount(), 0U);
}

// The same with the steps of the outbox, where the mails of the story count, too.
class OutboxCrashes : public FaultTest, public testing::WithParamInterface<std::string_view> {
protected:
    // Returns: its exit status.
    int play(const std::string& tag, std::string_view point, int time) {
        ChildProcess child({SIGNALBOX_CRASH_PROGRAM, file, tag, std::string(point), std::to_string(time)});
        while (auto line = child.readLine()) {
            if (line->starts_with("sent "))
                m_asked.insert(line->substr(5));
            else
                memory.hear(*line);
        }
        return child.wait();
    }
    // Of all effects of the store, which are all sent.
    std::set<std::string> keysInStore() {
        const auto store = open();
        std::set<std::string> keys;
        for (Seq seq(1); seq <= store->identity().lastSeq; seq = Seq(seq.value() + 1)) {
            const auto effects = store->effectsOf(std::span(&seq, 1)).value();
            for (const EffectRecord& effect : effects) {
                EXPECT_EQ(effect.status, EffectStatus::Sent) << text(effect.id());
                keys.insert(store->identity().id + "-" + text(effect.id()));
            }
        }
        return keys;
    }

    std::set<std::string> m_asked; // keys
};

TEST_P(OutboxCrashes, LoseNoEffectAndSendNoneThatIsInNoTurn) {
    for (int time = 1, before = 1;; before = std::exchange(time, time + before)) {
        const std::string tag = "time" + std::to_string(time);
        const int status = play(tag, GetParam(), time);
        ASSERT_NO_FATAL_FAILURE(checkAndAskAgain()) << tag;
        if (status == 0) {
            EXPECT_GT(time, 1) << "the story never comes by this step";
            break;
        }
        ASSERT_EQ(status, 128 + 9) << tag;
    }
    EXPECT_EQ(play("last", "nowhere", 1), 0);
    EXPECT_EQ(m_asked, keysInStore());
}

INSTANTIATE_TEST_SUITE_P(At, OutboxCrashes, testing::ValuesIn(crashPointsOf({"effect_", "commit_"})),
                         [](const auto& point) { return std::string(point.param); });

INSTANTIATE_TEST_SUITE_P(At, CrashPoints,
                         testing::ValuesIn(crashPointsOf({"store_", "turn_", "commit_", "checkpoint_", "idle_"})),
                         [](const auto& point) { return std::string(point.param); });

} // namespace
} // namespace signalbox
