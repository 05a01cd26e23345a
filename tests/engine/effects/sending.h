#pragma once

#include "engine/base/clock.h"
#include "engine/effects/senders.h"
#include "tests/support/receivers.h"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace signalbox {

// Secrets that a test has written down.
class KnownSecrets final : public SecretSource {
public:
    [[nodiscard]] Result<std::string> secret(std::string_view name) const override {
        const auto found = secrets.find(std::string(name));
        if (found == secrets.end()) return fail(ErrorCode::NotFound, "there is no such secret");
        return found->second;
    }

    std::map<std::string, std::string> secrets;
};

inline OutgoingEffect webEffect(Json payload) {
    return {.kind = EffectKind::Webhook,
            .payload = std::move(payload),
            .workflowId = "BUG-1",
            .idempotencyKey = "4f2a-12.0",
            .replyAddress = {},
            .requested = Time{std::chrono::seconds{1'700'000'000}}};
}

inline OutgoingEffect mailEffect(Json payload) {
    OutgoingEffect effect = webEffect(std::move(payload));
    effect.kind = EffectKind::Mail;
    return effect;
}

// A sender, and what it is made of.
class Sending : public testing::Test {
protected:
    void open(EffectSettings settings) { senders = Senders::open(std::move(settings), secrets, clock).value(); }

    // The answer is not long in coming: the receivers are here, and the settings' times short where they are not.
    [[nodiscard]] SendResult send(OutgoingEffect effect) const { return begin(std::move(effect)).get(); }
    [[nodiscard]] std::future<SendResult> begin(OutgoingEffect effect) const {
        std::promise<SendResult> promise;
        auto answer = promise.get_future();
        senders->send(std::move(effect),
                      [told = std::move(promise)](SendResult result) mutable { told.set_value(std::move(result)); });
        return answer;
    }

    ManualClock clock;
    KnownSecrets secrets;
    std::unique_ptr<Senders> senders;
};

} // namespace signalbox
