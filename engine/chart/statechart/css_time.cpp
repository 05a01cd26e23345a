#include "engine/chart/statechart/css_time.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace signalbox {
namespace {

constexpr double kLongest = 100.0 * 366 * 24 * 3600 * 1e6;

bool isPlainNumber(std::string_view text) {
    const auto dots = std::ranges::count(text, '.');
    const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return digits > 0 && dots <= 1 && static_cast<std::size_t>(dots + digits) == text.size() && text.back() != '.';
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

} // namespace

std::optional<Duration> parseCssTime(std::string_view text) {
    text = trimmed(text);
    const double unit = text.ends_with("ms") ? 1e3 : 1e6;
    if (!text.ends_with('s')) return std::nullopt;
    text.remove_suffix(text.ends_with("ms") ? 2 : 1);
    if (!isPlainNumber(text)) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value * unit > kLongest) return std::nullopt;
    return Duration{std::llround(value * unit)};
}

} // namespace signalbox
