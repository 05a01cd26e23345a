#include "engine/scxml/script/js_variables.h"

#include <QJSEngine>

#include <algorithm>
#include <utility>

namespace signalbox::scxml {

JsVariables::JsVariables(QJSEngine& engine, const QJSValue& prelude, const JsWriter& writer)
    : m_writer(writer)
    , m_global(engine.globalObject())
    , m_namesOf(prelude.property(QStringLiteral("names")))
    , m_declare(prelude.property(QStringLiteral("declare")))
    , m_forget(prelude.property(QStringLiteral("forget"))) {}

void JsVariables::load(const Json& data, const std::vector<std::string>& declared, Functions functions) {
    refresh();
    forgetAllBut(data, declared);
    for (const auto& [name, value] : data.get_ref<const Json::object_t&>()) {
        auto place = find(name);
        if (!isAt(place, name)) place = make(place, name);
        m_global.setProperty(place->text, m_writer.write(value));
    }
    for (const std::string& name : declared) {
        if (data.contains(name)) continue;
        const auto place = find(name);
        if (!isAt(place, name))
            make(place, name);
        else if (functions == Functions::Vanish || !m_global.property(place->text).isCallable())
            m_global.setProperty(place->text, QJSValue());
    }
}

void JsVariables::forgetAllBut(const Json& data, const std::vector<std::string>& declared) {
    std::erase_if(m_variables, [&](const Variable& variable) {
        if (data.contains(variable.name) || std::ranges::binary_search(declared, variable.name)) return false;
        m_forget.call({QJSValue(variable.text)});
        return true;
    });
}

void JsVariables::ensure(std::string_view name) {
    if (isAt(find(name), name)) return;
    refresh();
    if (const auto place = find(name); !isAt(place, name)) make(place, name);
}

void JsVariables::set(std::string_view name, const QJSValue& value) {
    m_global.setProperty(find(name)->text, value);
}

ScriptResult<ScriptData> JsVariables::read(JsReader& reader) {
    refresh();
    Json::object_t data;
    ScriptData read;
    read.declared.reserve(m_variables.size());
    for (const Variable& variable : m_variables) {
        auto value = reader.read(m_global.property(variable.text));
        if (!value) return std::unexpected(std::move(value).error());
        read.declared.push_back(variable.name);
        if (*value) data.emplace_hint(data.end(), variable.name, *std::move(*value));
    }
    read.data = Json(std::move(data));
    return read;
}

void JsVariables::refresh() {
    if (!std::exchange(m_isStale, false)) return;
    const QJSValue listing = m_namesOf.call({QJSValue(static_cast<quint32>(m_variables.size()))});
    if (listing.isUndefined()) return;
    m_variables.clear();
    for (const Json& name : Json::parse(listing.toString().toStdString(), nullptr, false)) {
        const auto& text = name.get_ref<const std::string&>();
        m_variables.push_back({.name = text, .text = toQString(text)});
    }
    std::ranges::sort(m_variables, {}, &Variable::name);
}

JsVariables::Place JsVariables::find(std::string_view name) {
    return std::ranges::lower_bound(m_variables, name, {}, &Variable::name);
}

bool JsVariables::isAt(Place place, std::string_view name) const {
    return place != m_variables.end() && place->name == name;
}

JsVariables::Place JsVariables::make(Place place, std::string_view name) {
    const auto made = m_variables.insert(place, {.name = std::string(name), .text = toQString(name)});
    m_declare.call({QJSValue(made->text)});
    return made;
}

} // namespace signalbox::scxml
