#include "engine/remote/wire/basics.h"

#include "engine/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace signalbox::wire {
namespace {

using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// What the protocol's types may hold: years 1 to 9999, and as long. Beyond, a sum would not fit.
constexpr std::int64_t kFirstSecond = -62'135'596'800;
constexpr std::int64_t kLastSecond = 253'402'300'799;
constexpr std::int64_t kLongestSeconds = 315'576'000'000;
constexpr std::int32_t kLastNano = 999'999'999;

} // namespace

void encode(Time time, google::protobuf::Timestamp& message) {
    const auto whole = floor<seconds>(time);
    message.set_seconds(whole.time_since_epoch().count());
    message.set_nanos(static_cast<std::int32_t>(nanoseconds(time - whole).count()));
}

Time decode(const google::protobuf::Timestamp& message) {
    return Time(seconds(std::clamp(message.seconds(), kFirstSecond, kLastSecond))) +
           floor<microseconds>(nanoseconds(std::clamp(message.nanos(), 0, kLastNano)));
}

void encode(Duration duration, google::protobuf::Duration& message) {
    // Both parts have the same sign.
    const auto whole = std::chrono::duration_cast<seconds>(duration);
    message.set_seconds(whole.count());
    message.set_nanos(static_cast<std::int32_t>(nanoseconds(duration - whole).count()));
}

Duration decode(const google::protobuf::Duration& message) {
    return seconds(std::clamp(message.seconds(), -kLongestSeconds, kLongestSeconds)) +
           std::chrono::duration_cast<microseconds>(nanoseconds(std::clamp(message.nanos(), -kLastNano, kLastNano)));
}

std::string encode(const Json& json) {
    return json.is_null() ? std::string() : json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json decodeJson(const std::string& text, std::string_view what, Faults& faults) {
    if (text.empty()) return nullptr;
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_discarded()) return json;
    faults.add(fmt::format("{} is not JSON", what));
    return nullptr;
}

std::string encodeText(const std::string& text) {
    if (isUtf8(text)) return text;
    std::string shown;
    for (const char each : text)
        shown += static_cast<unsigned char>(each) < 0x80 ? each : '?';
    return shown;
}

} // namespace signalbox::wire
