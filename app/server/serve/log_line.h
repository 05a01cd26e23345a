#pragma once

#include "app/server/settings/serve_settings.h"
#include "engine/base/clock.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox {

// One line of a log, without its end.
struct LogLine {
    Time at;
    LogLevel level = LogLevel::Info;
    std::string_view message;
    std::span<const std::pair<std::string_view, std::string_view>> fields;
};

// `2026-11-29T23:22:30.123Z warn  not let in address=10.0.0.7 reason="the token is not known"`: control characters are
// written \n, \x1b; what has a space, a quote or nothing in it stands in quotes.
[[nodiscard]] std::string textOf(const LogLine& line);
// {"time": ..., "level": ..., "message": ..., and the fields}; bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string jsonOf(const LogLine& line);

} // namespace signalbox
