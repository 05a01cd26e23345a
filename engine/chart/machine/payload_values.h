#pragma once

#include "engine/chart/machine/machine.h"

namespace signalbox {

// What becomes of a payload one of whose parts has no value.
enum class FaultyPart : std::uint8_t {
    SpoilsAll, // <send>, <invoke>: nothing is sent
    IsLeftOut, // <donedata>: the event goes out with what is left
};

// The value that a payload has now: an object of its parameters by name, the last of a name; or its content; nothing if
// it has neither. error.execution is raised for what is left out.  Errors: the fault that spoilt it; the caller raises
// it.
[[nodiscard]] ScriptResult<ScriptValue> evaluate(Machine& machine, const Payload& payload, FaultyPart faultyPart);

} // namespace signalbox
