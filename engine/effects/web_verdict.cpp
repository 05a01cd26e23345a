#include "engine/effects/web_verdict.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <string>

namespace signalbox {
namespace {

constexpr Duration kLongestWish = std::chrono::days{1};

bool isNumber(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

SendResult::Verdict webVerdict(std::uint32_t status) {
    using enum SendResult::Verdict;
    if (status >= 200 && status < 300) return Sent;
    const bool passes = status == 408 || status == 425 || status == 429 || (status >= 500 && status < 600);
    return passes ? Failed : Refused;
}

std::optional<Duration> parseRetryAfter(std::string_view text, Time now) {
    if (isNumber(text)) {
        constexpr std::size_t kDigitsOfADay = 5;
        text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
        if (text.size() > kDigitsOfADay) return kLongestWish;
        return std::min<Duration>(std::chrono::seconds{std::stol(std::string(text))}, kLongestWish);
    }
    const std::time_t date = curl_getdate(std::string(text).c_str(), nullptr);
    if (date < 0) return std::nullopt;
    const Duration wish = Time{std::chrono::seconds{date}} - now;
    return std::clamp(wish, Duration::zero(), kLongestWish);
}

} // namespace signalbox
