#pragma once

#include "app/server/settings/serve_settings.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace signalbox {

// What a setting may hold, and how it is written: as one text in a variable of the environment and behind a flag; in a
// file as what TOML has for it.
enum class SettingKind : std::uint8_t {
    Text,
    File, // path; in a file: from that file's folder
    Flag, // true, false
    Number,
    TimeSpan, // "500ms", "30s", "5m", "12h", "7d"
    Choice,   // one of some words
    List,     // of texts; of the environment: with commas between them
    Clients,  // [[client]]; elsewhere as JSON: {"san": ..., "name": ..., "role": ..., "definitions": [...]}
};

// A value as it was given; one text but for lists.
using SettingTexts = std::vector<std::string>;

// Reads `texts` into `value`.  Errors: InvalidArgument, what is wrong with the value, without the setting's name.
[[nodiscard]] Status readSetting(const SettingTexts& texts, std::string& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, bool& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, std::uint16_t& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, std::uint32_t& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, std::size_t& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, int& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, Duration& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, std::chrono::milliseconds& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, LogLevel& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, LogFormat& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, MailSecurity& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, std::vector<std::string>& value);
[[nodiscard]] Status readSetting(const SettingTexts& texts, std::vector<ClientIdentity>& value);

// As readSetting() reads it, for people and comparison; lists with commas.
[[nodiscard]] std::string settingText(const std::string& value);
[[nodiscard]] std::string settingText(bool value);
[[nodiscard]] std::string settingText(std::uint16_t value);
[[nodiscard]] std::string settingText(std::uint32_t value);
[[nodiscard]] std::string settingText(std::size_t value);
[[nodiscard]] std::string settingText(int value);
[[nodiscard]] std::string settingText(Duration value);
[[nodiscard]] std::string settingText(std::chrono::milliseconds value);
[[nodiscard]] std::string settingText(LogLevel value);
[[nodiscard]] std::string settingText(LogFormat value);
[[nodiscard]] std::string settingText(MailSecurity value);
[[nodiscard]] std::string settingText(const std::vector<std::string>& value);
[[nodiscard]] std::string settingText(const std::vector<ClientIdentity>& value);

template <typename T>
constexpr SettingKind kKindOf = SettingKind::Choice;
template <>
inline constexpr SettingKind kKindOf<std::string> = SettingKind::Text;
template <>
inline constexpr SettingKind kKindOf<bool> = SettingKind::Flag;
template <>
inline constexpr SettingKind kKindOf<std::uint16_t> = SettingKind::Number;
template <>
inline constexpr SettingKind kKindOf<std::uint32_t> = SettingKind::Number;
template <>
inline constexpr SettingKind kKindOf<std::size_t> = SettingKind::Number;
template <>
inline constexpr SettingKind kKindOf<int> = SettingKind::Number;
template <>
inline constexpr SettingKind kKindOf<Duration> = SettingKind::TimeSpan;
template <>
inline constexpr SettingKind kKindOf<std::chrono::milliseconds> = SettingKind::TimeSpan;
template <>
inline constexpr SettingKind kKindOf<std::vector<std::string>> = SettingKind::List;
template <>
inline constexpr SettingKind kKindOf<std::vector<ClientIdentity>> = SettingKind::Clients;

} // namespace signalbox
