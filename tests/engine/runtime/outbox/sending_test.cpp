// Effects that are sent, and sent again, until somebody has them.

#include "tests/engine/runtime/outbox/outbox_fixture.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <utility>

namespace signalbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The first effect of "A-1": change 1 has created it, change 2 asks.
const EffectId kFirst = effectId(2);

TEST_F(OutboxTest, AnEffectIsSentAfterItsCommit) {
    create("A-1");
    const Time asked = harness.clock.now();
    ASSERT_TRUE(hook("A-1"));
    ASSERT_THAT(sender.waiting(), SizeIs(1));
    const OutgoingEffect out = sender.waiting().front();
    EXPECT_EQ(out.kind, EffectKind::Webhook);
    EXPECT_EQ(out.payload["url"], "https://a.example");
    EXPECT_EQ(out.workflowId, "A-1");
    EXPECT_EQ(out.idempotencyKey, "00000000000000000000000000000001-2.0");
    EXPECT_THAT(out.replyAddress, testing::StartsWith("2.0."));
    EXPECT_EQ(out.requested, asked);
    EXPECT_EQ(status(kFirst), EffectStatus::Pending);
    EXPECT_TRUE(entry(kFirst).isSending);
    answer(FakeSender::sent());
    EXPECT_EQ(status(kFirst), EffectStatus::Sent);
    EXPECT_EQ(effect(kFirst).progress.attempts, 1U);
    EXPECT_EQ(effect(kFirst).progress.status, 200U);
    EXPECT_EQ(effect(kFirst).progress.response, "thank you");
    EXPECT_EQ(harness.statistics().pendingEffects, 0U);
    EXPECT_EQ(store.log().size(), 2U); // no turn of its own
}

TEST_F(OutboxTest, NothingIsSentForATurnThatIsNotCommitted) {
    create("A-1");
    store.setFault([](std::span<const TurnWrite>) -> std::optional<Error> {
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    EXPECT_FALSE(hook("A-1"));
    EXPECT_THAT(sender.all(), IsEmpty());
}

TEST_F(OutboxTest, AFailedEffectIsTriedAgainWithTheSameKey) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    for (std::uint32_t failures = 1; failures <= 5; ++failures) {
        answer(FakeSender::failed("HTTP 503", 503));
        const EffectRecord after = effect(kFirst);
        EXPECT_EQ(after.status, EffectStatus::Pending);
        EXPECT_EQ(after.progress.attempts, failures);
        ASSERT_TRUE(after.progress.nextAttempt);
        EXPECT_LE(*after.progress.nextAttempt - harness.clock.now(), seconds{1U << (failures - 1)});
        EXPECT_EQ(after.progress.failures.back().error, "HTTP 503");
        advance(minutes{1});
        ASSERT_THAT(sender.waiting(), SizeIs(1));
    }
    answer(FakeSender::sent());
    EXPECT_EQ(status(kFirst), EffectStatus::Sent);
    EXPECT_EQ(effect(kFirst).progress.attempts, 6U);
    EXPECT_FALSE(effect(kFirst).progress.nextAttempt);
    std::set<std::string> keys;
    for (const OutgoingEffect& out : sender.all())
        keys.insert(out.idempotencyKey);
    EXPECT_EQ(keys.size(), 1U);
    advance(hours{48});
    EXPECT_THAT(sender.all(), SizeIs(6));
}

TEST_F(OutboxTest, AnAnswerThatWasNotNotedIsAskedForAgainWithTheSameKey) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    store.setFault([](std::span<const TurnWrite>) -> std::optional<Error> {
        return Error{.code = ErrorCode::OutcomeUnknown, .message = "the process died", .advice = {}};
    });
    answer(FakeSender::sent());
    EXPECT_EQ(status(kFirst), EffectStatus::Pending);
    store.reopen();
    reopen();
    ASSERT_THAT(sender.waiting(), SizeIs(1));
    EXPECT_EQ(sender.all()[0].idempotencyKey, sender.all()[1].idempotencyKey);
    answer(FakeSender::sent());
    EXPECT_EQ(status(kFirst), EffectStatus::Sent);
}

