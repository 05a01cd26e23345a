#include "engine/scxml/script/js_values.h"

#include <QJSEngine>
#include <QJSValueIterator>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

namespace signalbox::scxml {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

QJSValue fromInteger(std::int64_t number) {
    const bool fits = number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max();
    return fits ? QJSValue(static_cast<int>(number)) : QJSValue(static_cast<double>(number));
}

Json fromNumber(double number) {
    if (!std::isfinite(number)) return nullptr;
    const bool isInteger = number == std::trunc(number) && number >= -kTwoTo63 && number < kTwoTo63;
    return isInteger ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

// Brackets outside of texts.
std::size_t depthOf(std::string_view json) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    bool isText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char character = json[i];
        if (isText && character == '\\') ++i;
        if (character == '"') isText = !isText;
        if (isText) continue;
        if (character == '{' || character == '[') deepest = std::max(deepest, ++depth);
        if (character == '}' || character == ']') --depth;
    }
    return deepest;
}

std::unexpected<ScriptFault> tooDeep() {
    return std::unexpected(ScriptFault{
        .message = fmt::format("TypeError: a value is nested more than {} deep, or holds itself", JsReader::kDeepest),
        .isBreach = false});
}

} // namespace

QJSValue JsWriter::write(const Json& json) const {
    switch (json.type()) {
    case Json::value_t::object:
        return writeObject(json);
    case Json::value_t::array:
        return writeArray(json);
    case Json::value_t::string:
        return {toQString(json.get_ref<const std::string&>())};
    case Json::value_t::boolean:
        return {json.get<bool>()};
    case Json::value_t::number_integer:
        return fromInteger(json.get<std::int64_t>());
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
        return {json.get<double>()};
    case Json::value_t::null:
        return {QJSValue::NullValue};
    case Json::value_t::binary:
    case Json::value_t::discarded:
        break;
    }
    return {};
}

QJSValue JsWriter::writeObject(const Json& json) const {
    QJSValue object = m_engine.newObject();
    for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) {
        if (key == "__proto__")
            m_define.call({object, QJSValue(toQString(key)), write(value)});
        else
            object.setProperty(toQString(key), write(value));
    }
    return object;
}

QJSValue JsWriter::writeArray(const Json& json) const {
    const auto size = static_cast<quint32>(json.size());
    QJSValue array = m_engine.newArray(size);
    for (quint32 i = 0; i < size; ++i)
        array.setProperty(i, write(json[i]));
    return array;
}

ScriptResult<ScriptValue> JsReader::read(const QJSValue& value, std::size_t depth) {
    constexpr std::size_t kAboutANumber = 4;
    if (!take(kAboutANumber)) return tooMuch();
    if (value.isString()) {
        std::string text = value.toString().toStdString();
        if (!take(text.size())) return tooMuch();
        return Json(std::move(text));
    }
    if (value.isNumber()) return fromNumber(value.toNumber());
    if (value.isBool()) return Json(value.toBool());
    if (value.isNull()) return Json(nullptr);
    if (!value.isObject() || value.isCallable()) return std::nullopt;
    if (depth >= kDeepest) return tooDeep();
    return readObject(value, depth);
}

ScriptResult<ScriptValue> JsReader::readObject(const QJSValue& value, std::size_t depth) {
    if (value.isArray()) return readArray(value, depth);
    return isPlain(value) ? readPlain(value, depth) : readSlowly(value, depth);
}

bool JsReader::isPlain(const QJSValue& value) const {
    return !m_slow.hasHidden && value.prototype().strictlyEquals(m_slow.objectPrototype);
}

ScriptResult<ScriptValue> JsReader::readArray(const QJSValue& value, std::size_t depth) {
    static const QString kLength = QStringLiteral("length");
    const quint32 size = value.property(kLength).toUInt();
    if (size > m_bytesLeft) return tooMuch();
    Json::array_t elements;
    elements.reserve(size);
    for (quint32 i = 0; i < size; ++i) {
        auto element = read(value.property(i), depth + 1);
        if (!element) return element;
        elements.push_back(*element ? *std::move(*element) : Json(nullptr));
    }
    return Json(std::move(elements));
}

ScriptResult<ScriptValue> JsReader::readPlain(const QJSValue& value, std::size_t depth) {
    static const QString kToJson = QStringLiteral("toJSON");
    Json::object_t members;
    for (QJSValueIterator member(value); member.next();) {
        const QString name = member.name();
        const QJSValue held = member.value();
        if (name == kToJson && held.isCallable()) return readSlowly(value, depth);
        auto read = this->read(held, depth + 1);
        if (!read) return read;
        if (!*read) continue;
        std::string key = name.toStdString();
        if (!take(key.size())) return tooMuch();
        members.insert_or_assign(std::move(key), *std::move(*read));
    }
    return Json(std::move(members));
}

ScriptResult<ScriptValue> JsReader::readSlowly(const QJSValue& value, std::size_t depth) {
    const QJSValue text = m_slow.stringify.call({value, QJSValue(static_cast<double>(m_bytesLeft))});
    if (text.isError())
        return std::unexpected(ScriptFault{.message = text.toString().toStdString(), .isBreach = false});
    if (text.isUndefined()) return std::nullopt;
    if (!text.isString())
        return std::unexpected(ScriptFault{.message = "thrown: " + text.toString().toStdString(), .isBreach = false});
    const std::string json = text.toString().toStdString();
    if (!take(json.size())) return tooMuch();
    if (depth + depthOf(json) > kDeepest) return tooDeep();
    Json parsed = Json::parse(json, nullptr, false);
    if (parsed.is_discarded())
        return std::unexpected(ScriptFault{.message = "TypeError: a value that is no JSON", .isBreach = false});
    return parsed;
}

bool JsReader::take(std::size_t bytes) {
    if (bytes > m_bytesLeft) return false;
    m_bytesLeft -= bytes;
    return true;
}

std::unexpected<ScriptFault> JsReader::tooMuch() const {
    return std::unexpected(
        ScriptFault{.message = fmt::format("values of more than {} bytes", m_mostBytes), .isBreach = true});
}

} // namespace signalbox::scxml
