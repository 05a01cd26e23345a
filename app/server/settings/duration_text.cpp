#include "app/server/settings/duration_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace signalbox {
namespace {

// The largest first.
constexpr std::array<std::pair<std::string_view, Duration>, 5> kUnits{{{"d", std::chrono::hours(24)},
                                                                       {"h", std::chrono::hours(1)},
                                                                       {"m", std::chrono::minutes(1)},
                                                                       {"s", std::chrono::seconds(1)},
                                                                       {"ms", std::chrono::milliseconds(1)}}};
constexpr Duration kLongest = std::chrono::hours(24) * 36'500;

} // namespace

std::optional<Duration> durationFrom(std::string_view text) {
    std::int64_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    if (read.ec != std::errc{} || count < 0) return std::nullopt;
    const std::string_view name = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
    for (const auto& [unit, length] : kUnits)
        if (name == unit) return count <= kLongest / length ? std::optional(count * length) : std::nullopt;
    return std::nullopt;
}

std::string durationText(Duration duration) {
    for (const auto& [unit, length] : kUnits)
        if (duration >= length && duration % length == Duration::zero())
            return fmt::format("{}{}", duration / length, unit);
    return duration == Duration::zero() ? "0s" : fmt::format("{}us", duration.count());
}

} // namespace signalbox
