// The parts of the outbox that need no engine.

#include "engine/runtime/effects/circuit_breaker.h"
#include "engine/runtime/effects/effect_nature.h"
#include "engine/runtime/effects/effect_problem.h"
#include "engine/runtime/effects/open_effects.h"
#include "engine/runtime/effects/outbox_queue.h"
#include "engine/runtime/effects/retry_policy.h"
#include "engine/runtime/outbox/outbox_pace.h"
#include "engine/runtime/outbox/reply_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

EffectId id(std::uint64_t change) {
    return {.change = Seq(change), .ordinal = 0};
}
SteadyTime at(Duration time) {
    return SteadyTime(time);
}

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

TEST(RetryPolicy, TheBoundOfThePauseDoublesUpToTheLongest) {
    const RetryPolicy policy({.firstPause = seconds{1}, .longestPause = seconds{10}});
    for (const auto& [attempts, bound] : {std::pair{1U, 1}, {2U, 2}, {3U, 4}, {4U, 8}, {5U, 10}, {19U, 10}}) {
        const Duration longest = seconds{bound};
        const auto most = static_cast<std::uint64_t>(longest.count());
        EXPECT_EQ(policy.pauseAfter({.attempts = attempts}, most), longest);
        EXPECT_EQ(policy.pauseAfter({.attempts = attempts}, most + 1), Duration::zero());
        EXPECT_LE(policy.pauseAfter({.attempts = attempts}, kLargest), longest);
    }
}

TEST(RetryPolicy, GivesUpAfterItsAttemptsOrItsPatience) {
    const RetryPolicy policy(OutboxSettings{});
    EXPECT_TRUE(policy.pauseAfter({.attempts = 19}, 1));
    EXPECT_FALSE(policy.pauseAfter({.attempts = 20}, 1));
    EXPECT_TRUE(policy.pauseAfter({.attempts = 2, .sinceFirst = hours{24} - Duration(1)}, 1));
    EXPECT_FALSE(policy.pauseAfter({.attempts = 2, .sinceFirst = hours{24}}, 1));
}

TEST(RetryPolicy, WaitsAsLongAsTheReceiverAsksButNoLongerThanItsPatience) {
    const RetryPolicy policy(OutboxSettings{});
    EXPECT_EQ(policy.pauseAfter({.attempts = 1, .retryAfter = minutes{5}}, 7), minutes{5});
    EXPECT_EQ(policy.pauseAfter({.attempts = 1, .retryAfter = Duration(3)}, 7), Duration(7));
    EXPECT_EQ(policy.pauseAfter({.attempts = 1, .retryAfter = Duration::max()}, 7), hours{24});
}

TEST(CircuitBreaker, OpensAfterFailuresInARowAndClosesOnSuccess) {
    CircuitBreaker breaker(3, seconds{30});
    breaker.fail(at(seconds{1}));
    breaker.fail(at(seconds{1}));
    breaker.succeed();
    breaker.fail(at(seconds{1}));
    breaker.fail(at(seconds{1}));
    EXPECT_FALSE(breaker.isOpen());
    breaker.fail(at(seconds{2}));
    ASSERT_TRUE(breaker.isOpen());
    EXPECT_EQ(breaker.nextTry(), at(seconds{32}));
    breaker.begin(at(seconds{40}));
    EXPECT_EQ(breaker.nextTry(), at(seconds{70}));
    breaker.succeed();
    EXPECT_FALSE(breaker.isOpen());
}

TEST(EffectProblem, LeavesOutWhatDiffersFromOneEffectToTheNext) {
    EXPECT_EQ(problemOf("could not connect to 10.0.0.1:8080 after 30012 ms", 0), "could not connect to # after # ms");
    EXPECT_EQ(problemOf("550 <sue@example.org>: mailbox \"BUG-12\" unknown", 0), "# <#>: mailbox \"#\" unknown");
    EXPECT_EQ(problemOf("HTTP 503 from https://example.org/a?b=1", 503), "HTTP 503 from #");
    EXPECT_EQ(problemOf("  twice \t spaced\n", 0), "twice spaced");
    EXPECT_EQ(problemOf("...", 0), "...");
    EXPECT_EQ(problemOf("", 0), "");
    EXPECT_EQ(problemOf(std::string(500, 'x'), 0).size(), 200U);
}

