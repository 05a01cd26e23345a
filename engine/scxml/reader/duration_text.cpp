#include "engine/scxml/reader/duration_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <string>

namespace signalbox::scxml {
namespace {

// Of a calendar's year nobody says how long it is; nothing is watched for longer than this.
constexpr Duration kLongest = std::chrono::days{36'500};

struct Unit {
    std::string_view text;
    Duration length;
};
constexpr std::array kShortUnits{
    Unit{"ms", std::chrono::milliseconds{1}}, Unit{"s", std::chrono::seconds{1}}, Unit{"m", std::chrono::minutes{1}},
    Unit{"h", std::chrono::hours{1}},         Unit{"d", std::chrono::days{1}},    Unit{"w", std::chrono::weeks{1}},
};
constexpr std::array kIsoDays{Unit{"W", std::chrono::weeks{1}}, Unit{"D", std::chrono::days{1}}};
constexpr std::array kIsoTimes{Unit{"H", std::chrono::hours{1}}, Unit{"M", std::chrono::minutes{1}},
                               Unit{"S", std::chrono::seconds{1}}};

// Takes a number without sign or exponent from the front.
std::optional<double> takeNumber(std::string_view& text) {
    const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
    double value = 0;
    const std::string number(text.substr(0, length));
    const char* const end = number.data() + number.size();
    const auto [stop, fault] = std::from_chars(number.data(), end, value, std::chars_format::fixed);
    if (length == 0 || fault != std::errc{} || stop != end) return std::nullopt;
    text.remove_prefix(length);
    return value;
}

// Takes parts such as "1H30M", each unit at most once and in their order.
template <std::size_t Size>
std::optional<double> takeParts(std::string_view& text, const std::array<Unit, Size>& units) {
    double sum = 0;
    std::size_t next = 0;
    while (!text.empty() && text.front() != 'T') {
        const auto number = takeNumber(text);
        while (number && next < Size && !text.starts_with(units[next].text))
            ++next;
        if (!number || next == Size) return std::nullopt;
        sum += *number * static_cast<double>(units[next].length.count());
        text.remove_prefix(units[next++].text.size());
    }
    return sum;
}

std::optional<double> isoCount(std::string_view text) {
    text.remove_prefix(1);
    const auto days = takeParts(text, kIsoDays);
    if (!days || text.empty()) return days;
    text.remove_prefix(1);
    const auto times = takeParts(text, kIsoTimes);
    if (!times || !text.empty()) return std::nullopt;
    return *days + *times;
}

std::optional<double> shortCount(std::string_view text) {
    const auto number = takeNumber(text);
    if (!number) return std::nullopt;
    for (const Unit& unit : kShortUnits)
        if (text == unit.text) return *number * static_cast<double>(unit.length.count());
    return std::nullopt;
}

} // namespace

std::optional<Duration> parseDuration(std::string_view text) {
    const auto count = text.starts_with('P') ? isoCount(text) : shortCount(text);
    if (!count || *count < 1 || *count > static_cast<double>(kLongest.count())) return std::nullopt;
    return Duration{std::llround(*count)};
}

} // namespace signalbox::scxml
