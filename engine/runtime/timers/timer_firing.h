#pragma once

#include "engine/base/clock.h"
#include "engine/chart/step_result.h"
#include "engine/store/store.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <memory>
#include <string>

namespace signalbox {

// What is said between the service that watches the time, and the workflows whose timers come due.

struct DueTimer {
    std::string workflow; // id
    std::string name;
    std::uint64_t token = 0; // of this setting of it: another one under its name has another
    Time due;
};

// What a workflow is asked to do about one of its timers.
struct TimerFiring {
    enum class Stage : std::uint8_t {
        Due,         // fire it; what goes to another workflow is handed over first
        Delivered,   // that workflow has the event, or was started or ended: drop the timer
        Undelivered, // it cannot have it, or be started: drop the timer, and tell the sender
        Reload,      // nothing, but to learn anew which timers there are
    };
    DueTimer timer;
    Stage stage = Stage::Due;
    std::string obstacle; // of Undelivered: why
    Caller caller;
};

// On its way from one workflow to another: an event, or the start or the end of a child.
struct DeliveryRequest {
    std::string id; // of the receiver
    std::shared_ptr<const Delivery> delivery;
    std::string sender; // a workflow id
    DefinitionKey senderDefinition;
    Caller caller; // its request id lets the event arrive once, and a child start once
};

// A child to create, whose definition is in the store.
struct StartRequest {
    std::string id;
    DefinitionRef definition;
    Json data;
    Invoker invoker;
    Caller caller;
};

struct TimerReply {
    std::unique_ptr<DeliveryRequest> toDeliver; // null: nothing is left to do
};

} // namespace signalbox
