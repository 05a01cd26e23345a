// Workflows hear of what became of their effects.

#include "tests/engine/chart/statechart/draft_writer.h"
#include "tests/engine/runtime/outbox/outbox_fixture.h"

namespace signalbox {
namespace {

using std::chrono::minutes;
using test::DraftWriter;
using test::say;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kWeb = "http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor";

ChartPtr statechart() {
    Send send;
    send.event.text = "paid";
    send.target.text = "https://a.example";
    send.type.text = kWeb;
    send.id = "pay";
    DraftWriter writer;
    writer.draft.name = "machine";
    writer.state("open").on("go", "", {test::element(send)});
    writer.on("done.send", "paid").on("error", "unpaid").on("leave", "away");
    writer.state("paid").state("unpaid").state("away");
    return writer.build();
}

class OutboxOutcomeTest : public OutboxTest {
protected:
    void SetUp() override { create("L-1", "listener"); }
    Result<FireReply> pay(const char* sendId = "pay") { return hook("L-1", "https://a.example", {{"sendId", sendId}}); }
    const EffectId first = effectId(2);
};

TEST_F(OutboxOutcomeTest, AFluentChartHearsThatItWasSent) {
    ASSERT_TRUE(pay());
    const std::size_t commits = store.commitSizes().size();
    answer(FakeSender::sent());
    EXPECT_EQ(state("L-1"), "Paid");
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_EQ(store.commitSizes().size(), commits + 1); // both in one
    const Change change = harness.history("L-1").changes.front();
    EXPECT_EQ(change.kind, ChangeKind::EffectAnswered);
    EXPECT_EQ(change.trigger, "done.send.pay");
    EXPECT_EQ(change.caller.principal, "effect 2.0");
    EXPECT_EQ(change.arguments, Json({{"sendId", "pay"}, {"status", 200}, {"response", "thank you"}}));
    EXPECT_THAT(change.log, ElementsAre("\"thank you\""));
}

TEST_F(OutboxOutcomeTest, AFluentChartHearsThatItHasFailed) {
    ASSERT_TRUE(pay());
    answer(FakeSender::refused("HTTP 402", 402));
    EXPECT_EQ(state("L-1"), "Unpaid");
    EXPECT_EQ(status(first), EffectStatus::Failed);
    EXPECT_EQ(harness.history("L-1").changes.front().arguments,
              Json({{"sendId", "pay"}, {"status", 402}, {"reason", "HTTP 402"}}));
}

TEST_F(OutboxOutcomeTest, WhatIsTriedAgainIsNoOutcome) {
    ASSERT_TRUE(pay());
    answer(FakeSender::failed());
    EXPECT_EQ(state("L-1"), "Open");
    advance(minutes{1});
    answer(FakeSender::sent());
    EXPECT_EQ(state("L-1"), "Paid");
}

TEST_F(OutboxOutcomeTest, WhereNobodyListensTheRowAloneIsChanged) {
    ASSERT_TRUE(pay("other"));
    answer(FakeSender::sent());
    EXPECT_EQ(state("L-1"), "Open");
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_EQ(store.log().size(), 2U);
}

TEST_F(OutboxOutcomeTest, WhereItIsNotAwaitedNowTheRowAloneIsChanged) {
    ASSERT_TRUE(pay());
    ASSERT_TRUE(harness.fire("L-1", "Leave"));
    answer(FakeSender::sent());
    EXPECT_EQ(state("L-1"), "Away");
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_EQ(store.log().size(), 3U);
}

TEST_F(OutboxOutcomeTest, ALaterWorkflowOfItsIdHearsNothing) {
    ASSERT_TRUE(pay());
    ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest("L-1")));
    harness.clock.advance(Duration(1));
    create("L-1", "listener");
    answer(FakeSender::sent());
    EXPECT_EQ(state("L-1"), "Open");
    EXPECT_EQ(status(first), EffectStatus::Sent);
}

TEST_F(OutboxOutcomeTest, ATurnThatIsNotCommittedIsTriedAgain) {
    ASSERT_TRUE(pay());
    store.setFault([hasFailed = false](std::span<const TurnWrite>) mutable -> std::optional<Error> {
        if (std::exchange(hasFailed, true)) return std::nullopt;
        return Error{.code = ErrorCode::Io, .message = "the disk is broken", .advice = {}};
    });
    answer(FakeSender::sent());
    EXPECT_EQ(state("L-1"), "Open");
    EXPECT_EQ(status(first), EffectStatus::Pending);
    advance(std::chrono::seconds{1});
    EXPECT_EQ(state("L-1"), "Paid");
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_THAT(sender.all(), SizeIs(1));
}

class OutboxStatechartTest : public testing::Test {
protected:
    OutboxStatechartTest() : harness(store, {}, {}, {statechart()}, nullptr, &sender) {
        CreateRequest request;
        request.definition.name = "machine";
        request.id = "M-1";
        EXPECT_TRUE(harness.call(&Engine::create, request));
        EXPECT_TRUE(harness.fire("M-1", "go"));
    }
    void answer(const SendResult& result) {
        ASSERT_TRUE(sender.answer(result));
        harness.scheduler.runAll();
    }

    MemoryStore store;
    FakeSender sender;
    EngineHarness harness;
};

TEST_F(OutboxStatechartTest, HearsThatItWasSent) {
    answer(FakeSender::sent());
    EXPECT_EQ(harness.get("M-1").row.state, "paid");
    const Change change = harness.history("M-1").changes.front();
    EXPECT_EQ(change.kind, ChangeKind::EffectAnswered);
    EXPECT_EQ(change.arguments["name"], "done.send.pay");
    EXPECT_EQ(change.arguments["data"]["sendid"], "pay");
    EXPECT_EQ(store.effectCount(EffectStatus::Sent).value(), 1U);
}

TEST_F(OutboxStatechartTest, HearsThatItHasFailed) {
    answer(FakeSender::refused("HTTP 402", 402));
    EXPECT_EQ(harness.get("M-1").row.state, "unpaid");
    const Change change = harness.history("M-1").changes.front();
    EXPECT_EQ(change.arguments["name"], "error.communication");
    EXPECT_EQ(change.arguments["data"], Json({{"sendid", "pay"}, {"reason", "HTTP 402"}, {"status", 402}}));
}

TEST_F(OutboxStatechartTest, DoesNotHearWhatItDoesNotAwait) {
    ASSERT_TRUE(harness.fire("M-1", "leave"));
    answer(FakeSender::sent());
    EXPECT_EQ(harness.get("M-1").row.state, "away");
    EXPECT_EQ(store.effectCount(EffectStatus::Sent).value(), 1U);
}

} // namespace
} // namespace signalbox
