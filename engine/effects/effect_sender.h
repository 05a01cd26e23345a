#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/step_result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace signalbox {

// One attempt to send one effect.
struct OutgoingEffect {
    EffectKind kind = EffectKind::Mail;
    Json payload;               // as the turn asked for it; step.h
    std::string workflowId;     // whose turn it was
    std::string idempotencyKey; // the same for every attempt, and for no other effect
    std::string replyAddress;   // for the receiver to answer to, once; empty: none
    Time requested;             // of the turn
};

// What became of it.
struct SendResult {
    enum class Verdict : std::uint8_t {
        Sent,       // the receiver has it
        Failed,     // it may succeed later
        Refused,    // it will never succeed as it is
        NotStarted, // nothing has left, and nothing is known of the receiver: the sender is being closed
    };
    Verdict verdict = Verdict::Failed;
    std::string error;                  // English, one line, without secrets; empty: Sent
    std::uint32_t status = 0;           // of HTTP or SMTP; 0: there was no answer
    std::string response;               // body of the answer as UTF-8; at most 64 KiB of it
    bool isResponseCut = false;         // there was more
    std::optional<Duration> retryAfter; // the receiver's wish: not before
    Json request = nullptr;             // what was sent, for an operator to read: secrets are masked
};

// Carries effects out of the store: mail and web requests. Thread-safety: any thread.
class EffectSender {
public:
    using Done = std::move_only_function<void(SendResult)>;

    virtual ~EffectSender() = default;

    // Who receives it: effects of one receiver share its limits, "https://host:port" or "mail". Cheap; any payload.
    [[nodiscard]] virtual std::string receiverOf(EffectKind kind, const Json& payload) const = 0;
    // Why effects of this kind wait for an operator, in English ("no mail server configured"); empty: they do not.
    [[nodiscard]] virtual std::string heldBecause(EffectKind kind) const = 0;
    // Called whenever the answer of heldBecause() may have changed. Requires: set before the first send().
    virtual void setHoldListener(std::function<void()> listener) = 0;
    // Tries once, within a bounded time, and calls `done` once: on a thread of the sender, never inside this call.
    virtual void send(OutgoingEffect effect, Done done) = 0;
};

} // namespace signalbox
