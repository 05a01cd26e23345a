#pragma once

#include "engine/base/clock.h"

#include <optional>
#include <string_view>

namespace signalbox {

// A delay as <send> has it: a number without sign or exponent and "s" or "ms". Nothing where the text is none, or more
// than a hundred years.  Source: CSS2, 4.3.7; SCXML 1.0, 6.2.1.
[[nodiscard]] std::optional<Duration> parseCssTime(std::string_view text);

} // namespace signalbox
