#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/base/strong_id.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/repeated_field.h>
#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire {

// What all messages have in common. encode() fills a fresh message; decode() gives the value that a message holds, and
// tells Faults what cannot be taken as it is.

// Keeps the first thing that is wrong with a message; reading goes on with the part at its default.
class Faults {
public:
    void add(std::string what) {
        if (!m_first) m_first = std::move(what);
    }
    [[nodiscard]] const std::optional<std::string>& first() const { return m_first; }

private:
    std::optional<std::string> m_first;
};

void encode(Time time, google::protobuf::Timestamp& message);
void encode(Duration duration, google::protobuf::Duration& message);
// What lies outside of what the types may hold becomes the nearest that they may.
[[nodiscard]] Time decode(const google::protobuf::Timestamp& message);
[[nodiscard]] Duration decode(const google::protobuf::Duration& message);

// Null is an empty text.
[[nodiscard]] std::string encode(const Json& json);
// `what`: the member, for the fault.
[[nodiscard]] Json decodeJson(const std::string& text, std::string_view what, Faults& faults);
// A text that others made, as protobuf takes it: well-formed UTF-8.
[[nodiscard]] std::string encodeText(const std::string& text);

// Enumerations of the protocol are those of the engine, one further on: zero says that nothing was said.
template <typename Wire, typename Enum>
[[nodiscard]] Wire encodeEnum(Enum value) {
    return static_cast<Wire>(static_cast<int>(value) + 1);
}
// `last`: the enumeration's last one.
template <typename Enum, typename Wire>
[[nodiscard]] Enum decodeEnum(Wire value, Enum last, std::string_view what, Faults& faults) {
    const int number = static_cast<int>(value) - 1;
    if (number >= 0 && number <= static_cast<int>(last)) return static_cast<Enum>(number);
    faults.add(std::string(what) + " is none that is known here");
    return Enum{};
}

// `encodeOne(value, message)`, `decodeOne(message, faults)`: a lambda of the file that knows them.
template <typename Value, typename Message, typename Encode>
void encodeAll(const std::vector<Value>& values, google::protobuf::RepeatedPtrField<Message>& messages,
               Encode encodeOne) {
    messages.Reserve(static_cast<int>(values.size()));
    for (const Value& value : values)
        encodeOne(value, *messages.Add());
}
template <typename Message, typename Decode>
[[nodiscard]] auto decodeAll(const google::protobuf::RepeatedPtrField<Message>& messages, Faults& faults,
                             Decode decodeOne) {
    std::vector<decltype(decodeOne(messages.Get(0), faults))> values;
    values.reserve(static_cast<std::size_t>(messages.size()));
    for (const Message& message : messages)
        values.push_back(decodeOne(message, faults));
    return values;
}
inline void encodeTexts(const std::vector<std::string>& texts,
                        google::protobuf::RepeatedPtrField<std::string>& fields) {
    for (const std::string& text : texts)
        *fields.Add() = encodeText(text);
}
[[nodiscard]] inline std::vector<std::string>
decodeTexts(const google::protobuf::RepeatedPtrField<std::string>& fields) {
    return {fields.begin(), fields.end()};
}
template <typename Id>
void encodeIds(const std::vector<Id>& ids, google::protobuf::RepeatedField<typename Id::value_type>& fields) {
    for (const Id id : ids)
        fields.Add(id.value());
}
template <typename Id>
[[nodiscard]] std::vector<Id> decodeIds(const google::protobuf::RepeatedField<typename Id::value_type>& fields) {
    std::vector<Id> ids;
    for (const auto field : fields)
        ids.emplace_back(field);
    return ids;
}

} // namespace signalbox::wire
