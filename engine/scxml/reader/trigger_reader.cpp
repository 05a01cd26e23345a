#include "engine/scxml/reader/trigger_reader.h"

#include "engine/chart/arguments.h"
#include "engine/scxml/reader/inline_value.h"
#include "engine/scxml/reader/suggestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <utility>

namespace signalbox::scxml {
namespace {

constexpr std::string_view kTriggerNames = "event name label";
constexpr std::string_view kParameterNames = "name type required default values pattern minimum label format";
// std::regex calls itself for every bracket, and copies what is repeated in braces as often as they say.
constexpr std::size_t kLongestPattern = 1'000;
constexpr double kMostCopies = 10'000;
constexpr std::size_t kMostPatterns = 200;

struct TypeName {
    std::string_view text;
    ValueType type;
};
// An enum is a text that `values` narrows down.
constexpr std::array kTypes{
    TypeName{"any", ValueType::Any},       TypeName{"string", ValueType::String},
    TypeName{"enum", ValueType::String},   TypeName{"integer", ValueType::Integer},
    TypeName{"number", ValueType::Number}, TypeName{"boolean", ValueType::Boolean},
    TypeName{"object", ValueType::Object}, TypeName{"array", ValueType::Array},
};

// What would make a regular expression too large; empty: nothing.
std::string breachOf(std::string_view pattern) {
    if (pattern.size() > kLongestPattern) return fmt::format("the pattern is longer than {} bytes", kLongestPattern);
    double copies = 1;
    for (std::size_t i = pattern.find('{'); i != std::string_view::npos; i = pattern.find('{', i + 1)) {
        const std::string_view braces = pattern.substr(i + 1, pattern.find('}', i) - i - 1);
        double most = 1;
        for (double number = 0; const char c : braces) {
            number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : 0;
            most = std::max(most, number);
        }
        copies *= most;
    }
    return copies > kMostCopies ? "the pattern repeats too much: write smaller numbers in its braces" : std::string{};
}

class TriggerReader {
public:
    explicit TriggerReader(Reading& reading) : m_reading(reading) {}

    TriggerStructure read(const Element& element);

private:
    void warnOfUnknown(const Element& element, std::string_view known);
    ParameterStructure readParameter(const Element& element);
    ValueType readType(const Element& element);
    std::optional<double> readMinimum(const Element& element);
    Json readValue(const ParameterStructure& parameter, const Attribute& attribute, std::string_view text);
    void readValues(const Element& element, ParameterStructure& parameter);
    void checkPattern(const Element& element, const ParameterStructure& parameter);
    void checkOrder(const Element& element, const TriggerStructure& trigger);

