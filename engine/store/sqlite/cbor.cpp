#include "engine/store/sqlite/cbor.h"

#include "engine/base/cbor.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace signalbox {

namespace {

// The parts of the detail in their order; those at the end that are empty are left out.
constexpr std::size_t kDetailParts = 5;
constexpr std::size_t kNumbersPerTransition = 4;
// Of an eventless transition.
constexpr std::uint32_t kNoTrigger = std::numeric_limits<std::uint32_t>::max();

constexpr std::byte kFalse{0xf4};
constexpr std::byte kTrue{0xf5};
constexpr std::byte kNull{0xf6};

// Heads are written by hand, so that a turn's values need not be copied into one Json first.
void appendHead(std::vector<std::byte>& bytes, unsigned majorType, std::uint64_t value) {
    const auto put = [&](std::uint64_t shorthand, int size) {
        bytes.push_back(static_cast<std::byte>((majorType << 5) | shorthand));
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
            bytes.push_back(static_cast<std::byte>(value >> shift));
    };
    if (value < 24)
        put(value, 0);
    else if (value <= 0xff)
        put(24, 1);
    else if (value <= 0xffff)
        put(25, 2);
    else if (value <= 0xffff'ffff)
        put(26, 4);
    else
        put(27, 8);
}

void appendNumber(std::vector<std::byte>& bytes, std::uint64_t value) {
    appendHead(bytes, 0, value);
}

void appendInteger(std::vector<std::byte>& bytes, std::int64_t value) {
    // CBOR counts negative numbers from -1 on: -1 - n as n, which is the complement.
    value < 0 ? appendHead(bytes, 1, static_cast<std::uint64_t>(~value))
              : appendNumber(bytes, static_cast<std::uint64_t>(value));
}

void appendText(std::vector<std::byte>& bytes, std::string_view text) {
    appendHead(bytes, 3, text.size());
    const auto raw = std::as_bytes(std::span(text));
    bytes.insert(bytes.end(), raw.begin(), raw.end());
}

void appendArray(std::vector<std::byte>& bytes, std::size_t size) {
    appendHead(bytes, 4, size);
}

// What is rare, or has several forms.
void appendByLibrary(std::vector<std::byte>& bytes, const Json& value) {
    const std::vector<std::uint8_t> encoded = Json::to_cbor(value);
    const auto raw = std::as_bytes(std::span(encoded));
    bytes.insert(bytes.end(), raw.begin(), raw.end());
}

void appendDataChanges(std::vector<std::byte>& bytes, std::span<const DataChange> changes) {
    appendArray(bytes, changes.size());
    for (const DataChange& change : changes) {
        appendArray(bytes, change.value ? 2 : 1);
        appendText(bytes, change.pointer);
        if (change.value) appendCbor(bytes, *change.value);
    }
}

void appendTaken(std::vector<std::byte>& bytes, std::span<const TakenTransition> taken) {
    appendArray(bytes, taken.size() * kNumbersPerTransition);
    for (const TakenTransition& transition : taken) {
        appendNumber(bytes, transition.transition.value());
        appendNumber(bytes, transition.trigger ? transition.trigger->value() : kNoTrigger);
        appendNumber(bytes, transition.from.value());
        appendNumber(bytes, transition.to.value());
    }
}

void appendLog(std::vector<std::byte>& bytes, std::span<const std::string> log) {
    appendArray(bytes, log.size());
    for (const std::string& line : log)
        appendText(bytes, line);
}

std::optional<std::uint32_t> smallNumber(const Json& json) {
    if (!json.is_number_unsigned()) return std::nullopt;
    const auto value = json.get<std::uint64_t>();
    if (!std::in_range<std::uint32_t>(value)) return std::nullopt;
    return static_cast<std::uint32_t>(value);
}

std::optional<std::vector<std::uint32_t>> smallNumbers(const Json& json) {
    if (!json.is_array()) return std::nullopt;
    std::vector<std::uint32_t> numbers;
    for (const Json& item : json) {
        const auto number = smallNumber(item);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

bool readDataChanges(Json& json, std::vector<DataChange>& changes) {
    if (!json.is_array()) return false;
    for (Json& item : json) {
        if (!item.is_array() || item.empty() || item.size() > 2 || !item[0].is_string()) return false;
        DataChange change{.pointer = item[0].get<std::string>(), .value = std::nullopt};
        if (item.size() == 2) change.value = std::move(item[1]);
        changes.push_back(std::move(change));
    }
    return true;
}

bool readStates(const Json& json, std::vector<StateIndex>& states) {
    const auto numbers = smallNumbers(json);
    if (!numbers) return false;
    for (const std::uint32_t number : *numbers)
        states.emplace_back(number);
    return true;
}

std::optional<TriggerIndex> readTrigger(std::uint32_t number) {
    return number == kNoTrigger ? std::nullopt : std::optional(TriggerIndex(number));
}

bool readTaken(const Json& json, std::vector<TakenTransition>& taken) {
    const auto numbers = smallNumbers(json);
    if (!numbers || numbers->size() % kNumbersPerTransition != 0) return false;
    for (std::size_t i = 0; i < numbers->size(); i += kNumbersPerTransition)
        taken.push_back({.transition = TransitionIndex((*numbers)[i]),
                         .trigger = readTrigger((*numbers)[i + 1]),
                         .from = StateIndex((*numbers)[i + 2]),
                         .to = StateIndex((*numbers)[i + 3])});
    return true;
}

bool readLog(Json& json, std::vector<std::string>& log) {
    if (!json.is_array()) return false;
    for (Json& line : json) {
        if (!line.is_string()) return false;
        log.push_back(std::move(line.get_ref<std::string&>()));
    }
    return true;
}

} // namespace

void appendCbor(std::vector<std::byte>& bytes, const Json& value) {
    switch (value.type()) {
    case Json::value_t::null:
        return bytes.push_back(kNull);
    case Json::value_t::boolean:
        return bytes.push_back(value.get<bool>() ? kTrue : kFalse);
    case Json::value_t::number_unsigned:
        return appendNumber(bytes, value.get<std::uint64_t>());
    case Json::value_t::number_integer:
        return appendInteger(bytes, value.get<std::int64_t>());
    case Json::value_t::string:
        return appendText(bytes, value.get_ref<const std::string&>());
    case Json::value_t::array:
        appendArray(bytes, value.size());
        for (const Json& item : value)
            appendCbor(bytes, item);
        return;
    case Json::value_t::object:
        appendHead(bytes, 5, value.size());
        for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
            appendText(bytes, name);
            appendCbor(bytes, member);
        }
        return;
    case Json::value_t::number_float:
    case Json::value_t::binary:
    case Json::value_t::discarded:
        return appendByLibrary(bytes, value);
    }
}

void appendDetail(std::vector<std::byte>& bytes, const ChangeRecord& change) {
    std::size_t parts = kDetailParts;
    const std::array isEmpty{change.arguments.is_null(), change.dataChanges.empty(), change.taken.empty(),
                             change.log.empty(), change.leaves.empty()};
    while (parts > 0 && isEmpty[parts - 1])
        --parts;
    if (parts == 0) return;
    appendArray(bytes, parts);
    appendCbor(bytes, change.arguments);
    if (parts > 1) appendDataChanges(bytes, change.dataChanges);
    if (parts > 2) appendTaken(bytes, change.taken);
    if (parts > 3) appendLog(bytes, change.log);
    if (parts > 4) appendConfiguration(bytes, change.leaves);
}

bool readDetail(std::span<const std::byte> bytes, ChangeRecord& change) {
    std::optional<Json> detail = readCbor(bytes);
    if (!detail || !detail->is_array() || detail->empty() || detail->size() > kDetailParts) return false;
    Json& parts = *detail;
    change.arguments = std::move(parts[0]);
    return (parts.size() < 2 || readDataChanges(parts[1], change.dataChanges)) &&
           (parts.size() < 3 || readTaken(parts[2], change.taken)) &&
           (parts.size() < 4 || readLog(parts[3], change.log)) &&
           (parts.size() < 5 || readStates(parts[4], change.leaves));
}

void appendConfiguration(std::vector<std::byte>& bytes, std::span<const StateIndex> configuration) {
    appendArray(bytes, configuration.size());
    for (const StateIndex state : configuration)
        appendNumber(bytes, state.value());
}

std::optional<std::vector<StateIndex>> readConfiguration(std::span<const std::byte> bytes) {
    const std::optional<Json> json = readCbor(bytes);
    std::vector<StateIndex> configuration;
    if (!json || !readStates(*json, configuration)) return std::nullopt;
    return configuration;
}

} // namespace signalbox