TEST(EffectProblem, IsCutBetweenCharacters) {
    std::string text(199, 'x');
    text += "\xC3\xA4";
    EXPECT_EQ(problemOf(text, 0), std::string(199, 'x'));
}

TEST(EffectNature, ReadsWhatIsThereAndNothingElse) {
    EXPECT_TRUE(isOrdered({{"ordered", true}}));
    EXPECT_FALSE(isOrdered({{"ordered", "true"}}));
    EXPECT_FALSE(isOrdered(nullptr));
    EXPECT_EQ(delayOf({{"delayMs", 1500}}), std::chrono::milliseconds{1500});
    EXPECT_EQ(delayOf({{"delayMs", -1}}), Duration::zero());
    EXPECT_EQ(delayOf({{"delayMs", "soon"}}), Duration::zero());
    EXPECT_EQ(delayOf({{"delayMs", 1e300}}), hours{24 * 3650});
    EXPECT_EQ(sendIdOf({{"sendId", "pay"}}), "pay");
    EXPECT_EQ(sendIdOf({{"sendId", 7}}), "");
    EXPECT_EQ(receiverOf(nullptr, EffectKind::Webhook, {{"url", "https://a.example:8080/b?c"}}),
              "https://a.example:8080");
    EXPECT_EQ(receiverOf(nullptr, EffectKind::Webhook, {{"url", "nonsense"}}), "nonsense");
    EXPECT_EQ(receiverOf(nullptr, EffectKind::Mail, {}), "mail");
    EXPECT_EQ(receiverOf(nullptr, EffectKind::Message, {{"workflow", "BUG-1"}}), "workflow BUG-1");
}

TEST(ReplyAddress, IsProvedByTheStoresKey) {
    const std::string address = replyAddress(id(12), "key");
    EXPECT_EQ(address.size(), std::string("12.0.").size() + 32);
    EXPECT_EQ(effectOf(address, "key"), id(12));
    EXPECT_FALSE(effectOf(address, "another key"));
    EXPECT_FALSE(effectOf(address + "0", "key"));
    EXPECT_FALSE(effectOf("13" + address.substr(2), "key"));
    EXPECT_FALSE(effectOf("0" + address, "key"));
    for (const char* wrong : {"", ".", "12.0", "12.0.", "..", "x.y.z"})
        EXPECT_FALSE(effectOf(wrong, "key")) << wrong;
}

class OutboxQueueTest : public testing::Test {
protected:
    std::vector<std::uint64_t> take(Duration time, std::size_t most = 100) {
        std::vector<std::uint64_t> taken;
        while (taken.size() < most) {
            const auto next = queue.take(at(time), true);
            if (!next) break;
            taken.push_back(next->change.value());
        }
        return taken;
    }

    OutboxQueue queue{{.sendsPerReceiver = 2, .sendBound = 3, .failuresToBreak = 2, .breakTime = seconds{30}}};
    OutboxQueue::Receiver& a = queue.join(EffectKind::Webhook, "a");
    OutboxQueue::Receiver& b = queue.join(EffectKind::Webhook, "b");
};

TEST_F(OutboxQueueTest, TakesWhatIsDueInItsOrder) {
    queue.push(a, at(seconds{2}), id(1));
    queue.push(a, at(seconds{1}), id(3));
    queue.push(b, at(seconds{1}), id(2));
    EXPECT_EQ(queue.nextDue({}), at(seconds{1}));
    EXPECT_THAT(take(seconds{1} - Duration(1)), IsEmpty());
    EXPECT_THAT(take(seconds{2}), ElementsAre(3, 2, 1));
    EXPECT_EQ(queue.nextDue({}), std::nullopt);
}

