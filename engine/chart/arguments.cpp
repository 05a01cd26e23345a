#include "engine/chart/arguments.h"

#include "engine/chart/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace signalbox {
namespace {

// std::regex recurses once per character; a longer string could exhaust the stack.
constexpr std::size_t kLongestMatchedText = 4096;

std::string describe(const TriggerStructure& trigger, std::size_t position) {
    const ParameterStructure& parameter = trigger.parameters[position];
    return fmt::format("trigger '{}': argument {} '{}' ({})", trigger.name, position + 1, parameter.name,
                       name(parameter.type));
}

bool matches(const Json& value, const std::regex& pattern) {
    if (!value.is_string()) return false;
    const auto& text = value.get_ref<const std::string&>();
    return text.size() <= kLongestMatchedText && std::regex_match(text, pattern);
}

std::optional<std::string> valueFault(const Chart& chart, TriggerIndex index, std::size_t position, const Json& value) {
    const TriggerStructure& trigger = chart.structure().triggers[index.value()];
    const ParameterStructure& parameter = trigger.parameters[position];
    if (value.is_null()) return std::nullopt;
    if (!fits(value, parameter.type))
        return fmt::format("{} cannot be a {}", describe(trigger, position), value.type_name());
    if (!parameter.choices.empty() && std::ranges::find(parameter.choices, value) == parameter.choices.end())
        return fmt::format("{} is none of its choices", describe(trigger, position));
    if (!parameter.pattern.empty() && !matches(value, chart.program().patterns[index.value()][position]))
        return fmt::format("{} does not match {}", describe(trigger, position), parameter.pattern);
    if (parameter.minimum && value.is_number() && value.get<double>() < *parameter.minimum)
        return fmt::format("{} is below {}", describe(trigger, position), *parameter.minimum);
    return std::nullopt;
}

} // namespace

bool fits(const Json& value, ValueType type) {
    if (value.is_null()) return true;
    switch (type) {
    case ValueType::Any:
        return true;
    case ValueType::String:
        return value.is_string();
    case ValueType::Integer:
        return value.is_number_integer();
    case ValueType::Number:
        return value.is_number();
    case ValueType::Boolean:
        return value.is_boolean();
    case ValueType::Object:
        return value.is_object();
    case ValueType::Array:
        return value.is_array();
    }
    assert(false && "a ValueType out of range");
    return false;
}

std::string_view name(ValueType type) {
    switch (type) {
    case ValueType::Any:
        return "any";
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
    return "any";
}

std::optional<std::string> argumentFault(const Chart& chart, const Event& event) {
    const TriggerStructure& trigger = chart.structure().triggers[event.trigger.value()];
    if (!trigger.hasSignature) return std::nullopt;
    const std::size_t given = event.arguments.size();
    if (given > trigger.parameters.size())
        return fmt::format("trigger '{}': {} arguments given, {} expected", trigger.name, given,
                           trigger.parameters.size());
    for (std::size_t i = 0; i < given; ++i)
        if (auto fault = valueFault(chart, event.trigger, i, event.arguments[i])) return fault;
    for (std::size_t i = given; i < trigger.parameters.size(); ++i)
        if (trigger.parameters[i].required) return fmt::format("{} is missing", describe(trigger, i));
    return std::nullopt;
}

} // namespace signalbox
