// What is told of effects.

#include "tests/engine/runtime/outbox/outbox_fixture.h"

namespace signalbox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class OutboxReadingTest : public OutboxTest {
protected:
    static std::vector<EffectId> ids(const EffectsReply& reply) {
        std::vector<EffectId> ids;
        for (const EffectEntry& entry : reply.effects)
            ids.push_back(entry.id);
        return ids;
    }
    static EffectsRequest of(const std::string& workflow, std::uint32_t limit = 200) {
        EffectsRequest request;
        request.workflowId = workflow;
        request.limit = limit;
        return request;
    }
    static EffectsRequest before(EffectId id, EffectsRequest request = {}) {
        request.before = id;
        return request;
    }
    static EffectsRequest withProblem(const std::string& problem) {
        EffectsRequest request;
        request.problem = problem;
        return request;
    }
};

TEST_F(OutboxReadingTest, OfAllTheOpenOnesAreToldNewestFirst) {
    create("A-1");
    create("A-2");
    ASSERT_TRUE(hook("A-1", "https://a"));
    ASSERT_TRUE(hook("A-2", "https://b"));
    ASSERT_TRUE(hook("A-1", "https://c"));
    answer(FakeSender::sent(), "https://a");
    answer(FakeSender::refused("HTTP 404", 404), "https://b");
    const EffectsReply all = effects();
    EXPECT_THAT(ids(all), ElementsAre(effectId(5), effectId(4)));
    EXPECT_FALSE(all.hasMore);
    const EffectEntry& failed = all.effects[1];
    EXPECT_EQ(failed.workflowId, "A-2");
    EXPECT_EQ(failed.definition, (DefinitionRef{.name = "clerk", .version = 1}));
    EXPECT_EQ(failed.requested, harness.clock.now());
    EXPECT_EQ(failed.receiver, "https://b");
    EXPECT_EQ(failed.problem, "HTTP 404");
    EXPECT_EQ(failed.effect.payload["url"], "https://b");
    EffectsRequest onlyFailed;
    onlyFailed.statuses = {EffectStatus::Failed};
    EXPECT_THAT(ids(effects(onlyFailed)), ElementsAre(effectId(4)));
    EXPECT_THAT(ids(effects(withProblem("HTTP 404"))), ElementsAre(effectId(4)));
    EXPECT_THAT(ids(effects(withProblem("another"))), IsEmpty());
    EXPECT_THAT(ids(effects(before(effectId(5)))), ElementsAre(effectId(4)));
}

TEST_F(OutboxReadingTest, OfAWorkflowAllAreTold) {
    create("A-1");
    create("A-2");
    ASSERT_TRUE(hook("A-1", "https://a"));
    ASSERT_TRUE(hook("A-2", "https://b"));
    ASSERT_TRUE(hook("A-1", "https://c"));
    answer(FakeSender::sent(), "https://a");
    EXPECT_THAT(ids(effects(of("A-1"))), ElementsAre(effectId(5), effectId(3)));
    const EffectsReply page = effects(of("A-1", 1));
    EXPECT_THAT(ids(page), ElementsAre(effectId(5)));
    EXPECT_TRUE(page.hasMore);
    EXPECT_THAT(ids(effects(before(effectId(5), of("A-1")))), ElementsAre(effectId(3)));
    const auto missing = harness.call(&Engine::effects, of("A-9"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
}

TEST_F(OutboxReadingTest, HistoryTellsHowFarTheSendingHasCome) {
    const auto newest = [this] { return harness.history("A-1").changes.front().effects.front(); };
    create("A-1");
    ASSERT_TRUE(hook("A-1"));
    EXPECT_EQ(newest().attempts, 0U);
    EXPECT_EQ(newest().nextAttempt, std::nullopt);
    answer(FakeSender::failed());
    EXPECT_EQ(newest().status, EffectStatus::Pending);
    EXPECT_EQ(newest().attempts, 1U);
    EXPECT_EQ(newest().attemptBound, EngineSettings().outbox.attemptBound);
    EXPECT_EQ(newest().nextAttempt, effect(effectId(2)).progress.nextAttempt);
    EXPECT_NE(newest().nextAttempt, std::nullopt);
    EXPECT_FALSE(newest().isHeld);
    advance(EngineSettings().outbox.firstPause);
    answer(FakeSender::sent());
    EXPECT_EQ(newest().status, EffectStatus::Sent);
    EXPECT_EQ(newest().attempts, 2U);
    EXPECT_EQ(newest().nextAttempt, std::nullopt);
}

TEST_F(OutboxReadingTest, HistoryTellsWhatIsHeldAndWhy) {
    create("A-1");
    sender.hold(EffectKind::Mail, "no mail server configured");
    ASSERT_TRUE(harness.fire("A-1", "Mail"));
    const EffectRow held = harness.history("A-1").changes.front().effects.front();
    EXPECT_TRUE(held.isHeld);
    EXPECT_EQ(held.waitsFor, "no mail server configured");
    sender.hold(EffectKind::Mail, {});
    harness.scheduler.runAll();
    const EffectRow free = harness.history("A-1").changes.front().effects.front();
    EXPECT_FALSE(free.isHeld);
    EXPECT_EQ(free.waitsFor, "");
}

TEST_F(OutboxReadingTest, PagesAddUpToAll) {
    create("A-1");
    sender.hold(EffectKind::Mail, "no mail server configured");
    for (int i = 0; i < 1500; ++i)
        ASSERT_TRUE(harness.fire("A-1", "Mail"));
    for (int i = 0; i < 1500; ++i)
        ASSERT_TRUE(harness.fire("A-1", "Heard"));
    std::vector<EffectId> seen;
    EffectsRequest request;
    request.limit = 400;
    for (bool hasMore = true; hasMore;) {
        const EffectsReply page = effects(request);
        std::ranges::copy(ids(page), std::back_inserter(seen));
        hasMore = page.hasMore;
        request.before = seen.back();
    }
    ASSERT_THAT(seen, SizeIs(1500));
    EXPECT_TRUE(std::ranges::is_sorted(seen, std::ranges::greater{}));
    EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
}

TEST_F(OutboxReadingTest, TooManyAreNotAskedFor) {
    EffectsRequest request;
    request.limit = 10'001;
    const auto reply = harness.call(&Engine::effects, request);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::InvalidArgument);
}

} // namespace
} // namespace signalbox
