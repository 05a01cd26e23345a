#pragma once

#include "engine/base/error.h"
#include "engine/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Where an event came from: `_event.type` of SCXML 1.0, 5.10.1. Persistent: never change a value.
enum class EventOrigin : std::uint8_t {
    Platform = 0, // raised by the interpreter: error.*, done.state.*
    Internal = 1, // raised by the chart: <raise>, <send target="#_internal">
    External = 2, // everything else
};

// An event of a statechart, as a value that travels between workflows and survives in a timer's row. Source: SCXML 1.0,
// 5.10.1. Empty strings and no data mean "undefined" to a script.
struct MachineEvent {
    std::string name; // tokens joined by dots: "done.state.pay"
    EventOrigin type = EventOrigin::External;
    std::string sendId;
    std::string origin; // where an answer may be sent: a target of <send>
    std::string originType;
    std::string invokeId; // of the invoked child that sent it
    std::optional<Json> data;

    bool operator==(const MachineEvent&) const = default;
};

// JSON form: named members, those at their default left out. Errors: Corrupt, naming the member.
[[nodiscard]] Json toJson(const MachineEvent& event);
[[nodiscard]] Result<MachineEvent> machineEventFromJson(const Json& json);

// Whether an event of this name is meant by one descriptor of a transition: the same tokens, or a prefix of them; "*"
// means any, and a trailing ".*" or "." adds nothing. Source: SCXML 1.0, 3.12.1.
[[nodiscard]] bool isMeantBy(std::string_view eventName, std::string_view descriptor);

} // namespace signalbox