TEST_F(OutboxQueueTest, KeepsTheBoundsOfAReceiverAndOfAll) {
    for (std::uint64_t i = 1; i <= 4; ++i) {
        queue.push(a, at({}), id(i));
        queue.push(b, at({}), id(i + 10));
    }
    EXPECT_THAT(take({}), ElementsAre(1, 2, 11));
    queue.answer(a, OutboxQueue::Answer::Answered, at({}));
    EXPECT_THAT(take({}), ElementsAre(3));
    queue.answer(b, OutboxQueue::Answer::Answered, at({}));
    EXPECT_THAT(take({}), ElementsAre(12));
}

TEST_F(OutboxQueueTest, TriesADeadReceiverNowAndThenUntilItAnswers) {
    for (std::uint64_t i = 1; i <= 6; ++i)
        queue.push(a, at({}), id(i));
    EXPECT_THAT(take({}), ElementsAre(1, 2));
    queue.answer(a, OutboxQueue::Answer::Failed, at({}));
    queue.answer(a, OutboxQueue::Answer::Failed, at({}));
    EXPECT_THAT(take(seconds{29}), IsEmpty());
    EXPECT_THAT(take(seconds{30}), ElementsAre(3));
    queue.answer(a, OutboxQueue::Answer::Failed, at(seconds{31}));
    EXPECT_THAT(take(seconds{60}), IsEmpty());
    EXPECT_THAT(take(seconds{61}), ElementsAre(4));
    queue.answer(a, OutboxQueue::Answer::Answered, at(seconds{61}));
    EXPECT_THAT(take(seconds{61}), ElementsAre(5, 6));
}

TEST_F(OutboxQueueTest, HoldsAKindUntilItIsLetGo) {
    queue.push(a, at({}), id(1));
    queue.setHeld(EffectKind::Webhook, true);
    EXPECT_THAT(take({}), IsEmpty());
    EXPECT_EQ(queue.nextDue({}), std::nullopt);
    queue.setHeld(EffectKind::Webhook, false);
    EXPECT_THAT(take({}), ElementsAre(1));
}

TEST_F(OutboxQueueTest, MessagesGoWhileNothingMayLeaveTheStore) {
    OutboxQueue::Receiver& workflow = queue.join(EffectKind::Message, "workflow BUG-1");
    queue.push(a, at(seconds{1}), id(1));
    queue.push(workflow, at(seconds{2}), id(2));
    EXPECT_EQ(queue.nextDue(at(seconds{5})), at(seconds{2}));
    EXPECT_EQ(queue.take(at(seconds{2}), false), id(2));
    EXPECT_EQ(queue.take(at(seconds{2}), false), std::nullopt);
    EXPECT_EQ(queue.nextDue(at(seconds{5})), at(seconds{5}));
    EXPECT_THAT(take(seconds{5}), ElementsAre(1));
}

TEST(OutboxPace, LetsEverythingGoWhileFewTurnsWait) {
    OutboxPace pace;
    EXPECT_GT(pace.allowance({.waiting = 7, .made = 0}, at({})), 1'000'000U);
    EXPECT_GT(pace.allowance({.waiting = 0, .made = 10}, at({})), 1'000'000U);
    EXPECT_LE(pace.leaveFrom(), at({}));
}

