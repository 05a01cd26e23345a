#pragma once

#include "engine/chart/machine/machine.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Runs <send> and <cancel>, and all else that leaves a machine as an event. Nothing leaves before the turn is
// committed: an event to a machine, this one too, is a timer that is due now or later, and what goes to other systems
// is an effect. Timers that are due at the same time keep the order in which they were set.
class Sender {
public:
    explicit Sender(Machine& machine) : m_machine(machine) {}

    // Whether it was sent; if not, the error was raised.
    [[nodiscard]] bool send(const Send& send, SourcePlace place);
    [[nodiscard]] bool cancel(const Cancel& cancel, SourcePlace place);
    // Sends `event` as it is, now.
    void deliver(std::string target, MachineEvent event);

private:
    // A <send> whose attributes have their values.
    struct Message {
        std::string sendId; // empty: the author does not want to know
        std::string event;
        std::string target;
        std::string type;
        std::optional<Duration> delay; // nothing: there is none
        ScriptValue data;
        bool isContent = false; // `data` is one value, not parameters
        const Send* written = nullptr;
    };

    [[nodiscard]] ScriptResult<Message> evaluated(const Send& send, Message message);
    [[nodiscard]] ScriptResult<std::string> identify(const Send& send);
    [[nodiscard]] bool dispatch(Message& message, SourcePlace place);
    [[nodiscard]] bool sendToMachine(Message& message, SourcePlace place);
    [[nodiscard]] bool sendInternally(Message& message, SourcePlace place);
    [[nodiscard]] bool sendToWeb(Message& message, SourcePlace place);
    [[nodiscard]] bool sendMail(Message& message, SourcePlace place);
    [[nodiscard]] MachineEvent eventOf(Message& message, std::string_view target) const;
    [[nodiscard]] bool canReach(std::string_view workflow) const;
    [[nodiscard]] std::optional<std::string> childCalled(std::string_view invokeId) const; // its workflow id
    void setTimer(std::string name, Delivery delivery, Duration delay);
    // Adds to the payload what every effect may have.
    void request(EffectKind kind, Json::object_t payload, const Message& message);
    bool fail(std::string_view error, std::string reason, const Message& message, SourcePlace place);

    Machine& m_machine;
    std::size_t m_sends = 0;
};

} // namespace signalbox
