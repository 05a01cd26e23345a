// What an operator does about effects.

#include "tests/engine/runtime/outbox/outbox_fixture.h"

namespace signalbox {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class OutboxOperatorTest : public OutboxTest {
protected:
    void SetUp() override {
        create("A-1");
        ASSERT_TRUE(hook("A-1"));
    }
    const EffectId first = effectId(2);
};

TEST_F(OutboxOperatorTest, ARetryIsATurnAndBeginsAnew) {
    answer(FakeSender::refused());
    const EffectActReply reply = act(EffectAction::Retry, {first}).value();
    EXPECT_EQ(reply.done, 1U);
    EXPECT_THAT(reply.refused, IsEmpty());
    const Change change = harness.history("A-1").changes.front();
    EXPECT_EQ(change.kind, ChangeKind::EffectsRetried);
    EXPECT_EQ(change.caller.principal, "operator sue");
    EXPECT_EQ(change.caller.reason, "they are back");
    EXPECT_EQ(change.arguments, Json({{"effects", {"2.0"}}}));
    EXPECT_EQ(status(first), EffectStatus::Pending);
    EXPECT_EQ(effect(first).progress.attempts, 0U);
    EXPECT_THAT(effect(first).progress.failures, SizeIs(1));
    ASSERT_THAT(sender.waiting(), SizeIs(1));
    EXPECT_EQ(sender.all()[0].idempotencyKey, sender.all()[1].idempotencyKey);
    answer(FakeSender::sent());
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_EQ(effect(first).progress.attempts, 1U);
}

TEST_F(OutboxOperatorTest, ARetryHasADayOfItsOwn) {
    answer(FakeSender::refused());
    advance(hours{30});
    ASSERT_TRUE(act(EffectAction::Retry, {first}));
    answer(FakeSender::failed());
    EXPECT_EQ(status(first), EffectStatus::Pending);
}

TEST_F(OutboxOperatorTest, APendingOneIsRetriedAtOnce) {
    SendResult later = FakeSender::failed();
    later.retryAfter = hours{5};
    answer(later);
    EXPECT_THAT(sender.waiting(), IsEmpty());
    ASSERT_EQ(act(EffectAction::Retry, {first}).value().done, 1U);
    EXPECT_THAT(sender.waiting(), SizeIs(1));
}

TEST_F(OutboxOperatorTest, ASkipIsATurnAndTheEndOfIt) {
    answer(FakeSender::refused());
    ASSERT_EQ(act(EffectAction::Skip, {first}).value().done, 1U);
    EXPECT_EQ(status(first), EffectStatus::Discarded);
    EXPECT_EQ(harness.history("A-1").changes.front().kind, ChangeKind::EffectsSkipped);
    EXPECT_THAT(effects().problems, IsEmpty());
    EXPECT_EQ(harness.statistics().failedEffects, 0U);
    reopen();
    advance(hours{48});
    EXPECT_THAT(sender.all(), SizeIs(1));
}

TEST_F(OutboxOperatorTest, WhatIsBeingSentIsLeftAlone) {
    for (const EffectAction action : {EffectAction::Retry, EffectAction::Skip}) {
        const EffectActReply reply = act(action, {first}).value();
        EXPECT_EQ(reply.done, 0U);
        ASSERT_THAT(reply.refused, SizeIs(1));
        EXPECT_EQ(reply.refused.front().second.code, ErrorCode::NotPermitted);
        EXPECT_THAT(reply.refused.front().second.message, HasSubstr("being sent"));
    }
    EXPECT_EQ(store.log().size(), 2U);
    answer(FakeSender::sent());
    EXPECT_EQ(status(first), EffectStatus::Sent);
}

TEST_F(OutboxOperatorTest, WhatIsDoneOrNotThereIsRefused) {
    answer(FakeSender::sent());
    const EffectActReply reply = act(EffectAction::Retry, {first, effectId(77), effectId(2, 9)}).value();
    EXPECT_EQ(reply.done, 0U);
    ASSERT_THAT(reply.refused, SizeIs(3));
    EXPECT_EQ(reply.refused[0].first, first);
    EXPECT_EQ(reply.refused[0].second.code, ErrorCode::NotPermitted);
    EXPECT_EQ(reply.refused[1].second.code, ErrorCode::NotFound);
    EXPECT_EQ(reply.refused[2].second.code, ErrorCode::NotFound);
    EXPECT_EQ(store.log().size(), 2U);
}

TEST_F(OutboxOperatorTest, AskedAgainWithTheSameRequestIdItIsDoneOnce) {
    answer(FakeSender::refused());
    ASSERT_EQ(act(EffectAction::Skip, {first}, "r-1").value().done, 1U);
    EXPECT_EQ(act(EffectAction::Skip, {first}, "r-1").value().done, 1U);
    EXPECT_EQ(store.log().size(), 3U);
}

TEST_F(OutboxOperatorTest, EachWorkflowHasOneTurn) {
    create("A-2");
    ASSERT_TRUE(hook("A-2"));
    ASSERT_TRUE(hook("A-1"));
    sender.answerAll(FakeSender::refused());
    harness.scheduler.runAll();
    const std::size_t before = store.log().size();
    EXPECT_EQ(act(EffectAction::Retry, {effectId(5), first, effectId(4), first}).value().done, 3U);
    EXPECT_EQ(store.log().size(), before + 2);
    EXPECT_THAT(sender.waiting(), SizeIs(3));
}

TEST_F(OutboxOperatorTest, AllWithOneProblemAreRetriedTogether) {
    ASSERT_TRUE(hook("A-1", "https://b.example"));
    ASSERT_TRUE(hook("A-1"));
    ASSERT_TRUE(hook("A-1"));
    answer(FakeSender::refused("no account 17"), "https://a.example");
    answer(FakeSender::refused("no account 18"), "https://a.example");
    answer(FakeSender::refused("gone"), "https://a.example");
    answer(FakeSender::refused("no account 19"), "https://b.example");
    const EffectsReply reply = effects();
    ASSERT_THAT(reply.problems, SizeIs(3));
    EXPECT_EQ(reply.problems.front().problem, "no account #");
    EXPECT_EQ(reply.problems.front().count, 2U);
    EffectActRequest request;
    request.problem = reply.problems.front().problem;
    request.receiver = reply.problems.front().receiver;
    EXPECT_EQ(harness.call(&Engine::actOnEffects, request).value().done, 2U);
    EXPECT_THAT(sender.waiting(), SizeIs(2));
    EXPECT_THAT(effects().problems, SizeIs(2));
    EXPECT_EQ(harness.call(&Engine::actOnEffects, request).value().done, 0U);
}

TEST_F(OutboxOperatorTest, HeldMailsCanBeSkippedAndRetried) {
    sender.hold(EffectKind::Mail, "no mail server configured");
    ASSERT_TRUE(harness.fire("A-1", "Mail"));
    ASSERT_TRUE(harness.fire("A-1", "Mail"));
    ASSERT_EQ(act(EffectAction::Skip, {effectId(3)}).value().done, 1U);
    ASSERT_EQ(act(EffectAction::Retry, {effectId(4)}).value().done, 1U);
    EXPECT_EQ(harness.statistics().heldEffects, 1U);
    EXPECT_EQ(status(effectId(3)), EffectStatus::Discarded);
    sender.hold(EffectKind::Mail, "");
    harness.scheduler.runAll();
    EXPECT_THAT(sender.waiting(), SizeIs(2));
    EXPECT_EQ(harness.statistics().heldEffects, 0U);
}

TEST_F(OutboxOperatorTest, ATurnThatIsNotCommittedChangesNothing) {
    answer(FakeSender::refused());
    store.setFault([hasFailed = false](std::span<const TurnWrite>) mutable -> std::optional<Error> {
        if (std::exchange(hasFailed, true)) return std::nullopt;
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    const EffectActReply reply = act(EffectAction::Skip, {first}).value();
    ASSERT_THAT(reply.refused, SizeIs(1));
    EXPECT_EQ(reply.refused.front().second.code, ErrorCode::Io);
    EXPECT_EQ(status(first), EffectStatus::Failed);
    EXPECT_EQ(act(EffectAction::Skip, {first}).value().done, 1U);
}

TEST_F(OutboxOperatorTest, AnEndedWorkflowsEffectsCanBeRetried) {
    answer(FakeSender::refused());
    ASSERT_TRUE(harness.call(&Engine::terminate, EngineHarness::actRequest("A-1")));
    EXPECT_EQ(act(EffectAction::Retry, {first}).value().done, 1U);
    EXPECT_EQ(harness.get("A-1").row.status, WorkflowStatus::Terminated);
    EXPECT_THAT(sender.waiting(), SizeIs(1));
}

} // namespace
} // namespace signalbox
