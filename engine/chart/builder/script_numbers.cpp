#include "engine/chart/builder/script_numbers.h"

namespace signalbox {
namespace {

void skipSpace(std::string_view& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    text.remove_prefix(first == std::string_view::npos ? text.size() : first);
}

bool take(std::string_view& text, std::string_view token) {
    skipSpace(text);
    if (!text.starts_with(token)) return false;
    text.remove_prefix(token.size());
    return true;
}

} // namespace

std::optional<std::string_view> stateAskedFor(std::string_view condition) {
    if (!take(condition, "In") || !take(condition, "(")) return std::nullopt;
    skipSpace(condition);
    if (condition.empty() || (condition.front() != '\'' && condition.front() != '"')) return std::nullopt;
    const auto end = condition.find(condition.front(), 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view id = condition.substr(1, end - 1);
    condition.remove_prefix(end + 1);
    if (id.find('\\') != std::string_view::npos || !take(condition, ")")) return std::nullopt;
    skipSpace(condition);
    return condition.empty() ? std::optional(id) : std::nullopt;
}

std::uint32_t ScriptNumbers::addCondition(const Script& script) {
    Statechart::Condition condition;
    condition.script = script;
    if (const auto id = stateAskedFor(script.text)) {
        condition.kind = Statechart::ConditionKind::InState;
        const auto found = m_chart.statesById.find(std::string(*id));
        if (found != m_chart.statesById.end()) condition.number = found->second;
    } else if (m_compiler != nullptr) {
        condition.kind = Statechart::ConditionKind::Script;
        condition.number = m_compiler->add(ScriptKind::Expression, script);
        condition.usesEvent = script.text.find("_event") != std::string::npos;
    }
    m_chart.conditions.push_back(std::move(condition));
    return static_cast<std::uint32_t>(m_chart.conditions.size() - 1);
}

void ScriptNumbers::number(ScriptKind kind, Script& script) {
    if (m_compiler != nullptr) script.number = m_compiler->add(kind, script);
}

void ScriptNumbers::number(ScriptKind kind, std::optional<Script>& script) {
    if (script) number(kind, *script);
}

void ScriptNumbers::number(Block& block) {
    for (Content& content : block)
        std::visit([this](auto& element) { number(element); }, content.element);
}

void ScriptNumbers::number(Payload& payload) {
    for (Script& name : payload.names)
        number(ScriptKind::Location, name);
    for (Parameter& parameter : payload.parameters) {
        number(ScriptKind::Expression, parameter.expression);
        number(ScriptKind::Location, parameter.location);
    }
    number(ScriptKind::Expression, payload.expression);
}

void ScriptNumbers::number(StatechartDraft::Variable& variable) {
    number(ScriptKind::Expression, variable.expression);
}

void ScriptNumbers::number(StatechartDraft::Invoke& invoke) {
    number(invoke.type);
    number(invoke.source);
    number(ScriptKind::Location, invoke.idLocation);
    number(invoke.payload);
    if (invoke.finalize) number(*invoke.finalize);
}

void ScriptNumbers::number(Assign& assign) {
    number(ScriptKind::Location, assign.location);
    number(ScriptKind::Expression, assign.expression);
}

void ScriptNumbers::number(If& branches) {
    for (If::Branch& branch : branches.branches) {
        if (branch.condition) branch.condition->number = addCondition(*branch.condition);
        number(branch.block);
    }
}

void ScriptNumbers::number(Foreach& loop) {
    number(ScriptKind::Expression, loop.array);
    number(loop.block);
}

void ScriptNumbers::number(Send& send) {
    number(send.event);
    number(send.target);
    number(send.type);
    number(send.delay);
    number(ScriptKind::Location, send.idLocation);
    number(send.payload);
}

} // namespace signalbox
