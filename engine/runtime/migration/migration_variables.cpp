#include "engine/chart/json_pointer.h"
#include "engine/chart/program.h"
#include "engine/runtime/migration/migration_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace signalbox {
namespace {

using Variable = StatechartDraft::Variable;

// 'text', as scripts write it.
std::optional<Json> quotedText(const std::string& expression) {
    const bool isQuoted = expression.size() >= 2 && expression.front() == '\'' && expression.back() == '\'';
    if (!isQuoted) return std::nullopt;
    std::string text = expression.substr(1, expression.size() - 2);
    return text.find_first_of("'\\\n") == std::string::npos ? std::optional<Json>(std::move(text)) : std::nullopt;
}

// As far as it is known without running a script.
std::optional<Json> firstValue(const Variable& variable) {
    if (variable.value) return variable.value;
    if (!variable.expression) return std::nullopt;
    if (auto text = quotedText(variable.expression->text)) return text;
    Json value = Json::parse(variable.expression->text, nullptr, false);
    return value.is_discarded() ? std::nullopt : std::optional(std::move(value));
}

std::string pointerTo(const std::string& name) {
    std::string pointer = "/";
    for (const char c : name)
        pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return pointer;
}

} // namespace

void Migrator::moveChildren() {
    if (!isStatechart()) return;
    for (const ChartMemory::Invoked& child : m_case.snapshot.memoryOrNew().invoked)
        keepChild(child);
    for (const StateIndex state : m_active)
        tellMissingChildren(state);
}

void Migrator::keepChild(const ChartMemory::Invoked& child) {
    const auto state = m_mapping.find(child.state);
    const bool isKept = state && std::ranges::binary_search(m_active, *state) &&
                        child.number < m_to.states[state->value()].invokes.size();
    if (isKept) {
        ChartMemory::Invoked& kept = m_memory.invoked.emplace_back(child);
        kept.state = *state;
        return;
    }
    m_result.invokesEnded.push_back(child);
    tell(Kind::Child, child.id, fmt::format("no active state of {} has such a child: it is ended", version()));
}

// One that came and went already is not missed.
void Migrator::tellMissingChildren(StateIndex state) {
    const auto& invokes = m_to.states[state.value()].invokes;
    const auto before = m_cameFrom.find(state);
    const std::size_t known = before == m_cameFrom.end() ? 0 : m_from.states[before->second.value()].invokes.size();
    for (std::size_t i = known; i < invokes.size(); ++i)
        tell(Kind::Child, invokes[i], fmt::format("it is not started, since '{}' was not entered", nameOf(state)));
}

void Migrator::moveVariables() {
    if (!isStatechart()) return;
    const Statechart& chart = *m_case.to.program().statechart;
    if (chart.dataModel == StatechartDraft::DataModel::Null) return;
    markInitialised();
    for (const Variable& variable : chart.variables)
        declare(variable);
    for (const Statechart::State& state : chart.states)
        for (const Variable& variable : state.variables)
            declare(variable);
    tellUnknownVariables();
    for (const auto& [name, value] : m_data.items())
        m_memory.declared.push_back(name);
    std::ranges::sort(m_memory.declared);
    m_memory.declared.erase(std::ranges::unique(m_memory.declared).begin(), m_memory.declared.end());
}

// Late binding: a state that was entered, or whose variables are there, does not give them their first values again.
void Migrator::markInitialised() {
    const Statechart& chart = *m_case.to.program().statechart;
    if (chart.binding != StatechartDraft::Binding::Late) return;
    const ChartMemory& before = m_case.snapshot.memoryOrNew();
    auto& initialised = m_memory.initialised;
    for (const StateIndex state : before.initialised)
        if (const auto place = m_mapping.find(state)) initialised.push_back(*place);
    initialised.insert(initialised.end(), m_active.begin(), m_active.end());
    for (std::uint32_t i = 0; i < chart.stateCount; ++i)
        if (std::ranges::any_of(chart.states[i].variables,
                                [&](const Variable& each) { return m_data.contains(each.id); }))
            initialised.emplace_back(i);
    std::ranges::sort(initialised);
    initialised.erase(std::ranges::unique(initialised).begin(), initialised.end());
    std::erase_if(initialised, [&](StateIndex state) { return !chart.states[state.value()].hasFirstValues; });
}

void Migrator::declare(const Variable& variable) {
    m_variables.push_back(variable.id);
    const bool isThere =
        m_data.contains(variable.id) || std::ranges::find(m_memory.declared, variable.id) != m_memory.declared.end();
    if (isThere) return;
    m_memory.declared.push_back(variable.id);
    auto value = firstValue(variable);
    if (value) {
        m_data[variable.id] = *value;
        m_result.dataChanges.push_back({.pointer = pointerTo(variable.id), .value = std::move(value)});
    } else if (variable.expression || variable.fault) {
        tell(Kind::Variable, variable.id, "it is new, and undefined: its first value is not calculated");
    }
}

void Migrator::tellUnknownVariables() {
    std::ranges::sort(m_variables);
    std::vector<std::string> known = m_memory.declared;
    for (const auto& [name, value] : m_data.items())
        known.push_back(name);
    std::ranges::sort(known);
    known.erase(std::ranges::unique(known).begin(), known.end());
    for (const std::string& name : known)
        if (!std::ranges::binary_search(m_variables, name))
            tell(Kind::Variable, name, fmt::format("{} does not declare it: it stays in the data", version()));
}

} // namespace signalbox
