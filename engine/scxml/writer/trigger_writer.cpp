#include "engine/scxml/writer/trigger_writer.h"

#include <fmt/format.h>

#include <cassert>

namespace signalbox::scxml {
namespace {

std::string_view typeName(ValueType type) {
    switch (type) {
    case ValueType::Any:
        return {};
    case ValueType::String:
        return "string";
    case ValueType::Integer:
        return "integer";
    case ValueType::Number:
        return "number";
    case ValueType::Boolean:
        return "boolean";
    case ValueType::Object:
        return "object";
    case ValueType::Array:
        return "array";
    }
    assert(false && "a ValueType out of range");
    return {};
}

// As an attribute has it: a text as it stands, anything else as JSON.
std::string valueText(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void writeParameter(ElementWriter& xml, const ParameterStructure& parameter) {
    std::vector<std::string> values;
    for (const Json& choice : parameter.choices)
        values.push_back(valueText(choice));
    xml.beginOurs("param");
    xml.attribute("name", parameter.name);
    xml.attribute("type", typeName(parameter.type));
    xml.attribute("required", parameter.required ? "true" : "");
    xml.attribute("label", parameter.label);
    xml.attribute("values", joined(values));
    if (parameter.defaultValue) xml.attribute("default", valueText(*parameter.defaultValue));
    xml.attribute("pattern", parameter.pattern);
    if (parameter.minimum) xml.attribute("minimum", fmt::format("{}", *parameter.minimum));
    xml.end();
}

} // namespace

void writeTrigger(ElementWriter& xml, const TriggerStructure& trigger) {
    xml.beginOurs("trigger");
    xml.attribute("event", trigger.name);
    xml.attribute("label", trigger.label);
    for (const ParameterStructure& parameter : trigger.parameters)
        writeParameter(xml, parameter);
    xml.end();
}

} // namespace signalbox::scxml
