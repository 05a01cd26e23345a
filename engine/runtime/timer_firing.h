#pragma once

#include "engine/base/clock.h"
#include "engine/chart/statechart/machine_event.h"
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
        Due,         // fire it; an event to another workflow is handed over first
        Delivered,   // that workflow has the event: drop the timer
        Undelivered, // it cannot have it: drop the timer, and tell the sender
        Reload,      // nothing, but to learn anew which timers there are
    };
    DueTimer timer;
    Stage stage = Stage::Due;
    std::string obstacle; // of Undelivered: why
    Caller caller;
};

// An event on its way from one workflow to another.
struct DeliveryRequest {
    std::string id; // of the receiver
    std::shared_ptr<const MachineEvent> event;
    Caller caller; // its request id lets the event arrive once
};

struct TimerReply {
    std::unique_ptr<DeliveryRequest> toDeliver; // null: nothing is left to do
};

} // namespace signalbox
