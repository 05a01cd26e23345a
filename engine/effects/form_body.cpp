#include "engine/effects/form_body.h"

#include <fmt/format.h>

namespace signalbox {
namespace {

std::string textOf(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string encoded(std::string_view text) {
    std::string form;
    for (const char c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '*' ||
                             c == '-' || c == '.' || c == '_';
        if (isPlain)
            form += c;
        else if (c == ' ')
            form += '+';
        else
            form += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return form;
}

void addParameter(std::string& form, std::string_view name, std::string_view value) {
    if (!form.empty()) form += '&';
    form += encoded(name);
    form += '=';
    form += encoded(value);
}

} // namespace

FormBody formBody(std::string_view event, const Json& data) {
    if (event.empty() && !data.is_object() && !data.is_null())
        return {.text = textOf(data), .type = "text/plain; charset=utf-8"};
    FormBody form{.text = {}, .type = "application/x-www-form-urlencoded"};
    if (!event.empty()) addParameter(form.text, "_scxmleventname", event);
    if (data.is_object()) {
        for (const auto& [name, value] : data.items())
            addParameter(form.text, name, textOf(value));
    } else if (!data.is_null()) {
        addParameter(form.text, "_content", textOf(data));
    }
    return form;
}

} // namespace signalbox
