#include "engine/chart/structure_difference.h"

#include "engine/chart/structure_names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

namespace signalbox {
namespace {

using Kind = StructureChange::Kind;
// What is told of one thing, by the name of the property: "guards" -> "'amount > 0'".
using Properties = std::vector<std::pair<std::string_view, std::string>>;

struct Described {
    std::string subject;
    Properties properties;
};
using Things = std::vector<Described>;

// Everything of one version, told by names: indices differ between versions.
class Description {
public:
    explicit Description(const ChartStructure& structure) : m_structure(structure) {}

    [[nodiscard]] Things states() const {
        Things things;
        for (const StateStructure& state : m_structure.states)
            things.push_back({.subject = state.name, .properties = propertiesOf(state)});
        return things;
    }
    [[nodiscard]] Things triggers() const {
        Things things;
        for (const TriggerStructure& trigger : m_structure.triggers)
            things.push_back({.subject = trigger.name, .properties = propertiesOf(trigger)});
        return things;
    }
    [[nodiscard]] Things transitions() const {
        Things things;
        for (const TransitionStructure& transition : m_structure.transitions)
            things.push_back({.subject = subjectOf(transition), .properties = propertiesOf(transition)});
        return things;
    }
    [[nodiscard]] Things others() const {
        const auto& cancel = m_structure.cancelTrigger;
        return {{.subject = "title", .properties = {{"", m_structure.title}}},
                {.subject = "initial state", .properties = {{"", stateName(m_structure.initial)}}},
                {.subject = "cancel trigger", .properties = {{"", cancel ? triggerName(*cancel) : ""}}},
                {.subject = "assignee", .properties = {{"", m_structure.assigneeLocation}}}};
    }

private:
    [[nodiscard]] std::string stateName(StateIndex state) const {
        return state.value() < m_structure.states.size() ? m_structure.states[state.value()].name : "";
    }
    [[nodiscard]] std::string triggerName(TriggerIndex trigger) const {
        return m_structure.triggers[trigger.value()].name;
    }
    [[nodiscard]] std::string triggersOf(const TransitionStructure& transition) const {
        std::vector<std::string> names;
        for (const TriggerIndex trigger : transition.triggers)
            names.push_back(triggerName(trigger));
        return fmt::format("{}", fmt::join(names, " "));
    }
    [[nodiscard]] std::string subjectOf(const TransitionStructure& transition) const {
        std::vector<std::string> targets;
        for (const StateIndex target : transition.targets)
            targets.push_back(stateName(target));
        return fmt::format("{} --{}--> {}", stateName(transition.source), triggersOf(transition),
                           targets.empty() ? (transition.isDynamic ? "?" : stateName(transition.source))
                                           : fmt::format("{}", fmt::join(targets, " ")));
    }
    static std::string listOf(const std::vector<ActionStructure>& actions) {
        std::vector<std::string> texts;
        for (const ActionStructure& action : actions)
            texts.push_back(action.description);
        return fmt::format("{}", fmt::join(texts, "; "));
    }
    [[nodiscard]] std::string timeoutsOf(const StateStructure& state) const {
        std::vector<std::string> texts;
        for (const TimeoutStructure& timeout : state.timeouts)
            texts.push_back(fmt::format("{} after {} s", triggerName(timeout.trigger),
                                        static_cast<double>(timeout.delay.count()) / 1e6));
        return fmt::format("{}", fmt::join(texts, "; "));
    }
    static std::string limitOf(const StateStructure& state) {
        return state.limit ? fmt::format("{} s", static_cast<double>(state.limit->count()) / 1e6) : "";
    }
    [[nodiscard]] Properties propertiesOf(const StateStructure& state) const {
        return {{"parent", state.parent ? stateName(*state.parent) : ""},
                {"kind", kStateKindNames.at(static_cast<std::size_t>(state.kind))},
                {"initial", state.initial ? stateName(*state.initial) : ""},
                {"label", state.label},
                {"on entry", listOf(state.entries)},
                {"on exit", listOf(state.exits)},
                {"timeouts", timeoutsOf(state)},
                {"invokes", fmt::format("{}", fmt::join(state.invokes, "; "))},
                {"limit", limitOf(state)}};
    }
    static Properties propertiesOf(const TriggerStructure& trigger) {
        std::vector<std::string> names;
        for (const ParameterStructure& parameter : trigger.parameters)
            names.push_back(describe(parameter));
        return {{"label", trigger.label},
                {"parameters", fmt::format("{}", fmt::join(names, ", "))},
                {"signature", trigger.hasSignature ? "declared" : ""}};
    }
    static std::string describe(const ParameterStructure& parameter);
    static Properties propertiesOf(const TransitionStructure& transition) {
        return {{"guards", fmt::format("{}", fmt::join(transition.guards, "; "))},
                {"actions", listOf(transition.actions)},
                {"scope", kScopeNames.at(static_cast<std::size_t>(transition.scope))},
                {"selector", transition.selector}};
    }

