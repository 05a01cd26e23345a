#include "engine/scxml/writer/signature_gaps.h"

#include "engine/scxml/reader/inline_value.h"
#include "engine/scxml/writer/trigger_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace signalbox::scxml {
namespace {

// Whether the reader makes the same value of an attribute's text.
bool survives(const Json& value, ValueType type) {
    const std::string text = valueText(value);
    if (text.empty()) return false;
    return type == ValueType::String ? value.is_string() : inlineValue(text) == value;
}

bool isWord(const Json& value) {
    return valueText(value).find_first_of(" \t\r\n") == std::string::npos;
}

class GapFinder {
public:
    GapFinder(const TriggerStructure& trigger, std::vector<ExportGap>& gaps) : m_trigger(trigger), m_gaps(gaps) {}

    void take(ParameterStructure& parameter) {
        const auto canStand = [&](const Json& value) { return survives(value, parameter.type); };
        const auto isChoice = [&](const Json& value) { return canStand(value) && isWord(value); };
        if (!std::ranges::all_of(parameter.choices, isChoice)) {
            add(parameter, "its values cannot stand in an attribute: any value is accepted");
            parameter.choices.clear();
        }
        if (!parameter.defaultValue || canStand(*parameter.defaultValue)) return;
        add(parameter, "its default cannot stand in an attribute, and is left out");
        parameter.defaultValue.reset();
    }

private:
    void add(const ParameterStructure& parameter, const char* message) {
        m_gaps.push_back(
            {.subject = m_trigger.name, .message = fmt::format("parameter '{}': {}", parameter.name, message)});
    }

    const TriggerStructure& m_trigger;
    std::vector<ExportGap>& m_gaps;
};

} // namespace

TriggerStructure writable(TriggerStructure trigger, std::vector<ExportGap>& gaps) {
    GapFinder finder(trigger, gaps);
    for (ParameterStructure& parameter : trigger.parameters)
        finder.take(parameter);
    return trigger;
}

} // namespace signalbox::scxml
