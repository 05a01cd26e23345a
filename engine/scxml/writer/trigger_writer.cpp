#include "engine/scxml/writer/trigger_writer.h"

#include "engine/chart/arguments.h"

#include <fmt/format.h>

#include <string_view>

namespace signalbox::scxml {
namespace {

void writeParameter(ElementWriter& xml, const ParameterStructure& parameter) {
    std::vector<std::string> values;
    for (const Json& choice : parameter.choices)
        values.push_back(valueText(choice));
    xml.beginOurs("param");
    xml.attribute("name", parameter.name);
    xml.attribute("type", parameter.type == ValueType::Any ? std::string_view{} : name(parameter.type));
    xml.attribute("required", parameter.required ? "true" : "");
    xml.attribute("label", parameter.label);
    xml.attribute("values", joined(values));
    if (parameter.defaultValue) xml.attribute("default", valueText(*parameter.defaultValue));
    xml.attribute("pattern", parameter.pattern);
    if (parameter.minimum) xml.attribute("minimum", fmt::format("{}", *parameter.minimum));
    xml.attribute("format", parameter.format);
    xml.end();
}

} // namespace

std::string valueText(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void writeTrigger(ElementWriter& xml, const TriggerStructure& trigger) {
    xml.beginOurs("trigger");
    xml.attribute("event", trigger.name);
    xml.attribute("label", trigger.label);
    for (const ParameterStructure& parameter : trigger.parameters)
        writeParameter(xml, parameter);
    xml.end();
}

} // namespace signalbox::scxml
