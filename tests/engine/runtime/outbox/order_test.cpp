// Effects that are to be sent one after the other.

#include "tests/engine/runtime/outbox/outbox_fixture.h"

namespace signalbox {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class OutboxOrderTest : public OutboxTest {
protected:
    void SetUp() override {
        create("A-1");
        for (const char* host : {"a", "b", "c"})
            ASSERT_TRUE(hook("A-1", std::string("https://") + host, {{"ordered", true}}));
    }
    [[nodiscard]] std::vector<std::string> waiting() const {
        std::vector<std::string> urls;
        for (const OutgoingEffect& out : sender.waiting())
            urls.push_back(out.payload["url"]);
        return urls;
    }
};

TEST_F(OutboxOrderTest, EachIsSentAfterTheOneBefore) {
    EXPECT_THAT(waiting(), ElementsAre("https://a"));
    EXPECT_EQ(entry(effectId(3)).waitsFor, "effect 2.0");
    EXPECT_FALSE(entry(effectId(3)).isHeld);
    answer(FakeSender::failed());
    EXPECT_THAT(waiting(), IsEmpty());
    advance(minutes{1});
    EXPECT_THAT(waiting(), ElementsAre("https://a"));
    answer(FakeSender::sent());
    EXPECT_THAT(waiting(), ElementsAre("https://b"));
    answer(FakeSender::sent());
    answer(FakeSender::sent());
    EXPECT_THAT(open(EffectStatus::Pending), IsEmpty());
}

TEST_F(OutboxOrderTest, AFailedOneBlocksUntilItIsSkipped) {
    answer(FakeSender::refused());
    EXPECT_THAT(waiting(), IsEmpty());
    const EffectEntry blocked = entry(effectId(4));
    EXPECT_TRUE(blocked.isHeld);
    EXPECT_EQ(blocked.waitsFor, "effect 2.0, which has failed");
    EXPECT_EQ(harness.statistics().heldEffects, 2U);
    sender.hold(EffectKind::Webhook, "closed");
    EXPECT_EQ(harness.statistics().heldEffects, 2U) << "each is counted once, whatever holds it";
    sender.hold(EffectKind::Webhook, {});
    reopen();
    EXPECT_THAT(waiting(), IsEmpty());
    ASSERT_EQ(act(EffectAction::Skip, {effectId(2)}).value().done, 1U);
    EXPECT_THAT(waiting(), ElementsAre("https://b"));
    EXPECT_EQ(harness.statistics().heldEffects, 0U);
}

TEST_F(OutboxOrderTest, AFailedOneBlocksUntilItIsRetried) {
    answer(FakeSender::refused());
    ASSERT_EQ(act(EffectAction::Retry, {effectId(2)}).value().done, 1U);
    EXPECT_THAT(waiting(), ElementsAre("https://a"));
    answer(FakeSender::sent());
    EXPECT_THAT(waiting(), ElementsAre("https://b"));
}

TEST_F(OutboxOrderTest, OneInTheMiddleCanBeSkipped) {
    ASSERT_EQ(act(EffectAction::Skip, {effectId(3)}).value().done, 1U);
    answer(FakeSender::sent());
    EXPECT_THAT(waiting(), ElementsAre("https://c"));
}

TEST_F(OutboxOrderTest, OthersAndThoseOfOtherWorkflowsDoNotWait) {
    ASSERT_TRUE(hook("A-1", "https://d"));
    create("A-2");
    ASSERT_TRUE(hook("A-2", "https://e", {{"ordered", true}}));
    EXPECT_THAT(waiting(), ElementsAre("https://a", "https://d", "https://e"));
}

TEST_F(OutboxOrderTest, AHeldOneKeepsItsPlace) {
    sender.hold(EffectKind::Webhook, "closed");
    answer(FakeSender::failed());
    advance(minutes{1});
    ASSERT_TRUE(hook("A-1", "https://d", {{"ordered", true}}));
    sender.hold(EffectKind::Webhook, "");
    harness.scheduler.runAll();
    for (const char* url : {"https://a", "https://b", "https://c", "https://d"}) {
        EXPECT_THAT(waiting(), ElementsAre(url));
        answer(FakeSender::sent());
    }
}

} // namespace
} // namespace signalbox
