#include "app/server/settings/setting_value.h"

#include "app/server/settings/duration_text.h"
#include "engine/base/json_reading.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>
#include <limits>
#include <ranges>
#include <string_view>
#include <utility>

namespace signalbox {
namespace {

template <typename Value, std::size_t Count>
using Words = std::array<std::pair<std::string_view, Value>, Count>;

constexpr Words<LogLevel, 4> kLevels{
    {{"debug", LogLevel::Debug}, {"info", LogLevel::Info}, {"warn", LogLevel::Warn}, {"error", LogLevel::Error}}};
constexpr Words<LogFormat, 2> kFormats{{{"text", LogFormat::Text}, {"json", LogFormat::JsonLines}}};
constexpr Words<MailSecurity, 3> kSecurities{
    {{"starttls", MailSecurity::StartTls}, {"tls", MailSecurity::Tls}, {"none", MailSecurity::None}}};
constexpr Words<bool, 2> kTruths{{{"true", true}, {"false", false}}};

Status wrong(std::string message) {
    return fail(ErrorCode::InvalidArgument, std::move(message));
}

Result<std::string_view> onlyText(const SettingTexts& texts) {
    if (texts.size() == 1) return texts.front();
    return fail(ErrorCode::InvalidArgument, "takes one value");
}

template <typename Value, std::size_t Count>
Status readWord(const SettingTexts& texts, Value& value, const Words<Value, Count>& words) {
    const auto text = onlyText(texts);
    if (!text) return std::unexpected(text.error());
    for (const auto& [word, meant] : words) {
        if (word != *text) continue;
        value = meant;
        return {};
    }
    return wrong(
        fmt::format("'{}' is none of {}", *text,
                    fmt::join(words | std::views::transform([](const auto& word) { return word.first; }), ", ")));
}

template <typename Value, std::size_t Count>
std::string wordOf(Value value, const Words<Value, Count>& words) {
    for (const auto& [word, meant] : words)
        if (meant == value) return std::string(word);
    return {};
}

template <typename Number>
Status readNumber(const SettingTexts& texts, Number& value) {
    const auto text = onlyText(texts);
    if (!text) return std::unexpected(text.error());
    Number read{};
    const char* const end = text->data() + text->size();
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): its end is the second argument
    const auto [stop, error] = std::from_chars(text->data(), end, read);
    if (error != std::errc{} || stop != end || std::cmp_less(read, 0))
        return wrong(fmt::format("'{}' is no number from 0 to {}", *text, std::numeric_limits<Number>::max()));
    value = read;
    return {};
}

template <typename Length>
Status readDuration(const SettingTexts& texts, Length& value) {
    const auto text = onlyText(texts);
    if (!text) return std::unexpected(text.error());
    const auto read = durationFrom(*text);
    if (!read) return wrong(fmt::format("'{}' is no time like 500ms, 30s, 5m, 12h or 7d", *text));
    value = std::chrono::floor<Length>(*read);
    return {};
}

Result<ClientIdentity> clientFrom(const Json& json) {
    MemberReader reader(json, "client");
    ClientIdentity client;
    std::string role;
    reader.read("san", client.san);
    reader.read("name", client.name);
    reader.read("role", role);
    reader.each("definitions", [&](const Json& each) {
        if (!each.is_string()) return reader.refuse("definitions", "is no list of names");
        client.definitions.push_back(each.get<std::string>());
    });
    if (client.san.empty()) reader.refuse("san", "is missing");
    if (client.name.empty()) reader.refuse("name", "is missing");
    const auto named = roleNamed(role);
    if (!named) reader.refuse("role", "is none of viewer, operator, admin");
    if (json.is_object())
        for (const auto& [key, value] : json.items())
            if (key != "san" && key != "name" && key != "role" && key != "definitions")
                reader.refuse(key, "is not known");
    if (!reader.fault().empty()) return fail(ErrorCode::InvalidArgument, reader.fault());
    client.role = *named;
    return client;
}

Json jsonOf(const ClientIdentity& client) {
    return {
        {"san", client.san}, {"name", client.name}, {"role", name(client.role)}, {"definitions", client.definitions}};
}

} // namespace

Status readSetting(const SettingTexts& texts, std::string& value) {
    const auto text = onlyText(texts);
    if (!text) return std::unexpected(text.error());
    value = *text;
    return {};
}

Status readSetting(const SettingTexts& texts, bool& value) {
    return readWord(texts, value, kTruths);
}

Status readSetting(const SettingTexts& texts, std::uint16_t& value) {
    return readNumber(texts, value);
}

Status readSetting(const SettingTexts& texts, std::uint32_t& value) {
    return readNumber(texts, value);
}

Status readSetting(const SettingTexts& texts, std::size_t& value) {
    return readNumber(texts, value);
}

Status readSetting(const SettingTexts& texts, int& value) {
    return readNumber(texts, value);
}

Status readSetting(const SettingTexts& texts, Duration& value) {
    return readDuration(texts, value);
}

Status readSetting(const SettingTexts& texts, std::chrono::milliseconds& value) {
    return readDuration(texts, value);
}

Status readSetting(const SettingTexts& texts, LogLevel& value) {
    return readWord(texts, value, kLevels);
}

Status readSetting(const SettingTexts& texts, LogFormat& value) {
    return readWord(texts, value, kFormats);
}

Status readSetting(const SettingTexts& texts, MailSecurity& value) {
    return readWord(texts, value, kSecurities);
}

Status readSetting(const SettingTexts& texts, std::vector<std::string>& value) {
    for (const std::string& text : texts)
        if (text.empty()) return wrong("has an empty entry");
    value = texts;
    return {};
}

Status readSetting(const SettingTexts& texts, std::vector<ClientIdentity>& value) {
    std::vector<ClientIdentity> clients;
    for (const std::string& text : texts) {
        const Json json = Json::parse(text, nullptr, false);
        if (json.is_discarded()) return wrong(fmt::format("'{}' is not JSON", text));
        const Json list = json.is_array() ? json : Json::array({json});
        for (const Json& each : list) {
            auto client = clientFrom(each);
            if (!client) return std::unexpected(std::move(client).error());
            clients.push_back(*std::move(client));
        }
    }
    value = std::move(clients);
    return {};
}

std::string settingText(const std::string& value) {
    return value;
}

std::string settingText(bool value) {
    return wordOf(value, kTruths);
}

std::string settingText(std::uint16_t value) {
    return std::to_string(value);
}

std::string settingText(std::uint32_t value) {
    return std::to_string(value);
}

std::string settingText(std::size_t value) {
    return std::to_string(value);
}

std::string settingText(int value) {
    return std::to_string(value);
}

std::string settingText(Duration value) {
    return durationText(value);
}

std::string settingText(std::chrono::milliseconds value) {
    return durationText(value);
}

std::string settingText(LogLevel value) {
    return wordOf(value, kLevels);
}

std::string settingText(LogFormat value) {
    return wordOf(value, kFormats);
}

std::string settingText(MailSecurity value) {
    return wordOf(value, kSecurities);
}

std::string settingText(const std::vector<std::string>& value) {
    return fmt::format("{}", fmt::join(value, ","));
}

std::string settingText(const std::vector<ClientIdentity>& value) {
    Json list = Json::array();
    for (const ClientIdentity& each : value)
        list.push_back(jsonOf(each));
    return value.empty() ? std::string() : list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace signalbox
