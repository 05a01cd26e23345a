// The process dies at every commit, in turn: nothing is lost, and nothing is sent without its turn.

#include "tests/engine/model_check/crashing_store.h"
#include "tests/engine/runtime/outbox/outbox_fixture.h"

#include <map>
#include <memory>

namespace signalbox {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

using Fault = CrashingStore::Fault;

class Crash : public testing::TestWithParam<Fault> {
protected:
    Crash() : harness(store, {}, {}, {clerk(), listener()}, nullptr, &sender) {}

    FireRequest next(int number) const {
        const std::string request = "r-" + std::to_string(number);
        switch (number % 4) {
        case 0:
            return EngineHarness::fireRequest("A-1", "Tell", {{"to", "A-2"}, {"trigger", "Heard"}}, request);
        case 1:
            return EngineHarness::fireRequest("A-2", "Mail", {}, request);
        default:
            return EngineHarness::fireRequest("A-1", "Hook", {{"url", "https://a"}, {"body", nullptr}}, request);
        }
    }
    void restart() {
        harness.close();
        sender.forgetWaiting();
        store.reopen();
        harness.reopen();
        harness.scheduler.runAll();
    }
    // Until it is answered, whatever happens to the process.
    template <typename T, typename Request>
    void insist(void (Engine::*ask)(Request, Reply<T>), const Request& request) {
        for (int tries = 0; tries < 5; ++tries) {
            auto reply = harness.begin(ask, request);
            harness.scheduler.runAll();
            if (store.isDead() || store.isClosedToWrites()) {
                restart();
                continue;
            }
            if (reply.isHere() && reply.result()) return;
        }
        FAIL() << "no answer";
    }
    // Some fail first.
    void answerSome(int number) {
        while (sender.answer(number % 3 == 0 ? FakeSender::failed() : FakeSender::sent()))
            harness.scheduler.runAll();
        if (store.isDead() || store.isClosedToWrites()) restart();
    }

    std::shared_ptr<MemoryStore> memory = std::make_shared<MemoryStore>();
    CrashingStore store{[this] { return memory; }};
    FakeSender sender;
    EngineHarness harness;
};

TEST_P(Crash, AtEveryCommitNothingIsLost) {
    for (const char* id : {"A-1", "A-2"}) {
        CreateRequest request;
        request.definition.name = "clerk";
        request.id = id;
        insist(&Engine::create, request);
    }
    constexpr int kTurns = 40;
    for (int number = 0; number < kTurns; ++number) {
        store.arm(GetParam());
        insist(&Engine::fire, next(number));
        // Of what follows, another commit.
        if (number % 2 == 0) store.arm(GetParam());
        answerSome(number);
    }
    store.reopen();
    restart();
    for (int i = 0; i < 50; ++i) {
        sender.answerAll(FakeSender::sent());
        harness.scheduler.advance(minutes{1});
    }
    EXPECT_EQ(memory->effectCount(EffectStatus::Pending).value(), 0U);
    EXPECT_EQ(memory->effectCount(EffectStatus::Failed).value(), 0U);
    EXPECT_EQ(memory->effectCount(EffectStatus::Sent).value(), std::size_t{kTurns});
    // Each message once.
    const auto log = memory->log();
    EXPECT_EQ(std::ranges::count_if(
                  log, [](const ChangeRecord& change) { return change.caller.principal == "workflow A-1"; }),
              kTurns / 4);
    // Each key is of an effect that a turn of the log has asked for.
    for (const OutgoingEffect& out : sender.all()) {
        const EffectId id = parseEffectId(out.idempotencyKey.substr(33)).value();
        const auto records = memory->effects(std::span(&id, 1)).value();
        ASSERT_EQ(records.size(), 1U) << out.idempotencyKey;
        EXPECT_EQ(records.front().effect.payload, out.payload);
    }
}

INSTANTIATE_TEST_SUITE_P(Outbox, Crash,
                         testing::Values(Fault::FailedBefore, Fault::UnknownBefore, Fault::UnknownAfter,
                                         Fault::DiedBefore, Fault::DiedAfter));

} // namespace
} // namespace signalbox
