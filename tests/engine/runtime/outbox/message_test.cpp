// Messages from workflow to workflow.

#include "tests/engine/model_check/crashing_store.h"
#include "tests/engine/runtime/outbox/outbox_fixture.h"

namespace signalbox {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class OutboxMessageTest : public OutboxTest {
protected:
    void SetUp() override {
        create("A-1");
        create("A-2");
    }
    Result<FireReply> tell(const std::string& to, const std::string& trigger) {
        return harness.fire("A-1", "Tell", {{"to", to}, {"trigger", trigger}});
    }
    const EffectId first = effectId(3);
};

TEST_F(OutboxMessageTest, AMessageFiresItsTrigger) {
    ASSERT_TRUE(tell("A-2", "Heard"));
    const Change change = harness.history("A-2").changes.front();
    EXPECT_EQ(change.trigger, "Heard");
    EXPECT_EQ(change.kind, ChangeKind::Fired);
    EXPECT_EQ(change.caller.principal, "workflow A-1");
    EXPECT_THAT(change.log, ElementsAre("heard"));
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_EQ(harness.statistics().pendingEffects, 0U);
    EXPECT_THAT(sender.all(), IsEmpty());
}

TEST_F(OutboxMessageTest, WithoutASenderMessagesGoAllTheSame) {
    sender.hold(EffectKind::Mail, "no mail server configured");
    sender.hold(EffectKind::Webhook, "closed");
    ASSERT_TRUE(tell("A-2", "Heard"));
    EXPECT_EQ(status(first), EffectStatus::Sent);
}

TEST_F(OutboxMessageTest, WhatIsRefusedFailsAtOnceWithTheReason) {
    ASSERT_TRUE(harness.fire("A-2", "Close"));
    ASSERT_TRUE(tell("A-2", "Heard"));
    const EffectRecord refused = effect(effectId(4));
    EXPECT_EQ(refused.status, EffectStatus::Failed);
    EXPECT_THAT(refused.progress.failures.front().error, HasSubstr("Heard"));
    ASSERT_TRUE(tell("A-9", "Heard"));
    EXPECT_EQ(effect(effectId(5)).progress.failures.front().error, "there is no workflow A-9");
    EXPECT_EQ(status(effectId(5)), EffectStatus::Failed);
    ASSERT_TRUE(tell("A-2", "Unheard"));
    EXPECT_EQ(status(effectId(6)), EffectStatus::Failed);
    ASSERT_TRUE(harness.fire("A-2", "Open"));
    ASSERT_TRUE(tell("A-2", "Break"));
    EXPECT_EQ(status(effectId(8)), EffectStatus::Failed);
    EXPECT_EQ(entry(effectId(8)).receiver, "workflow A-2");
}

TEST_F(OutboxMessageTest, AFailedOneCanBeRetried) {
    ASSERT_TRUE(harness.fire("A-2", "Close"));
    ASSERT_TRUE(tell("A-2", "Heard"));
    ASSERT_TRUE(harness.fire("A-2", "Open"));
    ASSERT_EQ(act(EffectAction::Retry, {effectId(4)}).value().done, 1U);
    EXPECT_EQ(status(effectId(4)), EffectStatus::Sent);
    EXPECT_EQ(harness.history("A-2").changes.front().trigger, "Heard");
}

TEST_F(OutboxMessageTest, OneToItselfArrivesAfterItsTurn) {
    ASSERT_TRUE(tell("A-1", "Heard"));
    EXPECT_EQ(harness.history("A-1").changes.front().trigger, "Heard");
    EXPECT_EQ(status(first), EffectStatus::Sent);
}

TEST_F(OutboxMessageTest, WhenTheDiskRefusesItComesLaterAndOnce) {
    store.setFault([commits = 0](std::span<const TurnWrite>) mutable -> std::optional<Error> {
        if (++commits != 2) return std::nullopt;
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    ASSERT_TRUE(tell("A-2", "Heard"));
    EXPECT_EQ(status(first), EffectStatus::Pending);
    harness.scheduler.advance(seconds{5});
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_EQ(harness.history("A-2").total, 2U);
}

TEST_F(OutboxMessageTest, TheSendersWatchersHearOfIt) {
    std::vector<std::string> heard;
    const auto watch = harness.engine().watch(
        {}, [&](Result<WatchBatch> batch) { heard.insert(heard.end(), batch->effects.begin(), batch->effects.end()); });
    ASSERT_TRUE(tell("A-2", "Heard"));
    EXPECT_THAT(heard, ElementsAre("A-1"));
}

// Whichever commit the process dies in or after, the message arrives once.
TEST(OutboxMessage, ArrivesOnceOverCrashesAtEachStep) {
    using Fault = CrashingStore::Fault;
    for (const Fault fault : {Fault::DiedBefore, Fault::DiedAfter, Fault::UnknownBefore, Fault::UnknownAfter})
        for (int commit = 0; commit < 3; ++commit) {
            auto memory = std::make_shared<MemoryStore>();
            CrashingStore store([&] { return memory; });
            EngineHarness harness(store, {}, {}, {clerk()});
            for (const char* id : {"A-1", "A-2"}) {
                CreateRequest request;
                request.definition.name = "clerk";
                request.id = id;
                ASSERT_TRUE(harness.call(&Engine::create, request));
            }
            int seen = 0;
            const FireRequest tell =
                EngineHarness::fireRequest("A-1", "Tell", {{"to", "A-2"}, {"trigger", "Heard"}}, "r-1");
            if (seen++ == commit) store.arm(fault);
            auto told = harness.begin(&Engine::fire, tell);
            while (harness.scheduler.readyCount() > 0) {
                const std::size_t before = memory->commitSizes().size();
                harness.scheduler.runOne();
                if (memory->commitSizes().size() > before && seen++ == commit) store.arm(fault);
            }
            harness.close();
            store.reopen();
            harness.reopen();
            ASSERT_TRUE(harness.call(&Engine::fire, tell));
            harness.scheduler.advance(seconds{10});
            EXPECT_EQ(harness.history("A-2").total, 2U) << static_cast<int>(fault) << " in commit " << commit;
            EXPECT_EQ(memory->effectCount(EffectStatus::Sent).value(), 1U);
            EXPECT_EQ(memory->effectCount(EffectStatus::Pending).value(), 0U);
        }
}

} // namespace
} // namespace signalbox