TEST_F(OutboxTest, AnAnswerThatTheDiskRefusedIsNotedLater) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    store.setFault([failures = 0](std::span<const TurnWrite>) mutable -> std::optional<Error> {
        if (++failures > 3) return std::nullopt;
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    answer(FakeSender::sent());
    EXPECT_EQ(status(kFirst), EffectStatus::Pending);
    advance(seconds{3});
    EXPECT_EQ(status(kFirst), EffectStatus::Sent);
    EXPECT_THAT(sender.all(), SizeIs(1));
}

TEST_F(OutboxTest, NothingIsSentWhileNothingCanBeNoted) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    SendResult busy = FakeSender::failed();
    busy.retryAfter = minutes{1}; // by then the engine has seen that the disk is full
    answer(busy);
    store.setRefusal(Error{.code = ErrorCode::DiskFull, .message = "the disk is full", .advice = {}});
    advance(minutes{5});
    EXPECT_THAT(sender.all(), SizeIs(1));
    store.setRefusal({});
    advance(seconds{10});
    EXPECT_THAT(sender.all(), SizeIs(2));
}

TEST_F(OutboxTest, TheReceiversWishIsKept) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    SendResult busy = FakeSender::failed("HTTP 429", 429);
    busy.retryAfter = hours{2};
    answer(busy);
    advance(hours{2} - Duration(1));
    EXPECT_THAT(sender.all(), SizeIs(1));
    advance(Duration(1));
    EXPECT_THAT(sender.all(), SizeIs(2));
}

TEST_F(OutboxTest, AfterTwentyAttemptsItHasFailedForGood) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    for (int i = 0; i < 20; ++i) {
        answer(FakeSender::failed("no route to 10.0.0.1"));
        advance(hours{1});
    }
    EXPECT_EQ(status(kFirst), EffectStatus::Failed);
    EXPECT_THAT(effect(kFirst).progress.failures, SizeIs(20));
    EXPECT_THAT(sender.waiting(), IsEmpty());
    EXPECT_EQ(harness.statistics().failedEffects, 1U);
    const EffectsReply reply = effects();
    ASSERT_THAT(reply.problems, SizeIs(1));
    EXPECT_EQ(reply.problems.front().problem, "no route to #");
    EXPECT_EQ(reply.problems.front().receiver, "https://a.example");
    EXPECT_EQ(reply.problems.front().count, 1U);
    advance(hours{48});
    EXPECT_THAT(sender.all(), SizeIs(20));
}

TEST_F(OutboxTest, AfterADayItHasFailedForGood) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    answer(FakeSender::failed());
    advance(hours{12});
    answer(FakeSender::failed());
    EXPECT_EQ(status(kFirst), EffectStatus::Pending);
    advance(hours{12});
    answer(FakeSender::failed());
    EXPECT_EQ(status(kFirst), EffectStatus::Failed);
    EXPECT_EQ(effect(kFirst).progress.attempts, 3U);
}

TEST_F(OutboxTest, WhatIsRefusedFailsAtOnce) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    answer(FakeSender::refused());
    EXPECT_EQ(status(kFirst), EffectStatus::Failed);
    EXPECT_EQ(effect(kFirst).progress.attempts, 1U);
    EXPECT_THAT(harness.log.lines(), testing::Contains(HasSubstr("effect 2.0 of A-1 has failed for good: HTTP 404")));
}

TEST_F(OutboxTest, WhatWasNotStartedIsNoAttempt) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    answer(FakeSender::notStarted());
    EXPECT_EQ(effect(kFirst).progress, EffectProgress());
    advance(seconds{1});
    EXPECT_THAT(sender.all(), SizeIs(2));
}

