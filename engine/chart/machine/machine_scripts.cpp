#include "engine/chart/machine/machine.h"

#include <fmt/format.h>

#include <algorithm>

namespace signalbox {
namespace {

std::unexpected<ScriptFault> noScripts(const Script& script) {
    return std::unexpected(ScriptFault{.message = fmt::format("the null data model cannot run '{}'", script.text)});
}

// Any two turns of any two workflows have their own.  Source: FNV-1a.
std::uint64_t seedOf(const TurnContext& context, std::uint64_t number) {
    constexpr std::uint64_t kPrime = 1099511628211ULL;
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : context.workflowId)
        hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
    hash = (hash ^ static_cast<std::uint64_t>(context.now.time_since_epoch().count())) * kPrime;
    return (hash ^ number) * kPrime;
}

std::string pointerTo(std::string_view variable) {
    std::string result = "/";
    for (const char c : variable)
        if (c == '~')
            result += "~0";
        else if (c == '/')
            result += "~1";
        else
            result += c;
    return result;
}

std::vector<DataChange> differences(const Json& before, const Json& after) {
    std::vector<DataChange> result;
    for (const auto& [key, value] : after.items()) {
        const auto old = before.find(key);
        if (old == before.end() || *old != value) result.push_back({.pointer = pointerTo(key), .value = value});
    }
    for (const auto& [key, value] : before.items())
        if (!after.contains(key)) result.push_back({.pointer = pointerTo(key), .value = std::nullopt});
    return result;
}

} // namespace

ScriptSession* Machine::session() {
    if (!m_session && statechart.program) openSession();
    return m_session.get();
}

void Machine::openSession() {
    m_session = statechart.program->open({.workflowId = context.workflowId,
                                          .chartName = statechart.name,
                                          .now = context.now,
                                          .seed = seedOf(context, memory().nextNumber),
                                          .data = before.dataOrEmpty(),
                                          .declared = memory().declared,
                                          .states = *this,
                                          .makers = makers()});
    m_session->setEvent(event());
}

// Where every variable has a value, no function can be missing. At the start none is declared yet.
std::span<const Script> Machine::makers() const {
    const Json& data = before.dataOrEmpty();
    const auto hasValue = [&](const std::string& name) { return data.contains(name); };
    if (statechart.scripts.empty() || std::ranges::all_of(memory().declared, hasValue)) return {};
    return statechart.scripts;
}

ScriptResult<bool> Machine::condition(std::uint32_t number) {
    const Statechart::Condition& asked = statechart.conditions[number];
    switch (asked.kind) {
    case Statechart::ConditionKind::InState:
        return asked.number != Statechart::kNone && isActive(asked.number);
    case Statechart::ConditionKind::Script:
        return session()->condition(asked.number);
    case Statechart::ConditionKind::Unsupported:
        break;
    }
    return noScripts(asked.script);
}

ScriptResult<ScriptValue> Machine::evaluate(const Script& expression) {
    if (session() == nullptr) return noScripts(expression);
    return m_session->evaluate(expression.number);
}

ScriptResult<std::string> Machine::text(const TextOrScript& text) {
    if (!text.script) return text.text;
    const auto value = evaluate(*text.script);
    if (!value) return std::unexpected(value.error());
    if (!value->has_value())
        return std::unexpected(ScriptFault{.message = fmt::format("'{}' is undefined", text.script->text)});
    return textOf(*value);
}

ScriptResult<void> Machine::run(const Script& statements) {
    if (session() == nullptr) return noScripts(statements);
    return m_session->run(statements.number);
}

ScriptResult<ScriptValue> Machine::read(const Script& location) {
    if (session() == nullptr) return noScripts(location);
    return m_session->read(location.number);
}

ScriptResult<void> Machine::assign(const Script& location, const Script& expression) {
    if (session() == nullptr) return noScripts(location);
    return m_session->assign(location.number, expression.number);
}

ScriptResult<void> Machine::assign(const Script& location, const ScriptValue& value) {
    if (session() == nullptr) return noScripts(location);
    return m_session->assign(location.number, value);
}

void Machine::raise(const ScriptFault& fault, SourcePlace place, std::string sendId) {
    if (fault.isBreach)
        breach(fault.message, place);
    else
        raiseError({.message = fault.message, .place = place, .sendId = std::move(sendId)});
}

void Machine::store() {
    if (m_session) storeData();
    if (!m_memory || isBroken() || *m_memory == (before.memory ? *before.memory : ChartMemory{})) return;
    step.snapshot.memory = std::move(m_memory);
}

void Machine::storeData() {
    auto data = m_session->data();
    if (!data) {
        breach(data.error().message, {});
        return;
    }
    if (data->declared != memory().declared) ownMemory().declared = std::move(data->declared);
    const Json& old = before.dataOrEmpty();
    if (data->data == old) return;
    step.dataChanges = differences(old, data->data);
    step.snapshot.data = std::make_shared<const Json>(std::move(data->data));
}

} // namespace signalbox
