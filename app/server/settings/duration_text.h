#pragma once

#include "engine/base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// A length of time as an operator writes it: a whole number and ms, s, m, h or d, "90s". Nothing negative, and at most
// some 100 years.
[[nodiscard]] std::optional<Duration> durationFrom(std::string_view text);
// In the largest unit that it is a whole number of.
[[nodiscard]] std::string durationText(Duration duration);

} // namespace signalbox