TEST(OutboxPace, GivesWayToTurnsAndNeverStandsStill) {
    OutboxPace pace;
    EXPECT_EQ(pace.allowance({.waiting = 8, .made = 10}, at({})), 1U);
    const SteadyTime next = pace.leaveFrom();
    EXPECT_GT(next, at({}));
    EXPECT_EQ(pace.allowance({.waiting = 8, .made = 2'000}, next - Duration(1)), 0U);
    EXPECT_EQ(pace.allowance({.waiting = 8, .made = 1'010}, next), 4U);
    EXPECT_GT(pace.allowance({.waiting = 0, .made = 1'010}, pace.leaveFrom()), 1'000'000U);
}

class OpenEffectsTest : public testing::Test {
protected:
    static OpenEffects::Effect effect(std::uint64_t change, bool isOrdered = false) {
        return {.id = id(change),
                .workflow = WorkflowKey(1),
                .kind = EffectKind::Webhook,
                .isOrdered = isOrdered,
                .receiver = "a"};
    }
    static EffectUpdate update(std::uint64_t change, EffectStatus status) {
        return {.effect = id(change), .status = status, .progress = {}};
    }
    std::vector<std::uint64_t> take() {
        std::vector<std::uint64_t> taken;
        while (const auto next = effects.take(at({}), true))
            taken.push_back(next->id.change.value());
        return taken;
    }
    void record(std::uint64_t change, EffectStatus status) {
        effects.answer(id(change), OutboxQueue::Answer::Answered, at({}));
        static_cast<void>(effects.beginRecording(id(change)));
        effects.apply(update(change, status), at({}), {.problem = "broken"});
    }

    OpenEffects effects{OutboxSettings{}};
};

TEST_F(OpenEffectsTest, AnotherOnesUpdateOfWhatIsBeingSentLeavesItToItsTaker) {
    effects.add(effect(1));
    EXPECT_THAT(take(), ElementsAre(1));
    EXPECT_FALSE(effects.apply(update(1, EffectStatus::Pending), at({}), {}));
    EXPECT_THAT(take(), IsEmpty());
    effects.answer(id(1), OutboxQueue::Answer::Answered, at({}));
    EXPECT_FALSE(effects.apply(update(1, EffectStatus::Pending), at({}), {}));
    EXPECT_THAT(take(), IsEmpty());
    EXPECT_TRUE(effects.beginRecording(id(1)));
    EXPECT_TRUE(effects.apply(update(1, EffectStatus::Sent), at({}), {}));
    EXPECT_FALSE(effects.has(id(1)));
    EXPECT_EQ(effects.tally().pending(EffectKind::Webhook), 0U);
}

TEST_F(OpenEffectsTest, WhatIsBeingSentCannotBeClaimedNorTheOtherWayRound) {
    effects.add(effect(1));
    effects.add(effect(2));
    EXPECT_TRUE(effects.claim(effect(2)));
    EXPECT_THAT(take(), ElementsAre(1));
    EXPECT_FALSE(effects.claim(effect(1)));
    effects.release(id(2));
    EXPECT_THAT(take(), ElementsAre(2));
}

TEST_F(OpenEffectsTest, OrderedOnesGoOneAfterTheOther) {
    effects.add(effect(1, true));
    effects.add(effect(2, true));
    effects.add(effect(3));
    EXPECT_THAT(take(), ElementsAre(1, 3));
    record(1, EffectStatus::Failed);
    EXPECT_THAT(take(), IsEmpty());
    EXPECT_EQ(effects.standing(id(2)).behind, id(1));
    EXPECT_TRUE(effects.standing(id(2)).isBehindFailed);
    EXPECT_EQ(effects.behindFailedCount(), 1U);
    EXPECT_TRUE(effects.claim(effect(1, true)));
    effects.apply(update(1, EffectStatus::Discarded), at({}), {});
    EXPECT_THAT(take(), ElementsAre(2));
}

TEST_F(OpenEffectsTest, CountsProblemsAndForgetsThoseOfARemovedWorkflow) {
    for (std::uint64_t i = 1; i <= 3; ++i)
        effects.add(effect(i));
    EXPECT_THAT(take(), ElementsAre(1, 2, 3));
    record(1, EffectStatus::Failed);
    record(2, EffectStatus::Failed);
    ASSERT_EQ(effects.problems().size(), 1U);
    EXPECT_EQ(effects.problems().front().count, 2U);
    EXPECT_EQ(effects.failedWith("broken", "a"), (std::vector{id(1), id(2)}));
    EXPECT_THAT(effects.failedWith("broken", "b"), IsEmpty());
    EXPECT_TRUE(effects.claim(effect(2)));
    effects.dropFailed(WorkflowKey(1));
    EXPECT_EQ(effects.tally().of(WorkflowKey(1)).failed, 0U);
    EXPECT_EQ(effects.tally().of(WorkflowKey(1)).allPending(), 1U);
    effects.release(id(2));
    EXPECT_THAT(effects.problems(), IsEmpty());
    EXPECT_TRUE(effects.has(id(3)));
}

} // namespace
} // namespace signalbox
