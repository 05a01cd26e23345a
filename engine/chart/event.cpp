#include "engine/chart/event.h"

#include "engine/chart/event_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace signalbox {
namespace {

Json defaultOf(const ParameterStructure& parameter) {
    return parameter.defaultValue.value_or(Json());
}

// A missing required argument ends the list, for step() to name it; behind it nothing may follow by position.
Result<std::vector<Json>> byName(const TriggerStructure& trigger, const Json& arguments) {
    for (const auto& [key, value] : arguments.items())
        if (std::ranges::find(trigger.parameters, key, &ParameterStructure::name) == trigger.parameters.end())
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("trigger '{}' has no argument '{}'", trigger.name, key));
    std::vector<Json> result;
    const ParameterStructure* missing = nullptr;
    for (const ParameterStructure& parameter : trigger.parameters) {
        const auto given = arguments.find(parameter.name);
        if (given == arguments.end() && parameter.required && missing == nullptr) missing = &parameter;
        if (given != arguments.end() && missing != nullptr)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("trigger '{}': argument '{}' is missing", trigger.name, missing->name));
        if (missing == nullptr) result.push_back(given == arguments.end() ? defaultOf(parameter) : *given);
    }
    return result;
}

std::vector<Json> byPosition(const TriggerStructure& trigger, const Json& arguments) {
    std::vector<Json> result(arguments.begin(), arguments.end());
    for (std::size_t i = result.size(); i < trigger.parameters.size() && !trigger.parameters[i].required; ++i)
        result.push_back(defaultOf(trigger.parameters[i]));
    return result;
}

Event event(TriggerIndex trigger, std::vector<Json> arguments) {
    return {.trigger = trigger, .arguments = std::move(arguments), .machineEvent = nullptr, .timer = {}};
}

// An event that transitions mean by a descriptor, but that is no trigger itself.
Result<Event> describedEvent(const ChartStructure& structure, std::string_view name, const Json& arguments) {
    const auto trigger = findTriggerFor(structure, name);
    if (!trigger)
        return fail(ErrorCode::NotFound, fmt::format("definition '{}' has no trigger '{}'", structure.name, name));
    MachineEvent described;
    described.name = name;
    if (!arguments.is_null()) described.data = arguments;
    return Event{.trigger = *trigger,
                 .arguments = {},
                 .machineEvent = std::make_shared<const MachineEvent>(std::move(described)),
                 .timer = {}};
}

} // namespace

Result<Event> makeEvent(const ChartStructure& structure, std::string_view trigger, const Json& arguments) {
    const auto index = findTrigger(structure, trigger);
    if (!index && structure.profile == Profile::Scxml) return describedEvent(structure, trigger, arguments);
    if (!index)
        return fail(ErrorCode::NotFound, fmt::format("definition '{}' has no trigger '{}'", structure.name, trigger));
    const TriggerStructure& signature = structure.triggers[index->value()];
    if (arguments.is_null() || arguments.is_array()) return event(*index, byPosition(signature, arguments));
    if (!arguments.is_object())
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("trigger '{}': arguments are an object by name or an array", trigger));
    if (!signature.hasSignature) return event(*index, {arguments});
    auto named = byName(signature, arguments);
    if (!named) return std::unexpected(named.error());
    return event(*index, *std::move(named));
}

} // namespace signalbox
