#pragma once

#include "engine/base/clock.h"

#include <optional>
#include <string_view>

namespace signalbox::scxml {

// A span of time that is more than nothing, as people write it: "4h", "1.5s", "2d", or of ISO 8601 without years and
// months: "P3D", "PT1H30M".
[[nodiscard]] std::optional<Duration> parseDuration(std::string_view text);

} // namespace signalbox::scxml
