#pragma once

#include "engine/base/clock.h"
#include "engine/chart/step_result.h"
#include "engine/runtime/effects/circuit_breaker.h"
#include "engine/runtime/engine_settings.h"
#include "engine/workflow_effects.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace signalbox {

// Which effect is to be sent next: each receiver has a queue of its own, in order of due time, then of id. A receiver
// takes a few at a time, and one that does not answer is tried now and then, so that those who wait for it hinder
// nobody else.
class OutboxQueue {
public:
    // One of them, as long as somebody has joined it.
    struct Receiver {
        EffectKind kind = EffectKind::Mail;
        std::string name;
        std::uint64_t number = 0; // in order of joining
        CircuitBreaker breaker;
        std::set<std::pair<SteadyTime, EffectId>> waiting{};
        std::uint64_t users = 0;
        std::uint32_t sending = 0;
        std::optional<SteadyTime> filed{}; // its place in the agenda
    };
    // How a try ended, as far as the receiver is concerned.
    enum class Answer : std::uint8_t {
        Answered, // whatever it said
        Failed,
        Unknown, // it was not asked
    };

    explicit OutboxQueue(const OutboxSettings& settings) : m_settings(settings) {}
    OutboxQueue(const OutboxQueue&) = delete;
    OutboxQueue& operator=(const OutboxQueue&) = delete;

    // Each join() ends with a leave().
    Receiver& join(EffectKind kind, const std::string& name);
    void leave(Receiver& receiver);

    void push(Receiver& receiver, SteadyTime due, EffectId effect);
    void erase(Receiver& receiver, SteadyTime due, EffectId effect);

    // Takes the next one that may be sent at `now`; each ends with an answer(). Unless `mayLeave`, only a message to a
    // workflow of the store.
    [[nodiscard]] std::optional<EffectId> take(SteadyTime now, bool mayLeave);
    void answer(Receiver& receiver, Answer how, SteadyTime now);
    // When the next one may be sent, as things are, where none leaves the store before `leaveFrom`; none: not before
    // something changes.
    [[nodiscard]] std::optional<SteadyTime> nextDue(SteadyTime leaveFrom) const;

    // Effects of a held kind are not taken.
    void setHeld(EffectKind kind, bool isHeld);
    [[nodiscard]] bool isHeld(EffectKind kind) const { return m_isHeld.at(static_cast<std::size_t>(kind)); }

private:
    using Agenda = std::map<std::pair<SteadyTime, std::uint64_t>, Receiver*>;

    [[nodiscard]] std::optional<SteadyTime> nextOf(const Receiver& receiver) const;
    void file(Receiver& receiver);
    [[nodiscard]] Agenda& agendaOf(const Receiver& receiver);

    const OutboxSettings m_settings;
    std::map<std::pair<EffectKind, std::string>, Receiver> m_receivers;
    // The receivers to whom something could be sent, by when.
    Agenda m_inside; // workflows of the store
    Agenda m_outside;
    std::uint64_t m_lastNumber = 0;
    std::array<bool, 3> m_isHeld{};
    std::uint32_t m_sending = 0;
};

} // namespace signalbox