TEST_F(OutboxTest, ADelayCountsFromTheTurnAlsoOverARestart) {
    create("A-1");
    ASSERT_TRUE(hook("A-1", "https://a.example", {{"delayMs", 60'000}}));
    advance(seconds{30});
    reopen();
    advance(seconds{30} - Duration(1));
    EXPECT_THAT(sender.all(), IsEmpty());
    advance(Duration(1));
    EXPECT_THAT(sender.all(), SizeIs(1));
}

TEST_F(OutboxTest, NoPauseIsLongerThanItWasMeantBecauseTheClockWasSetBack) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    answer(FakeSender::failed());
    harness.clock.jumpWallClock(-hours{24 * 365});
    reopen();
    advance(seconds{1});
    EXPECT_THAT(sender.waiting(), SizeIs(1));
}

TEST_F(OutboxTest, ARestartResumes) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    ASSERT_TRUE(hook("A-1", "https://b.example"));
    answer(FakeSender::failed(), "https://a.example");
    answer(FakeSender::refused(), "https://b.example");
    const Time next = effect(kFirst).progress.nextAttempt.value();
    reopen();
    EXPECT_THAT(effects().problems, SizeIs(1));
    if (next > harness.clock.now()) {
        EXPECT_THAT(sender.waiting(), IsEmpty());
        advance(next - harness.clock.now());
    }
    ASSERT_THAT(sender.waiting(), SizeIs(1));
    answer(FakeSender::sent());
    EXPECT_EQ(effect(kFirst).progress.attempts, 2U);
    EXPECT_EQ(status(effectId(3)), EffectStatus::Failed);
}

TEST_F(OutboxTest, ItCanBeClosedWhileItSends) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    harness.engine().close();
    EXPECT_TRUE(sender.answer(FakeSender::sent()));
    harness.scheduler.runAll();
    ASSERT_TRUE(harness.scheduler.readyCount() == 0);
    harness.close();
    EXPECT_EQ(status(kFirst), EffectStatus::Pending);
    harness.reopen();
    harness.scheduler.runAll();
    ASSERT_THAT(sender.waiting(), SizeIs(1));
    harness.close();
    // Of an engine that is gone.
    EXPECT_TRUE(sender.answer(FakeSender::sent()));
    EXPECT_EQ(status(kFirst), EffectStatus::Pending);
}

TEST_F(OutboxTest, EffectsOfARemovedWorkflowAreStillSent) {
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    ASSERT_TRUE(hook("A-1"));
    answer(FakeSender::refused());
    ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest("A-1")));
    EXPECT_EQ(status(kFirst), EffectStatus::Discarded);
    EXPECT_THAT(effects().problems, IsEmpty());
    reopen();
    ASSERT_THAT(sender.waiting(), SizeIs(1));
    EXPECT_EQ(sender.waiting().front().workflowId, "A-1");
    answer(FakeSender::refused());
    // Nobody is left to retry or to skip it.
    EXPECT_EQ(status(effectId(3)), EffectStatus::Discarded);
    EXPECT_EQ(harness.statistics().failedEffects, 0U);
}

TEST_F(OutboxTest, AnAnswerIsNotedWithTheNextTurns) {
    create("A-1");
    create("A-2");
    ASSERT_TRUE(hook("A-1"));
    bool hasAnswered = false;
    store.setOnCommit([&] {
        if (std::exchange(hasAnswered, true)) return;
        ASSERT_TRUE(sender.answer(FakeSender::sent()));
        harness.scheduler.runOne(); // the answer, while the commit is under way
    });
    std::optional<Awaited<FireReply>> second;
    FireRequest heard;
    heard.id = "A-2";
    heard.trigger = "Heard";
    harness.engine().fire(heard, [&](const Result<FireReply>&) { second = harness.beginFire("A-2", "Heard"); });
    harness.scheduler.runAll();
    ASSERT_TRUE(second && second->isHere());
    EXPECT_EQ(status(effectId(3)), EffectStatus::Sent);
    // Nobody has waited for a commit without a turn.
    EXPECT_THAT(store.commitSizes(), Each(1));
}