    Reading& m_reading;
};

TriggerStructure TriggerReader::read(const Element& element) {
    warnOfUnknown(element, kTriggerNames);
    const Attribute* event = findAttribute(element, "event");
    if (event == nullptr) event = findAttribute(element, "name");
    TriggerStructure trigger;
    trigger.name = event == nullptr ? std::string{} : collapsed(event->value);
    trigger.label = attributeOf(element, "label");
    trigger.hasSignature = true;
    if (trigger.name.empty()) m_reading.report.error(element.place, "<sb:trigger> needs the attribute 'event'");
    for (const Element* child : element.children) {
        const bool isParameter = child->space == ElementSpace::Signalbox && child->name == "param";
        if (isParameter)
            trigger.parameters.push_back(readParameter(*child));
        else if (child->space == ElementSpace::Signalbox)
            m_reading.report.warning(child->place, fmt::format("<sb:{}> means nothing in <sb:trigger>", child->name));
    }
    checkOrder(element, trigger);
    return trigger;
}

void TriggerReader::warnOfUnknown(const Element& element, std::string_view known) {
    const std::vector<std::string_view> names = words(known);
    for (const Attribute& each : element.attributes) {
        const bool isOther = each.space == ElementSpace::Foreign;
        if (!isOther && std::ranges::find(names, each.name) == names.end())
            m_reading.report.warning(each.place, fmt::format("'{}' means nothing on <sb:{}>{}", each.name, element.name,
                                                             suggestion(each.name, names)));
    }
}

ParameterStructure TriggerReader::readParameter(const Element& element) {
    warnOfUnknown(element, kParameterNames);
    ParameterStructure parameter;
    parameter.name = attributeOf(element, "name");
    parameter.type = readType(element);
    parameter.required = readFlag(m_reading, findAttribute(element, "required"));
    parameter.label = attributeOf(element, "label");
    parameter.pattern = attributeOf(element, "pattern");
    parameter.minimum = readMinimum(element);
    parameter.format = attributeOf(element, "format");
    if (isBlank(parameter.name)) m_reading.report.error(element.place, "<sb:param> needs the attribute 'name'");
    readValues(element, parameter);
    checkPattern(element, parameter);
    return parameter;
}

ValueType TriggerReader::readType(const Element& element) {
    const Attribute* const type = findAttribute(element, "type");
    if (type == nullptr) return ValueType::Any;
    const auto found = std::ranges::find(kTypes, type->value, &TypeName::text);
    if (found != kTypes.end()) return found->type;
    m_reading.report.error(type->valuePlace,
                           fmt::format("there is no type '{}': use string, enum, integer, number, boolean, object, "
                                       "array or any",
                                       type->value));
    return ValueType::Any;
}

std::optional<double> TriggerReader::readMinimum(const Element& element) {
    const Attribute* const minimum = findAttribute(element, "minimum");
    if (minimum == nullptr) return std::nullopt;
    const Json value = inlineValue(minimum->value);
    if (value.is_number()) return value.get<double>();
    m_reading.report.error(minimum->valuePlace, fmt::format("'minimum' must be a number, not '{}'", minimum->value));
    return std::nullopt;
}

Json TriggerReader::readValue(const ParameterStructure& parameter, const Attribute& attribute, std::string_view text) {
    Json value = parameter.type == ValueType::String ? Json(text) : inlineValue(text);
    if (!fits(value, parameter.type))
        m_reading.report.error(attribute.valuePlace, fmt::format("'{}' is no {}", text, name(parameter.type)));
    return value;
}

void TriggerReader::readValues(const Element& element, ParameterStructure& parameter) {
    if (const Attribute* const values = findAttribute(element, "values"))
        for (const std::string_view each : words(values->value))
            parameter.choices.push_back(readValue(parameter, *values, each));
    const Attribute* const given = findAttribute(element, "default");
    if (given == nullptr) return;
    parameter.defaultValue = readValue(parameter, *given, given->value);
    const bool isChoice = std::ranges::find(parameter.choices, *parameter.defaultValue) != parameter.choices.end();
    if (!parameter.choices.empty() && !isChoice)
        m_reading.report.error(given->valuePlace, fmt::format("'{}' is none of the values", given->value));
}

void TriggerReader::checkPattern(const Element& element, const ParameterStructure& parameter) {
    const Attribute* const pattern = findAttribute(element, "pattern");
    if (pattern == nullptr) return;
    if (const std::string breach = breachOf(parameter.pattern); !breach.empty())
        return m_reading.report.error(pattern->valuePlace, breach);
    if (++m_reading.patternCount > kMostPatterns) {
        if (m_reading.patternCount == kMostPatterns + 1)
            m_reading.report.error(pattern->valuePlace, fmt::format("there are more than {} patterns", kMostPatterns));
        return;
    }
    try {
        [[maybe_unused]] const std::regex compiled(parameter.pattern, std::regex::ECMAScript);
    } catch (const std::regex_error& error) {
        m_reading.report.error(pattern->valuePlace,
                               fmt::format("the pattern is no regular expression: {}", error.what()));
    }
}

// Arguments may be given by position.
void TriggerReader::checkOrder(const Element& element, const TriggerStructure& trigger) {
    std::set<std::string_view> names;
    bool isOptionalSeen = false;
    for (const ParameterStructure& each : trigger.parameters) {
        if (!names.insert(each.name).second)
            m_reading.report.error(element.place, fmt::format("two parameters are named '{}'", each.name));
        if (each.required && isOptionalSeen)
            m_reading.report.error(
                element.place,
                fmt::format("the required parameter '{}' must stand before the optional ones", each.name));
        isOptionalSeen = isOptionalSeen || !each.required;
    }
}

} // namespace

TriggerStructure readTrigger(Reading& reading, const Element& element) {
    return TriggerReader(reading).read(element);
}

} // namespace signalbox::scxml
