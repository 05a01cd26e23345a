#include "engine/chart/structure.h"
#include "engine/chart/structure_names.h"

#include <array>
#include <utility>

namespace signalbox {
namespace {

// A member at its default is left out.

void put(Json& json, const char* key, const std::string& value) {
    if (!value.empty()) json[key] = value;
}

void put(Json& json, const char* key, bool value) {
    if (value) json[key] = true;
}

template <typename Tag>
void put(Json& json, const char* key, const std::optional<StrongId<Tag, std::uint32_t>>& index) {
    if (index) json[key] = index->value();
}

template <typename Enum, std::size_t Size>
void put(Json& json, const char* key, Enum value, const std::array<const char*, Size>& names) {
    if (value != Enum{}) json[key] = names[static_cast<std::size_t>(value)];
}

// Lists of indices have a short form, from the time when there was always one: "target": 3, or "targets": [3, 4].
template <typename Tag>
void put(Json& json, const char* one, const char* several, const std::vector<StrongId<Tag, std::uint32_t>>& indices) {
    if (indices.size() == 1) json[one] = indices.front().value();
    if (indices.size() < 2) return;
    for (const auto index : indices)
        json[several].push_back(index.value());
}

template <typename Row>
void put(Json& json, const char* key, const std::vector<Row>& rows);

Json rowJson(const std::string& text) {
    return text;
}

Json rowJson(const Json& value) {
    return value;
}

Json rowJson(const ParameterStructure& parameter) {
    Json json{{"name", parameter.name}};
    put(json, "type", parameter.type, kValueTypeNames);
    put(json, "optional", !parameter.required);
    put(json, "label", parameter.label);
    if (parameter.defaultValue) json["default"] = *parameter.defaultValue;
    put(json, "choices", parameter.choices);
    put(json, "pattern", parameter.pattern);
    if (parameter.minimum) json["minimum"] = *parameter.minimum;
    put(json, "format", parameter.format);
    return json;
}

Json rowJson(const TriggerStructure& trigger) {
    Json json{{"name", trigger.name}};
    put(json, "label", trigger.label);
    put(json, "own", trigger.isOwn);
    if (!trigger.hasSignature) return json;
    json["parameters"] = Json::array();
    put(json, "parameters", trigger.parameters);
    return json;
}

Json rowJson(const ActionStructure& action) {
    Json json = Json::object();
    put(json, "description", action.description);
    put(json, "from", action.fromTrigger);
    return json;
}

Json rowJson(const TimeoutStructure& timeout) {
    return {{"delayUs", timeout.delay.count()}, {"trigger", timeout.trigger.value()}};
}

Json rowJson(const StateStructure& state) {
    Json json{{"name", state.name}};
    put(json, "label", state.label);
    put(json, "kind", state.kind, kStateKindNames);
    put(json, "parent", state.parent);
    put(json, "initial", state.initial);
    put(json, "entries", state.entries);
    put(json, "exits", state.exits);
    put(json, "activations", state.activations);
    put(json, "deactivations", state.deactivations);
    put(json, "timeouts", state.timeouts);
    put(json, "invokes", state.invokes);
    put(json, "transparent", state.isTransparent);
    if (state.limit) json["limitUs"] = state.limit->count();
    put(json, "alert", state.isAlert);
    return json;
}

Json rowJson(const CandidateStructure& candidate) {
    Json json{{"state", candidate.state.value()}};
    put(json, "criterion", candidate.criterion);
    return json;
}

Json rowJson(const TransitionStructure& transition) {
    Json json{{"source", transition.source.value()}};
    put(json, "trigger", "triggers", transition.triggers);
    put(json, "scope", transition.scope, kScopeNames);
    put(json, "target", "targets", transition.targets);
    put(json, "dynamic", transition.isDynamic);
    put(json, "selector", transition.selector);
    put(json, "candidates", transition.candidates);
    put(json, "guards", transition.guards);
    put(json, "actions", transition.actions);
    return json;
}

template <typename Row>
void put(Json& json, const char* key, const std::vector<Row>& rows) {
    if (rows.empty()) return;
    Json array = Json::array();
    for (const Row& row : rows)
        array.push_back(rowJson(row));
    json[key] = std::move(array);
}

} // namespace

Json toJson(const ChartStructure& structure) {
    Json json{{"name", structure.name}, {"version", structure.version}, {"initial", structure.initial.value()}};
    put(json, "profile", structure.profile, kProfileNames);
    put(json, "title", structure.title);
    put(json, "states", structure.states);
    put(json, "triggers", structure.triggers);
    put(json, "transitions", structure.transitions);
    put(json, "cancelTrigger", structure.cancelTrigger);
    put(json, "assigneeLocation", structure.assigneeLocation);
    put(json, "keyLocation", structure.keyLocation);
    put(json, "sourceHash", structure.sourceHash);
    return json;
}

} // namespace signalbox