TEST_F(OutboxTest, GivesWayToTurnsThatWait) {
    constexpr int kTurns = 10;
    for (int i = 0; i < kTurns; ++i)
        create(fmt::format("A-{}", i));
    for (int i = 0; i < 8; ++i)
        ASSERT_TRUE(hook("A-0"));
    ASSERT_EQ(sender.waitingCount(), 4U);
    sender.answerAll(FakeSender::sent());
    std::vector<Awaited<FireReply>> fires;
    for (int i = 0; i < kTurns; ++i)
        fires.push_back(harness.beginFire(fmt::format("A-{}", i), "Heard"));
    harness.scheduler.runAll();
    EXPECT_EQ(sender.waitingCount(), 1U);
    advance(std::chrono::milliseconds{20});
    EXPECT_EQ(sender.waitingCount(), 4U);
}

TEST_F(OutboxTest, WatchersHearOfEffectsThatWentOn) {
    create("A-1");
    std::vector<WatchBatch> batches;
    const auto watch = harness.engine().watch({}, [&](Result<WatchBatch> batch) { batches.push_back(*batch); });
    ASSERT_TRUE(hook("A-1"));
    batches.clear();
    answer(FakeSender::failed());
    ASSERT_THAT(batches, SizeIs(1));
    EXPECT_THAT(batches.front().effects, ElementsAre("A-1"));
    EXPECT_THAT(batches.front().changes, IsEmpty());
}

TEST_F(OutboxTest, RowsTellHowManyArePendingAndHaveFailed) {
    create("A-1");
    sender.hold(EffectKind::Mail, "no mail server configured");
    ASSERT_TRUE(harness.fire("A-1", "Mail"));
    ASSERT_TRUE(hook("A-1"));
    ASSERT_TRUE(hook("A-1", "https://b.example"));
    const auto counts = [this] {
        const WorkflowRow row = harness.get("A-1").row;
        return std::pair(row.pendingEffects, row.failedEffects);
    };
    EXPECT_EQ(counts(), std::pair(3U, 0U));
    answer(FakeSender::refused());
    EXPECT_EQ(counts(), std::pair(2U, 1U));
    reopen();
    EXPECT_EQ(counts(), std::pair(2U, 1U));
    answer(FakeSender::sent());
    EXPECT_EQ(counts(), std::pair(1U, 1U));
    ASSERT_TRUE(act(EffectAction::Skip, {effectId(3)}));
    EXPECT_EQ(counts(), std::pair(1U, 0U));
}

// -- held

TEST_F(OutboxTest, HeldMailsWaitAndGoWhenTheyAreLetGo) {
    sender.hold(EffectKind::Mail, "no mail server configured");
    create("A-1");
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(harness.fire("A-1", "Mail"));
    EXPECT_THAT(sender.all(), IsEmpty());
    EXPECT_EQ(harness.statistics().heldEffects, 3U);
    const EffectEntry held = entry(kFirst);
    EXPECT_TRUE(held.isHeld);
    EXPECT_EQ(held.waitsFor, "no mail server configured");
    EXPECT_EQ(held.receiver, "mail");
    reopen();
    advance(hours{48});
    EXPECT_EQ(harness.statistics().heldEffects, 3U);
    sender.hold(EffectKind::Mail, "");
    harness.scheduler.runAll();
    EXPECT_THAT(sender.waiting(), SizeIs(3));
    EXPECT_EQ(harness.statistics().heldEffects, 0U);
    sender.answerAll(FakeSender::sent());
    harness.scheduler.runAll();
    EXPECT_EQ(store.effectCount(EffectStatus::Sent).value(), 3U);
    EXPECT_EQ(harness.statistics().pendingEffects, 0U);
}

