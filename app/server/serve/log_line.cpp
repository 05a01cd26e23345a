#include "app/server/serve/log_line.h"

#include "app/server/settings/setting_value.h"
#include "engine/base/json.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>

namespace signalbox {
namespace {

std::string timeText(Time at) {
    const auto second = std::chrono::floor<std::chrono::seconds>(at);
    return fmt::format("{:%FT%T}.{:03}Z", second,
                       std::chrono::duration_cast<std::chrono::milliseconds>(at - second).count());
}

void appendEscaped(std::string& text, std::string_view value, bool isQuoted) {
    for (const char each : value) {
        const auto byte = static_cast<unsigned char>(each);
        if (each == '\n')
            text += "\\n";
        else if (byte < 0x20 || byte == 0x7F)
            text += fmt::format("\\x{:02x}", byte);
        else if (each == '\\' || (isQuoted && each == '"'))
            text += {'\\', each};
        else
            text += each;
    }
}

void appendValue(std::string& text, std::string_view value) {
    const bool isQuoted = value.empty() || value.find_first_of(" \"=") != std::string_view::npos;
    if (isQuoted) text += '"';
    appendEscaped(text, value, isQuoted);
    if (isQuoted) text += '"';
}

} // namespace

std::string textOf(const LogLine& line) {
    std::string text = fmt::format("{} {:5} ", timeText(line.at), settingText(line.level));
    appendEscaped(text, line.message, false);
    for (const auto& [name, value] : line.fields) {
        text += fmt::format(" {}=", name);
        appendValue(text, value);
    }
    return text;
}

std::string jsonOf(const LogLine& line) {
    nlohmann::ordered_json json;
    json["time"] = timeText(line.at);
    json["level"] = settingText(line.level);
    json["message"] = line.message;
    for (const auto& [name, value] : line.fields)
        json[std::string(name)] = value;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace signalbox
