#pragma once

#include "engine/chart/chart_builder.h"
#include "engine/runtime/engine.h"
#include "tests/support/engine_harness.h"
#include "tests/support/fake_sender.h"
#include "tests/support/forwarding_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// Gives web requests what the payload says besides the URL and the body: where that has a member "payload", its members
// become the effect's own.
class MarkingStore final : public ForwardingStore {
public:
    using ForwardingStore::ForwardingStore;

    [[nodiscard]] Status commit(std::span<TurnWrite> turns, std::span<const EffectUpdate> updates) override {
        for (TurnWrite& turn : turns)
            for (EffectRequest& effect : turn.effects)
                mark(effect.payload);
        return ForwardingStore::commit(turns, updates);
    }

private:
    static void mark(Json& payload) {
        const Json body = payload.value("body", Json());
        if (body.is_object() && body.contains("payload")) payload.update(body["payload"]);
    }
};

// Asks for web requests, mails and messages, as it is told; hears of what became of them.
inline ChartPtr clerk() {
    ChartBuilder<> chart("clerk", "Open");
    chart.state("Open")
        .internal("Hook",
                  [](ActionContext& turn) {
                      const Json count = turn.argument("count");
                      for (int i = 0; i < (count.is_number() ? count.get<int>() : 1); ++i)
                          turn.webhook(turn.argument("url").get<std::string>(), turn.argument("body"));
                  })
        .internal("Mail", [](ActionContext& turn) { turn.mail("sue@example.org", "hello", "it is done"); })
        .internal("Tell",
                  [](ActionContext& turn) {
                      turn.message(turn.argument("to").get<std::string>(), turn.argument("trigger").get<std::string>(),
                                   {});
                  })
        .internal("Heard", [](ActionContext& turn) { turn.log("heard"); })
        .internal("Break", [](ActionContext&) { throw std::runtime_error("broken"); })
        .permit("Close", "Closed");
    chart.state("Closed").permit("Open", "Open");
    return chart.build().chart;
}

// Hears of "pay", and of whatever fails.
inline ChartPtr listener() {
    ChartBuilder<> chart("listener", "Open");
    chart.state("Open")
        .internal(
            "Hook",
            [](ActionContext& turn) { turn.webhook(turn.argument("url").get<std::string>(), turn.argument("body")); })
        .permit("done.send.pay", "Paid")
        .permit("error.communication", "Unpaid")
        .permit("Leave", "Away");
    chart.state("Paid").onEntry([](ActionContext& turn) { turn.log(turn.argument("response").dump()); });
    chart.state("Unpaid").onEntry([](ActionContext& turn) { turn.log(turn.argument("reason").dump()); });
    chart.state("Away");
    return chart.build().chart;
}

class OutboxTest : public testing::Test {
protected:
    explicit OutboxTest(const EngineSettings& settings = {})
        : harness(marking, settings, {}, {clerk(), listener()}, nullptr, &sender) {}

    void create(const std::string& id, const std::string& definition = "clerk") {
        CreateRequest request;
        request.definition.name = definition;
        request.id = id;
        ASSERT_TRUE(harness.call(&Engine::create, request));
    }
    // `payload`: besides the URL.
    Result<FireReply> hook(const std::string& id, const std::string& url = "https://a.example", Json payload = {}) {
        Json arguments{{"url", url}, {"body", nullptr}};
        if (!payload.is_null()) arguments["body"] = Json{{"payload", std::move(payload)}};
        return harness.fire(id, "Hook", std::move(arguments));
    }
    // Answers the oldest, and runs all that follows.
    void answer(const SendResult& result, const std::string& receiver = {}) {
        ASSERT_TRUE(sender.answer(result, receiver));
        harness.scheduler.runAll();
    }
    void advance(Duration by) { harness.scheduler.advance(by); }
    // As if the process had died: nobody hears the answers of those that wait.
    void reopen() {
        harness.close();
        sender.forgetWaiting();
        harness.reopen();
        harness.scheduler.runAll();
    }
    [[nodiscard]] EffectRecord effect(EffectId id) {
        auto records = store.effects(std::span(&id, 1)).value();
        return records.empty() ? EffectRecord() : records.front();
    }
    [[nodiscard]] EffectStatus status(EffectId id) { return effect(id).status; }
    [[nodiscard]] std::vector<EffectRecord> open(EffectStatus status) {
        return store.openEffects(status, {}, 100'000).value();
    }
    [[nodiscard]] EffectsReply effects(EffectsRequest request = {}) {
        return harness.call(&Engine::effects, std::move(request)).value();
    }
    [[nodiscard]] EffectEntry entry(EffectId id) {
        const EffectsReply reply = effects();
        const auto found = std::ranges::find(reply.effects, id, &EffectEntry::id);
        return found == reply.effects.end() ? EffectEntry() : *found;
    }
    Result<EffectActReply> act(EffectAction action, std::vector<EffectId> ids, const std::string& requestId = {}) {
        EffectActRequest request;
        request.action = action;
        request.effects = std::move(ids);
        request.caller = {.principal = "operator sue", .reason = "they are back", .requestId = requestId};
        return harness.call(&Engine::actOnEffects, std::move(request));
    }
    [[nodiscard]] std::string state(const std::string& id) { return harness.get(id).row.state; }

    MemoryStore store;
    MarkingStore marking{store};
    FakeSender sender;
    EngineHarness harness;
};

[[nodiscard]] inline EffectId effectId(std::uint64_t change, std::uint32_t ordinal = 0) {
    return {.change = Seq(change), .ordinal = ordinal};
}

} // namespace signalbox