TEST_F(OutboxTest, MailsThatAreKeptWaitToo) {
    create("A-1");
    ASSERT_TRUE(harness.fire("A-1", "Mail"));
    answer(FakeSender::failed());
    sender.hold(EffectKind::Mail, "no mail server configured");
    advance(minutes{1});
    EXPECT_THAT(sender.waiting(), IsEmpty());
    EXPECT_EQ(harness.statistics().heldEffects, 1U);
    ASSERT_TRUE(hook("A-1"));
    EXPECT_THAT(sender.waiting(), SizeIs(1)); // others go
    sender.hold(EffectKind::Mail, "");
    harness.scheduler.runAll();
    EXPECT_THAT(sender.waiting(), SizeIs(2));
}

TEST(Outbox, WithoutASenderEffectsStayPending) {
    MemoryStore store;
    EngineHarness harness(store, {}, {}, {clerk()});
    CreateRequest request;
    request.definition.name = "clerk";
    request.id = "A-1";
    ASSERT_TRUE(harness.call(&Engine::create, request));
    ASSERT_TRUE(harness.fire("A-1", "Mail"));
    ASSERT_TRUE(harness.fire("A-1", "Hook", {{"url", "https://a.example/b"}, {"body", nullptr}}));
    harness.scheduler.advance(hours{48});
    EXPECT_EQ(harness.statistics().heldEffects, 2U);
    const auto reply = harness.call(&Engine::effects, EffectsRequest{}).value();
    ASSERT_THAT(reply.effects, SizeIs(2));
    EXPECT_TRUE(reply.effects[0].isHeld);
    EXPECT_EQ(reply.effects[0].receiver, "https://a.example");
    EXPECT_EQ(reply.effects[1].waitsFor, "no mail server configured");
}

TEST(Outbox, WithoutASenderNothingOvertakesWhatKeepsAnOrder) {
    ChartBuilder<> chart("pair", "Open");
    chart.state("Open")
        .internal("Both",
                  [](ActionContext& turn) {
                      turn.mail("sue@example.org", "hello", "it is done", {.ordered = true});
                      turn.message("A-2", "Heard", {}, {.ordered = true});
                  })
        .internal("Heard", [](ActionContext&) {});
    MemoryStore store;
    EngineHarness harness(store, {}, {}, {chart.build().chart});
    for (const char* id : {"A-1", "A-2"}) {
        CreateRequest request;
        request.definition.name = "pair";
        request.id = id;
        ASSERT_TRUE(harness.call(&Engine::create, request));
    }
    ASSERT_TRUE(harness.fire("A-1", "Both"));
    harness.reopen();
    harness.scheduler.advance(hours{1});
    EXPECT_EQ(store.effectCount(EffectStatus::Pending), 2U);
    EXPECT_EQ(harness.statistics().heldEffects, 1U);
}

// -- a dead receiver

TEST_F(OutboxTest, TenThousandToADeadHostHinderNobody) {
    create("A-1");
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(harness.fire("A-1", "Hook", {{"url", "https://dead.example"}, {"body", nullptr}, {"count", 100}}));
    sender.answerAll(FakeSender::failed(), "https://dead.example");
    harness.scheduler.runAll();
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(hook("A-1", "https://live.example"));
        answer(FakeSender::sent(), "https://live.example");
        sender.answerAll(FakeSender::failed(), "https://dead.example");
        advance(seconds{10});
    }
    EXPECT_EQ(store.effectCount(EffectStatus::Sent).value(), 50U);
    // One try in 30 s, after the first few.
    const auto tries = std::ranges::count_if(
        sender.all(), [](const OutgoingEffect& out) { return out.payload["url"] == "https://dead.example"; });
    EXPECT_LE(tries, 5 + 4 + 500 / 30 + 1);
    EXPECT_EQ(entry(effectId(101, 99)).waitsFor, "its receiver, which does not answer");
    // It answers again: all go.
    advance(seconds{30});
    while (sender.answerAll(FakeSender::sent()) > 0)
        harness.scheduler.runAll();
    advance(hours{1});
    while (sender.answerAll(FakeSender::sent()) > 0)
        harness.scheduler.runAll();
    EXPECT_EQ(store.effectCount(EffectStatus::Sent).value(), 10'050U);
}

} // namespace
} // namespace signalbox
