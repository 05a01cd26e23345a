#pragma once

#include "engine/base/clock.h"

#include <optional>
#include <string>

namespace signalbox {

// A moment as people and files write it, to the second: "2026-11-29T23:22:30Z", and back. Also a day alone,
// "2026-11-29", which is its beginning.
[[nodiscard]] std::string utcText(Time at);
[[nodiscard]] std::optional<Time> timeFromUtc(const std::string& text);

} // namespace signalbox
