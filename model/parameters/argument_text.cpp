#include "model/parameters/argument_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "model/definition/display_name.h"

#include <algorithm>
#include <cmath>

namespace signalbox::model {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::ParameterFormModel)
};

ParsedArgument problem(const QString& sentence) {
    return {std::nullopt, sentence};
}

ParsedArgument parseInteger(const QString& text) {
    bool isNumber = false;
    const qlonglong value = text.trimmed().toLongLong(&isNumber);
    return isNumber ? ParsedArgument{Json(value), {}} : problem(Text::tr("Must be a whole number, such as 42."));
}

ParsedArgument parseNumber(const QString& text) {
    if (const ParsedArgument integer = parseInteger(text); integer.value) return integer;
    bool isNumber = false;
    const double value = text.trimmed().toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value)) return problem(Text::tr("Must be a number, such as 1.5."));
    return {Json(value), {}};
}

ParsedArgument parseBoolean(const QString& text) {
    const QString word = text.trimmed().toLower();
    if (word == QLatin1String("true") || word == Text::tr("yes")) return {Json(true), {}};
    if (word == QLatin1String("false") || word == Text::tr("no")) return {Json(false), {}};
    return problem(Text::tr("Must be yes or no."));
}

ParsedArgument parseJson(const QString& text, ValueType type) {
    const Json value = Json::parse(text.toStdString(), nullptr, false);
    if (type == ValueType::Any) return {value.is_discarded() ? Json(text.toStdString()) : value, {}};
    if (type == ValueType::Object && !value.is_object())
        return problem(Text::tr("Must be a JSON object, such as {\"name\": 1}."));
    if (type == ValueType::Array && !value.is_array())
        return problem(Text::tr("Must be a JSON array, such as [1, 2]."));
    return {value, {}};
}

ParsedArgument parseTyped(ValueType type, const QString& text) {
    switch (type) {
    case ValueType::String:
        return {Json(text.toStdString()), {}};
    case ValueType::Integer:
        return parseInteger(text);
    case ValueType::Number:
        return parseNumber(text);
    case ValueType::Boolean:
        return parseBoolean(text);
    case ValueType::Any:
    case ValueType::Object:
    case ValueType::Array:
        return parseJson(text, type);
    }
    Q_UNREACHABLE();
}

// The engine has the last word on patterns: one that QRegularExpression cannot read is left to it.
bool matchesPattern(const ParameterStructure& parameter, const QString& text) {
    if (parameter.pattern.empty()) return true;
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(QString::fromStdString(parameter.pattern)));
    return !pattern.isValid() || pattern.match(text).hasMatch();
}

QString typeName(ValueType type) {
    switch (type) {
    case ValueType::Any:
        return Text::tr("text or JSON");
    case ValueType::String:
        return Text::tr("text");
    case ValueType::Integer:
        return Text::tr("whole number");
    case ValueType::Number:
        return Text::tr("number");
    case ValueType::Boolean:
        return Text::tr("yes or no");
    case ValueType::Object:
        return Text::tr("JSON object");
    case ValueType::Array:
        return Text::tr("JSON array");
    }
    Q_UNREACHABLE();
}

} // namespace

ParsedArgument parseArgument(const ParameterStructure& parameter, const QString& text) {
    if (text.trimmed().isEmpty())
        return parameter.required ? problem(Text::tr("%1 is required.").arg(labelOf(parameter))) : ParsedArgument{};
    ParsedArgument parsed = parseTyped(parameter.type, text);
    if (!parsed.value) return parsed;
    if (!parameter.choices.empty() && std::ranges::find(parameter.choices, *parsed.value) == parameter.choices.end())
        return problem(Text::tr("Must be one of: %1.").arg(choiceTexts(parameter).join(QLatin1String(", "))));
    if (parsed.value->is_string() &&
        !matchesPattern(parameter, QString::fromStdString(parsed.value->get<std::string>())))
        return problem(Text::tr("Must match the pattern %1").arg(QString::fromStdString(parameter.pattern)));
    return parsed;
}

QString argumentText(const Json& value) {
    if (value.is_null()) return {};
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : value.dump());
}

QString typeHint(const ParameterStructure& parameter) {
    const QString hint = parameter.choices.empty()
                             ? typeName(parameter.type)
                             : Text::tr("one of %1").arg(choiceTexts(parameter).join(QLatin1String(", ")));
    return parameter.required ? hint : Text::tr("%1, optional").arg(hint);
}

QStringList choiceTexts(const ParameterStructure& parameter) {
    if (parameter.choices.empty() && parameter.type == ValueType::Boolean)
        return {QStringLiteral("true"), QStringLiteral("false")};
    QStringList texts;
    for (const Json& choice : parameter.choices)
        texts << argumentText(choice);
    return texts;
}

} // namespace signalbox::model
