#include "engine/chart/structure.h"
#include "engine/chart/structure_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace signalbox {
namespace {

// Reads on after a fault, with the member at its default, and keeps the first one.
class StructureReader {
public:
    ChartStructure readStructure(const Json& json);
    [[nodiscard]] const std::string& fault() const { return m_fault; }

private:
    void refuse(std::string_view member, std::string_view reason) {
        if (m_fault.empty()) m_fault = fmt::format("member '{}' {}", member, reason);
    }
    // Null if absent.
    const Json* find(const Json& json, const char* key) {
        if (!json.is_object()) refuse(key, "is looked for in something that is no object");
        const auto found = json.is_object() ? json.find(key) : json.end();
        return found == json.end() ? nullptr : &*found;
    }
    std::uint32_t number(const Json& json, const char* key) {
        const bool isNumber =
            json.is_number_integer() && json >= 0 && json <= std::numeric_limits<std::uint32_t>::max();
        if (!isNumber) refuse(key, "is no number from 0");
        return isNumber ? json.get<std::uint32_t>() : 0;
    }
    std::uint32_t readNumber(const Json& json, const char* key) {
        const Json* const found = find(json, key);
        if (found == nullptr) refuse(key, "is missing");
        return found == nullptr ? 0 : number(*found, key);
    }
    void read(const Json& json, const char* key, std::string& value) {
        const Json* const found = find(json, key);
        if (found != nullptr) readRow(*found, value);
    }
    bool readFlag(const Json& json, const char* key) {
        const Json* const found = find(json, key);
        if (found != nullptr && !found->is_boolean()) refuse(key, "is neither true nor false");
        return found != nullptr && found->is_boolean() && found->get<bool>();
    }
    template <typename Tag>
    void read(const Json& json, const char* key, std::optional<StrongId<Tag, std::uint32_t>>& index) {
        if (const Json* const found = find(json, key)) index.emplace(number(*found, key));
    }
    template <typename Tag>
    void read(const Json& json, const char* one, const char* several,
              std::vector<StrongId<Tag, std::uint32_t>>& indices) {
        if (const Json* const found = find(json, one)) indices.emplace_back(number(*found, one));
        const Json* const found = find(json, several);
        if (found == nullptr) return;
        if (!found->is_array()) return refuse(several, "is no array");
        for (const Json& index : *found)
            indices.emplace_back(number(index, several));
    }
    template <typename Enum, std::size_t Size>
    void read(const Json& json, const char* key, Enum& value, const std::array<const char*, Size>& names) {
        const Json* const found = find(json, key);
        if (found == nullptr) return;
        const auto named = std::ranges::find_if(names, [&](const char* name) { return *found == name; });
        if (named == names.end()) return refuse(key, "is none of its values");
        value = static_cast<Enum>(named - names.begin());
    }
    template <typename Row>
    void read(const Json& json, const char* key, std::vector<Row>& rows) {
        const Json* const found = find(json, key);
        if (found == nullptr) return;
        if (!found->is_array()) return refuse(key, "is no array");
        for (const Json& row : *found)
            readRow(row, rows.emplace_back());
    }

    void readRow(const Json& json, std::string& text) {
        if (!json.is_string()) return refuse(json.dump(), "should be text");
        text = json.get<std::string>();
    }
    static void readRow(const Json& json, Json& value) { value = json; }
    void readRow(const Json& json, ParameterStructure& parameter);
    void readRow(const Json& json, TriggerStructure& trigger);
    void readRow(const Json& json, ActionStructure& action);
    void readRow(const Json& json, TimeoutStructure& timeout);
    void readRow(const Json& json, StateStructure& state);
    void readRow(const Json& json, CandidateStructure& candidate);
    void readRow(const Json& json, TransitionStructure& transition);