    const ChartStructure& m_structure;
};

std::string Description::describe(const ParameterStructure& parameter) {
    std::string text = fmt::format("{}{}: {}", parameter.name, parameter.required ? "" : "?",
                                   kValueTypeNames.at(static_cast<std::size_t>(parameter.type)));
    if (parameter.defaultValue) text += " = " + parameter.defaultValue->dump();
    if (!parameter.choices.empty()) text += " of " + Json(parameter.choices).dump();
    if (!parameter.pattern.empty()) text += " like " + parameter.pattern;
    if (parameter.minimum) text += fmt::format(" from {}", *parameter.minimum);
    return text;
}

std::string quoted(const std::string& value) {
    return value.empty() ? "none" : fmt::format("'{}'", value);
}

std::string changeOf(const Properties& before, const Properties& after) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (before[i].second == after[i].second) continue;
        const std::string_view name = after[i].first;
        texts.push_back(fmt::format("{}{}{} instead of {}", name, name.empty() ? "" : ": ", quoted(after[i].second),
                                    quoted(before[i].second)));
    }
    return fmt::format("{}", fmt::join(texts, "; "));
}

std::vector<StructureChange> compare(const Things& before, const Things& after) {
    // Several may have one subject: they are paired in their order.
    std::multimap<std::string_view, const Described*> old;
    for (const Described& thing : before)
        old.emplace(thing.subject, &thing);
    std::vector<StructureChange> changes;
    for (const Described& thing : after) {
        const auto match = old.lower_bound(thing.subject);
        if (match == old.end() || match->first != thing.subject) {
            changes.push_back({.kind = Kind::Added, .subject = thing.subject, .what = {}});
            continue;
        }
        std::string what = changeOf(match->second->properties, thing.properties);
        if (!what.empty())
            changes.push_back({.kind = Kind::Changed, .subject = thing.subject, .what = std::move(what)});
        old.erase(match);
    }
    for (const Described& thing : before) {
        const auto left = std::ranges::find(old, &thing, &std::pair<const std::string_view, const Described*>::second);
        if (left != old.end()) changes.push_back({.kind = Kind::Removed, .subject = thing.subject, .what = {}});
    }
    return changes;
}

} // namespace

std::vector<std::optional<TransitionIndex>> sameTransitions(const ChartStructure& before, const ChartStructure& after) {
    std::multimap<std::string, std::uint32_t> places; // of one subject, in their order
    const Things now = Description(after).transitions();
    for (std::uint32_t i = 0; i < now.size(); ++i)
        places.emplace(now[i].subject, i);
    std::vector<std::optional<TransitionIndex>> same;
    for (const Described& transition : Description(before).transitions()) {
        const auto match = places.lower_bound(transition.subject);
        const bool isThere = match != places.end() && match->first == transition.subject;
        same.push_back(isThere ? std::optional(TransitionIndex{match->second}) : std::nullopt);
        if (isThere) places.erase(match);
    }
    return same;
}

StructureDifference difference(const ChartStructure& before, const ChartStructure& after) {
    const Description old(before);
    const Description now(after);
    return {.states = compare(old.states(), now.states()),
            .transitions = compare(old.transitions(), now.transitions()),
            .triggers = compare(old.triggers(), now.triggers()),
            .others = compare(old.others(), now.others())};
}

} // namespace signalbox
