#include "engine/chart/machine/payload_values.h"

namespace signalbox {
namespace {

class ParameterReader {
public:
    ParameterReader(Machine& machine, FaultyPart faultyPart) : m_machine(machine), m_faultyPart(faultyPart) {}

    [[nodiscard]] ScriptResult<ScriptValue> read(const Payload& payload) {
        for (const Script& name : payload.names)
            if (!take(name.text, name, m_machine.read(name))) return std::unexpected(m_fault);
        for (const Parameter& parameter : payload.parameters)
            if (!take(parameter)) return std::unexpected(m_fault);
        if (m_members.empty() && m_hasFault) return ScriptValue{};
        return ScriptValue(std::move(m_members));
    }

private:
    [[nodiscard]] bool take(const Parameter& parameter) {
        if (parameter.location) return take(parameter.name, *parameter.location, m_machine.read(*parameter.location));
        if (!parameter.expression) return true;
        return take(parameter.name, *parameter.expression, m_machine.evaluate(*parameter.expression));
    }
    // Whether to go on.
    [[nodiscard]] bool take(const std::string& name, const Script& script, ScriptResult<ScriptValue> value) {
        if (value) {
            if (*value) m_members.insert_or_assign(name, **std::move(value));
            return true;
        }
        m_hasFault = true;
        m_fault = std::move(value.error());
        if (m_fault.isBreach || m_faultyPart == FaultyPart::SpoilsAll) return false;
        m_machine.raise(m_fault, script.place);
        return true;
    }

    Machine& m_machine;
    FaultyPart m_faultyPart;
    Json::object_t m_members;
    ScriptFault m_fault;
    bool m_hasFault = false;
};

} // namespace

ScriptResult<ScriptValue> evaluate(Machine& machine, const Payload& payload, FaultyPart faultyPart) {
    if (payload.expression) {
        auto value = machine.evaluate(*payload.expression);
        if (value || value.error().isBreach || faultyPart == FaultyPart::SpoilsAll) return value;
        machine.raise(value.error(), payload.expression->place);
        return ScriptValue{};
    }
    if (payload.value) return payload.value;
    if (payload.names.empty() && payload.parameters.empty()) return ScriptValue{};
    return ParameterReader(machine, faultyPart).read(payload);
}

} // namespace signalbox
