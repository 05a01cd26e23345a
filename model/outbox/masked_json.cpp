#include "model/outbox/masked_json.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <string_view>

namespace signalbox::model {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* kMask = "\u2022\u2022\u2022\u2022";
constexpr int kIndent = 2;

bool isSecretName(const std::string& name) {
    std::string plain;
    for (const char c : name)
        if (c != '-' && c != '_') plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    static constexpr std::array<std::string_view, 9> kWords{
        "password", "passwd", "secret", "token", "apikey", "cookie", "authorization", "private", "credential"};
    return std::ranges::any_of(kWords, [&](std::string_view word) { return plain.contains(word); });
}

std::string maskedUrl(const std::string& text) {
    static const QRegularExpression password(u"(://[^/@:\\s]*:)[^/@\\s]+@"_s);
    QString shown = QString::fromStdString(text);
    return shown.contains(u"://"_s) ? shown.replace(password, u"\\1\u2022\u2022\u2022\u2022@"_s).toStdString() : text;
}

} // namespace

Json masked(Json json) {
    if (json.is_string()) return maskedUrl(json.get<std::string>());
    if (json.is_array())
        for (Json& each : json)
            each = masked(std::move(each));
    if (json.is_object())
        for (auto& [name, value] : json.items())
            value = isSecretName(name) && !value.is_null() ? Json(kMask) : masked(std::move(value));
    return json;
}

QString bodyText(const std::string& body) {
    const Json parsed = Json::parse(body, nullptr, false);
    if (!parsed.is_object() && !parsed.is_array()) return QString::fromStdString(body);
    return QString::fromStdString(masked(parsed).dump(kIndent, ' ', false, Json::error_handler_t::replace));
}

} // namespace signalbox::model
