// Receivers of effects answer later.

#include "tests/engine/runtime/outbox/outbox_fixture.h"

namespace signalbox {
namespace {

using std::chrono::minutes;
using testing::IsEmpty;
using testing::SizeIs;

class OutboxRespondTest : public OutboxTest {
protected:
    void SetUp() override {
        create("A-1");
        ASSERT_TRUE(hook("A-1"));
        address = sender.waiting().front().replyAddress;
    }
    static RespondRequest request(const std::string& to, const std::string& trigger = "Close",
                                  const std::string& requestId = {}) {
        RespondRequest request;
        request.address = to;
        request.trigger = trigger;
        request.caller = {.principal = "a.example", .reason = {}, .requestId = requestId};
        return request;
    }
    Result<FireReply> respond(const std::string& trigger = "Close", const std::string& requestId = {}) {
        return harness.call(&Engine::respond, request(address, trigger, requestId));
    }
    std::string address;
    const EffectId first = effectId(2);
};

TEST_F(OutboxRespondTest, AnAnswerFiresATriggerOnce) {
    answer(FakeSender::sent());
    const auto reply = respond();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->outcome, Outcome::Transitioned);
    EXPECT_EQ(state("A-1"), "Closed");
    EXPECT_EQ(harness.history("A-1").changes.front().caller.principal, "a.example");
    EXPECT_EQ(effect(first).progress.repliedAt, harness.clock.now());
    EXPECT_EQ(status(first), EffectStatus::Sent);
    const auto again = respond("Open");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::NotPermitted);
    EXPECT_EQ(state("A-1"), "Closed");
}

TEST_F(OutboxRespondTest, TheSameRequestIdGetsTheFirstAnswer) {
    answer(FakeSender::sent());
    const auto reply = respond("Close", "r-1");
    const auto again = respond("Close", "r-1");
    ASSERT_TRUE(reply && again);
    EXPECT_EQ(reply->seq, again->seq);
    EXPECT_EQ(store.log().size(), 3U);
}

TEST_F(OutboxRespondTest, ARefusalLeavesTheAddressAsItIs) {
    answer(FakeSender::sent());
    const auto refused = respond("Open");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->outcome, Outcome::Rejected);
    EXPECT_FALSE(respond("Nonsense"));
    EXPECT_FALSE(effect(first).progress.repliedAt);
    EXPECT_TRUE(respond());
    EXPECT_EQ(state("A-1"), "Closed");
}

TEST_F(OutboxRespondTest, AWrongAddressIsNotFound) {
    std::string wrong = address;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    for (const std::string& to : {wrong, std::string(), std::string("2.0"), std::string("77.0.") + address.substr(4)}) {
        const auto reply = harness.call(&Engine::respond, request(to));
        ASSERT_FALSE(reply) << to;
        EXPECT_EQ(reply.error().code, ErrorCode::NotFound) << to;
    }
    EXPECT_EQ(state("A-1"), "Open");
}

TEST_F(OutboxRespondTest, OneOfAnotherStoreIsNotFound) {
    class OtherStore final : public ForwardingStore {
    public:
        using ForwardingStore::ForwardingStore;
        [[nodiscard]] StoreIdentity identity() const override {
            StoreIdentity identity = ForwardingStore::identity();
            identity.replyKey = std::string(32, 'x');
            return identity;
        }
    };
    harness.close();
    OtherStore other(store);
    EngineHarness elsewhere(other, {}, {}, {clerk(), listener()});
    const auto reply = elsewhere.call(&Engine::respond, request(address));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::NotFound);
}

TEST_F(OutboxRespondTest, ARemovedWorkflowIsNotFound) {
    ASSERT_TRUE(harness.call(&Engine::remove, EngineHarness::actRequest("A-1")));
    const auto reply = respond();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ErrorCode::NotFound);
}

// A receiver may use the address before it has answered itself.
TEST_F(OutboxRespondTest, AnAnswerDuringTheSendingIsKeptAndSpoilsNothing) {
    ASSERT_TRUE(respond());
    EXPECT_EQ(state("A-1"), "Closed");
    const auto repliedAt = effect(first).progress.repliedAt;
    ASSERT_TRUE(repliedAt);
    EXPECT_TRUE(entry(first).isSending);
    advance(minutes{1});
    EXPECT_THAT(sender.all(), SizeIs(1));
    answer(FakeSender::sent());
    EXPECT_EQ(status(first), EffectStatus::Sent);
    EXPECT_EQ(effect(first).progress.repliedAt, repliedAt);
    EXPECT_FALSE(respond("Open"));
}

TEST_F(OutboxRespondTest, OfTwoAtOnceOneIsTaken) {
    answer(FakeSender::sent());
    auto one = harness.begin(&Engine::respond, request(address));
    auto two = harness.begin(&Engine::respond, request(address));
    harness.scheduler.runAll();
    ASSERT_TRUE(one.isHere() && two.isHere());
    EXPECT_NE(one.result().has_value(), two.result().has_value());
    EXPECT_EQ(store.log().size(), 3U);
}

TEST_F(OutboxRespondTest, AnAnswerAndTheSendersAtOnceSpoilNothing) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        MemoryStore memory;
        FakeSender fake;
        EngineHarness random(memory, {}, seed, {clerk()}, nullptr, &fake);
        CreateRequest create;
        create.definition.name = "clerk";
        create.id = "A-1";
        ASSERT_TRUE(random.call(&Engine::create, create));
        ASSERT_TRUE(random.fire("A-1", "Hook", {{"url", "https://a"}, {"body", nullptr}}));
        auto reply = random.begin(&Engine::respond, request(fake.waiting().front().replyAddress));
        ASSERT_TRUE(fake.answer(FakeSender::sent()));
        random.scheduler.runAll();
        ASSERT_TRUE(reply.isHere() && reply.result());
        const EffectRecord record = memory.effectsOf(std::vector{Seq(2)}).value().front();
        EXPECT_EQ(record.status, EffectStatus::Sent) << seed;
        EXPECT_TRUE(record.progress.repliedAt) << seed;
        EXPECT_THAT(fake.all(), SizeIs(1));
    }
}

} // namespace
} // namespace signalbox
