#include "engine/scxml/script/js_session.h"

#include "engine/scxml/script/identifiers.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace signalbox::scxml {
namespace {

std::unexpected<ScriptFault> fault(std::string message) {
    return std::unexpected(ScriptFault{.message = std::move(message), .isBreach = false});
}

} // namespace

JsSession::JsSession(JsEngine& engine, const std::vector<JsScript>& scripts, const ScriptScene& scene)
    : m_engine(engine)
    , m_scripts(scripts) {
    m_engine.begin(scene);
}

void JsSession::setEvent(const MachineEvent* event) {
    if (!m_engine.isBroken()) m_engine.setEvent(event);
}

ScriptResult<bool> JsSession::condition(std::uint32_t expression) {
    return m_engine.guarded([&]() -> ScriptResult<bool> {
        auto value = m_engine.value(expression);
        if (!value) return std::unexpected(std::move(value).error());
        return value->toBool();
    });
}

ScriptResult<ScriptValue> JsSession::evaluate(std::uint32_t expression) {
    return m_engine.guarded([&]() -> ScriptResult<ScriptValue> {
        auto value = m_engine.value(expression);
        if (!value) return std::unexpected(std::move(value).error());
        return m_engine.read(*value);
    });
}

ScriptResult<void> JsSession::run(std::uint32_t statements) {
    return m_engine.guarded([&] { return m_engine.run(statements); });
}

ScriptResult<void> JsSession::assign(std::uint32_t location, std::uint32_t expression) {
    return m_engine.guarded([&]() -> ScriptResult<void> {
        auto value = m_engine.value(expression);
        if (!value) return std::unexpected(std::move(value).error());
        return put(location, *value);
    });
}

ScriptResult<void> JsSession::assign(std::uint32_t location, const ScriptValue& value) {
    return m_engine.guarded([&] { return put(location, m_engine.write(value)); });
}

ScriptResult<void> JsSession::put(std::uint32_t location, const QJSValue& value) {
    const std::string_view root = rootOf(m_scripts[location].text);
    if (isSystemVariable(root)) return fault(fmt::format("TypeError: {} cannot be changed", root));
    return m_engine.put(location, value);
}

ScriptResult<ScriptValue> JsSession::read(std::uint32_t location) {
    return evaluate(location);
}

ScriptResult<void> JsSession::declare(std::string_view name) {
    return m_engine.guarded([&] { return ensure(name); });
}

ScriptResult<void> JsSession::ensure(std::string_view name) {
    if (isSystemVariable(name)) return fault(fmt::format("TypeError: {} cannot be changed", name));
    if (!isVariableName(toQString(name))) return fault(fmt::format("SyntaxError: '{}' is no name of a variable", name));
    m_engine.variables().ensure(name);
    return {};
}

ScriptResult<void> JsSession::initialise(std::string_view name, std::uint32_t expression) {
    return m_engine.guarded([&]() -> ScriptResult<void> {
        auto value = m_engine.value(expression);
        if (!value) return std::unexpected(std::move(value).error());
        m_engine.variables().set(name, *value);
        return {};
    });
}

ScriptResult<void> JsSession::initialise(std::string_view name, const ScriptValue& value) {
    return m_engine.guarded([&]() -> ScriptResult<void> {
        m_engine.variables().set(name, m_engine.write(value));
        return {};
    });
}

ScriptResult<std::size_t> JsSession::beginForeach(std::uint32_t array) {
    return m_engine.guarded([&]() -> ScriptResult<std::size_t> {
        auto value = m_engine.value(array);
        if (!value) return std::unexpected(std::move(value).error());
        if (!value->isArray()) return fault("TypeError: foreach needs an array");
        auto copy = m_engine.copy(*value);
        if (!copy) return std::unexpected(std::move(copy).error());
        m_arrays.push_back(*copy);
        return copy->property(QStringLiteral("length")).toUInt();
    });
}

ScriptResult<void> JsSession::stepForeach(std::size_t position, std::string_view item, std::string_view index) {
    return m_engine.guarded([&]() -> ScriptResult<void> {
        assert(!m_arrays.empty());
        if (auto made = ensure(item); !made) return made;
        if (auto made = index.empty() ? ScriptResult<void>() : ensure(index); !made) return made;
        const auto at = static_cast<quint32>(position);
        m_engine.variables().set(item, m_arrays.back().property(at));
        if (!index.empty()) m_engine.variables().set(index, QJSValue(at));
        return {};
    });
}

void JsSession::endForeach() {
    if (!m_arrays.empty()) m_arrays.pop_back();
}

ScriptResult<ScriptData> JsSession::data() {
    return m_engine.guarded([this]() -> ScriptResult<ScriptData> {
        auto data = m_engine.readVariables();
        // Too large or too deep is a turn's fault, not a script's: no transition could mend it.
        if (!data) data.error().isBreach = true;
        return data;
    });
}

} // namespace signalbox::scxml
