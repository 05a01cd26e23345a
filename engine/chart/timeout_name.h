#pragma once

#include "engine/chart/structure.h"

#include <cstddef>
#include <string>

namespace signalbox {

// The name of the timer that is a state's timeout, by its place among them.
[[nodiscard]] inline std::string timeoutName(const StateStructure& state, std::size_t number) {
    return "after:" + state.name + ":" + std::to_string(number);
}

} // namespace signalbox
