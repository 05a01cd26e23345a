#pragma once

#include <QJSEngine>
#include <QJSManagedValue>
#include <QJSValue>

#include "engine/chart/script_session.h"
#include "engine/scxml/script/ecmascript.h"
#include "engine/scxml/script/js_host.h"
#include "engine/scxml/script/js_values.h"
#include "engine/scxml/script/js_variables.h"
#include "engine/scxml/script/watchdog.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::scxml {

struct JsScript {
    ScriptKind kind = ScriptKind::Expression;
    std::string text;

    auto operator<=>(const JsScript&) const = default;
};

// A JavaScript engine of one thread, prepared by the prelude, with the scripts of one chart, which are compiled when
// they are first used. Serves one session after the other, until one breaches a bound: what an interrupted script left
// half done nobody knows.  Thread-safety: only the thread that made it; it may be destroyed on another.
class JsEngine {
public:
    JsEngine(const std::vector<JsScript>& scripts, const ScriptBounds& bounds);

    [[nodiscard]] bool isBroken() const { return m_breach.has_value(); }

    // From begin() to finish() is one session, whose scripts share one bound of time.
    void begin(const ScriptScene& scene);
    void finish();
    void setEvent(const MachineEvent* event);

    // Does `work`, which returns a ScriptResult, under the watchdog. All that may run code of a script goes through
    // here.
    template <typename Work>
    auto guarded(const Work& work) -> decltype(work()) {
        if (m_breach) return std::unexpected(*m_breach);
        auto result = work();
        if (m_post.isStopped()) m_breach = tooLong();
        if (!result && result.error().isBreach && !m_breach) m_breach = result.error();
        if (m_breach) return std::unexpected(*m_breach);
        return result;
    }

    // The following are to be called within guarded().

    // The value of an expression, or what is at a location.
    [[nodiscard]] ScriptResult<QJSValue> value(std::uint32_t script);
    [[nodiscard]] ScriptResult<void> put(std::uint32_t location, const QJSValue& value);
    [[nodiscard]] ScriptResult<void> run(std::uint32_t statements);
    // A copy of an array, one level deep.
    [[nodiscard]] ScriptResult<QJSValue> copy(const QJSValue& array);
    [[nodiscard]] ScriptResult<ScriptValue> read(const QJSValue& value);
    [[nodiscard]] ScriptResult<ScriptData> readVariables();

    [[nodiscard]] QJSValue write(const ScriptValue& value) const { return m_writer.write(value); }
    [[nodiscard]] JsVariables& variables() { return m_variables; }

private:
    struct Compiled {
        QJSManagedValue get; // of statements: does them
        QJSManagedValue set; // of a location
        std::optional<ScriptFault> fault;
    };

    [[nodiscard]] QJSValue prepare();
    void remake(const ScriptScene& scene);
    [[nodiscard]] const Compiled& compiled(std::uint32_t script);
    [[nodiscard]] std::unique_ptr<Compiled> compile(const JsScript& script);
    [[nodiscard]] QJSManagedValue function(const QString& text, std::optional<ScriptFault>& fault);
    [[nodiscard]] QJSManagedValue globalCode(const QString& text);
    [[nodiscard]] ScriptResult<QJSValue> call(const QJSManagedValue& function, const QJSValueList& arguments = {});
    [[nodiscard]] ScriptFault takeFault();
    [[nodiscard]] ScriptFault tooLong() const;
    [[nodiscard]] JsReader reader();

    const std::vector<JsScript>& m_scripts;
    const ScriptBounds m_bounds;
    QJSEngine m_engine;
    JsHost m_host;
    const QJSValue m_prelude;
    QJSValue m_open;
    QJSValue m_setEvent;
    QJSValue m_reseed;
    QJSValue m_hasHidden;
    QJSValue m_describe;
    QJSValue m_define;
    QJSManagedValue m_copy;
    JsWriter m_writer;
    JsVariables m_variables;
    JsReader::Slow m_slow;
    std::vector<std::unique_ptr<Compiled>> m_compiled; // by number; null: not used yet
    std::optional<ScriptFault> m_breach;
    Watchdog::Post m_post; // last: it stops the engine until it is gone
};

} // namespace signalbox::scxml
