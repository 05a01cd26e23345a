#pragma once

#include <QJSValue>
#include <QString>

#include "engine/base/json.h"
#include "engine/chart/script_session.h"
#include "engine/scxml/script/js_values.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

class QJSEngine;

namespace signalbox::scxml {

// The variables of the workflow that an engine works for: what the global object itself holds. They stay there when a
// session ends, since the next is likely to have the same; load() leaves none but those it is told.
class JsVariables {
public:
    // `prelude`: what the prelude returned.
    JsVariables(QJSEngine& engine, const QJSValue& prelude, const JsWriter& writer);

    // A script has run: it may have made and deleted some.
    void setStale() { m_isStale = true; }

    // What becomes of functions in declared variables that the data says nothing of.
    enum class Functions : std::uint8_t { Vanish, Stay };
    void load(const Json& data, const std::vector<std::string>& declared, Functions functions = Functions::Vanish);

    // Makes it, undefined, unless it exists.
    void ensure(std::string_view name);
    // Requires: it exists.
    void set(std::string_view name, const QJSValue& value);

    [[nodiscard]] ScriptResult<ScriptData> read(JsReader& reader);

private:
    struct Variable {
        std::string name;
        QString text;
    };
    using Place = std::vector<Variable>::iterator;

    // Takes note of what scripts made and deleted.
    void refresh();
    void forgetAllBut(const Json& data, const std::vector<std::string>& declared);
    [[nodiscard]] Place find(std::string_view name);
    [[nodiscard]] bool isAt(Place place, std::string_view name) const;
    Place make(Place place, std::string_view name);

    const JsWriter& m_writer;
    QJSValue m_global;
    QJSValue m_namesOf;
    QJSValue m_declare;
    QJSValue m_forget;
    std::vector<Variable> m_variables; // by name
    bool m_isStale = false;
};

} // namespace signalbox::scxml
