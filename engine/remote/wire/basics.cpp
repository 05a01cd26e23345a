#include "engine/remote/wire/basics.h"

#include "engine/base/utf8.h"

#include <fmt/format.h>

#include <chrono>

namespace signalbox::wire {
namespace {

using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

} // namespace

void encode(Time time, google::protobuf::Timestamp& message) {
    const auto whole = floor<seconds>(time);
    message.set_seconds(whole.time_since_epoch().count());
    message.set_nanos(static_cast<std::int32_t>(nanoseconds(time - whole).count()));
}

Time decode(const google::protobuf::Timestamp& message) {
    return Time(seconds(message.seconds())) + floor<microseconds>(nanoseconds(message.nanos()));
}

void encode(Duration duration, google::protobuf::Duration& message) {
    // Both parts have the same sign.
    const auto whole = std::chrono::duration_cast<seconds>(duration);
    message.set_seconds(whole.count());
    message.set_nanos(static_cast<std::int32_t>(nanoseconds(duration - whole).count()));
}

Duration decode(const google::protobuf::Duration& message) {
    return seconds(message.seconds()) + std::chrono::duration_cast<microseconds>(nanoseconds(message.nanos()));
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
