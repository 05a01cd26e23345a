#pragma once

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/chart/machine_event.h"
#include "engine/chart/structure.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// A fired trigger with its arguments in the order of the signature (a missing optional one is null).
struct Event {
    TriggerIndex trigger;
    std::vector<Json> arguments;
    // SCXML: the event itself, when it is none of the chart's triggers by name. Null: an external event with the
    // trigger's name, and the arguments by name as its data.
    std::shared_ptr<const MachineEvent> machineEvent = nullptr;
    std::string timer{}; // SCXML: the name of this workflow's timer that brought it; empty: none did
};

// The event that fires `trigger` with `arguments`: a JSON object by parameter name, an array by position, or null for
// none. Missing optional ones get their default; of a trigger without a signature an object is the only argument. In
// the SCXML profile any name that a transition means will do; what is no trigger by name carries `arguments` as its
// data. Types and missing required ones are checked by step().  Errors: NotFound for an unknown trigger;
// InvalidArgument for an unknown name, one that follows a missing required one, or arguments that are neither object,
// array nor null.
[[nodiscard]] Result<Event> makeEvent(const ChartStructure& structure, std::string_view trigger, const Json& arguments);

} // namespace signalbox
