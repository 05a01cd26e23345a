#pragma once

#include "engine/base/mutex.h"
#include "engine/effects/effect_sender.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace signalbox {

// A sender that answers when a test tells it to. It outlives the engines that it serves, as the world does.
class FakeSender final : public EffectSender {
public:
    [[nodiscard]] static SendResult sent();
    [[nodiscard]] static SendResult failed(const std::string& error = "no route to host", std::uint32_t status = 0);
    [[nodiscard]] static SendResult refused(const std::string& error = "HTTP 404", std::uint32_t status = 404);
    [[nodiscard]] static SendResult notStarted();

    [[nodiscard]] std::string receiverOf(EffectKind kind, const Json& payload) const override;
    [[nodiscard]] std::string heldBecause(EffectKind kind) const override;
    void setHoldListener(std::function<void()> listener) override;
    void send(OutgoingEffect effect, Done done) override;

    // Effects of a kind are held for a reason; empty: no longer.
    void hold(EffectKind kind, const std::string& reason);

    // All that was ever to be sent, oldest first.
    [[nodiscard]] std::vector<OutgoingEffect> all() const;
    // What waits for an answer, oldest first.
    [[nodiscard]] std::vector<OutgoingEffect> waiting() const;
    [[nodiscard]] std::size_t waitingCount() const { return waiting().size(); }
    // Answers the oldest that waits; with a `receiver`, of those to it.  Returns: whether there is one.
    bool answer(SendResult result, const std::string& receiver = {});
    // Answers all that wait now.  Returns: how many.
    std::size_t answerAll(const SendResult& result, const std::string& receiver = {});
    // Nobody hears of those any more.
    void forgetWaiting();

private:
    struct Waiting {
        OutgoingEffect effect;
        Done done;
    };

    mutable Mutex m_mutex;
    std::map<EffectKind, std::string> m_held GUARDED_BY(m_mutex);
    std::function<void()> m_listener GUARDED_BY(m_mutex);
    std::vector<OutgoingEffect> m_all GUARDED_BY(m_mutex);
    std::vector<Waiting> m_waiting GUARDED_BY(m_mutex);
};

} // namespace signalbox