    std::string m_fault;
};

void StructureReader::readRow(const Json& json, ParameterStructure& parameter) {
    read(json, "name", parameter.name);
    read(json, "type", parameter.type, kValueTypeNames);
    parameter.required = !readFlag(json, "optional");
    read(json, "label", parameter.label);
    if (const Json* const value = find(json, "default")) parameter.defaultValue = *value;
    read(json, "choices", parameter.choices);
    read(json, "pattern", parameter.pattern);
    read(json, "format", parameter.format);
    const Json* const minimum = find(json, "minimum");
    if (minimum != nullptr && !minimum->is_number()) return refuse("minimum", "is no number");
    if (minimum != nullptr) parameter.minimum = minimum->get<double>();
}

void StructureReader::readRow(const Json& json, TriggerStructure& trigger) {
    read(json, "name", trigger.name);
    read(json, "label", trigger.label);
    trigger.isOwn = readFlag(json, "own");
    trigger.hasSignature = find(json, "parameters") != nullptr;
    read(json, "parameters", trigger.parameters);
}

void StructureReader::readRow(const Json& json, ActionStructure& action) {
    read(json, "description", action.description);
    read(json, "from", action.fromTrigger);
}

void StructureReader::readRow(const Json& json, TimeoutStructure& timeout) {
    const Json* const delay = find(json, "delayUs");
    if (delay == nullptr || !delay->is_number_integer()) return refuse("delayUs", "is no integer");
    timeout.delay = Duration(delay->get<Duration::rep>());
    timeout.trigger = TriggerIndex{readNumber(json, "trigger")};
}

void StructureReader::readRow(const Json& json, StateStructure& state) {
    read(json, "name", state.name);
    read(json, "label", state.label);
    read(json, "kind", state.kind, kStateKindNames);
    read(json, "parent", state.parent);
    read(json, "initial", state.initial);
    read(json, "entries", state.entries);
    read(json, "exits", state.exits);
    read(json, "activations", state.activations);
    read(json, "deactivations", state.deactivations);
    read(json, "timeouts", state.timeouts);
    read(json, "invokes", state.invokes);
    state.isTransparent = readFlag(json, "transparent");
    state.isAlert = readFlag(json, "alert");
    const Json* const limit = find(json, "limitUs");
    if (limit != nullptr && !limit->is_number_integer()) return refuse("limitUs", "is no integer");
    if (limit != nullptr) state.limit = Duration(limit->get<Duration::rep>());
}

void StructureReader::readRow(const Json& json, CandidateStructure& candidate) {
    candidate.state = StateIndex{readNumber(json, "state")};
    read(json, "criterion", candidate.criterion);
}

void StructureReader::readRow(const Json& json, TransitionStructure& transition) {
    transition.source = StateIndex{readNumber(json, "source")};
    read(json, "trigger", "triggers", transition.triggers);
    read(json, "scope", transition.scope, kScopeNames);
    read(json, "target", "targets", transition.targets);
    transition.isDynamic = readFlag(json, "dynamic");
    read(json, "selector", transition.selector);
    read(json, "candidates", transition.candidates);
    read(json, "guards", transition.guards);
    read(json, "actions", transition.actions);
}

ChartStructure StructureReader::readStructure(const Json& json) {
    ChartStructure structure;
    read(json, "name", structure.name);
    structure.version = readNumber(json, "version");
    read(json, "profile", structure.profile, kProfileNames);
    read(json, "title", structure.title);
    structure.initial = StateIndex{readNumber(json, "initial")};
    read(json, "states", structure.states);
    read(json, "triggers", structure.triggers);
    read(json, "transitions", structure.transitions);
    read(json, "cancelTrigger", structure.cancelTrigger);
    read(json, "assigneeLocation", structure.assigneeLocation);
    read(json, "keyLocation", structure.keyLocation);
    read(json, "sourceHash", structure.sourceHash);
    return structure;
}

// Whether every index leads somewhere, the states form a forest, and the profile has what is there.
class IndexChecker {
public:
    explicit IndexChecker(const ChartStructure& structure) : m_structure(structure) {}

    [[nodiscard]] std::string fault() {
        check(m_structure.initial, "initial");
        check(m_structure.cancelTrigger, "cancelTrigger");
        for (const StateStructure& state : m_structure.states)
            checkState(state);
        for (const TransitionStructure& transition : m_structure.transitions)
            checkTransition(transition);
        if (m_fault.empty()) checkForest();
        return m_fault;
    }

private:
    void refuse(bool isWrong, std::string_view member, std::string_view reason = "leads nowhere") {
        if (isWrong && m_fault.empty()) m_fault = fmt::format("member '{}' {}", member, reason);
    }
    void check(std::optional<StateIndex> index, std::string_view member) {
        refuse(index && index->value() >= m_structure.states.size(), member);
    }
    void check(std::optional<TriggerIndex> index, std::string_view member) {
        refuse(index && index->value() >= m_structure.triggers.size(), member);
    }
    void checkState(const StateStructure& state) {
        check(state.parent, "parent");
        check(state.initial, "initial");
        for (const ActionStructure& entry : state.entries)
            check(entry.fromTrigger, "from");
        for (const TimeoutStructure& timeout : state.timeouts)
            check(timeout.trigger, "trigger");
        refuse(isStateless() && state.kind > StateKind::Final, "kind", "is of another profile");
        refuse(isHistory(state.kind) && !state.parent, "parent", "is missing");
    }
    void checkTransition(const TransitionStructure& transition) {
        check(transition.source, "source");
        for (const TriggerIndex trigger : transition.triggers)
            check(trigger, "trigger");
        for (const StateIndex target : transition.targets)
            check(target, "target");
        for (const CandidateStructure& candidate : transition.candidates)
            check(candidate.state, "candidates");
        const bool moves = transition.scope == TransitionScope::Local || transition.scope == TransitionScope::Reenter;
        refuse(moves && !transition.isDynamic && transition.targets.size() != 1, "target");
        refuse(isStateless() && transition.triggers.size() != 1, "trigger");
        refuse(isStateless() && transition.scope > TransitionScope::Ignored, "scope", "is of another profile");
    }
    void checkForest() {
        const auto& states = m_structure.states;
        for (std::uint32_t i = 0; i < states.size(); ++i) {
            const auto initial = states[i].initial;
            refuse(initial && states[initial->value()].parent != StateIndex{i}, "initial");
            std::size_t depth = 0;
            for (auto at = states[i].parent; at && depth <= states.size(); at = states[at->value()].parent)
                ++depth;
            refuse(depth > states.size(), "parent");
        }
    }

    [[nodiscard]] bool isStateless() const { return m_structure.profile == Profile::Stateless; }

    const ChartStructure& m_structure;
    std::string m_fault;
};

} // namespace

Result<ChartStructure> structureFromJson(const Json& json) {
    const auto corrupt = [](std::string_view why) {
        return fail(ErrorCode::Corrupt, fmt::format("the structure of a definition: {}", why));
    };
    StructureReader reader;
    ChartStructure structure = reader.readStructure(json);
    if (!reader.fault().empty()) return corrupt(reader.fault());
    if (const std::string fault = IndexChecker(structure).fault(); !fault.empty()) return corrupt(fault);
    // Whatever this Signalbox does not know, or would write differently, must not be lost unnoticed.
    if (const Json difference = Json::diff(json, toJson(structure)); !difference.empty())
        return corrupt(fmt::format("member '{}' is unknown or not in its normal form",
                                   difference.front().at("path").get<std::string>()));
    return structure;
}

} // namespace signalbox
