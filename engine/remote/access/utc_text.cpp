#include "engine/remote/access/utc_text.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace signalbox {

std::string utcText(Time at) {
    return fmt::format("{:%FT%T}Z", std::chrono::floor<std::chrono::seconds>(at));
}

std::optional<Time> timeFromUtc(const std::string& text) {
    const std::string whole = text.size() == std::size("2026-11-29") - 1 ? text + "T00:00:00Z" : text;
    std::tm parts{};
    const char* const end = ::strptime(whole.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (end == nullptr || *end != '\0') return std::nullopt;
    const Time at{std::chrono::seconds{::timegm(&parts)}};
    // strptime() takes February 30 for March 2, and " 1" for "01".
    return utcText(at) == whole ? std::optional(at) : std::nullopt;
}

} // namespace signalbox
