#include "engine/scxml/script/js_engine.h"

#include <QRegularExpression>

#include "engine/scxml/script/expression_text.h"
#include "engine/scxml/script/prelude.h"

#include <fmt/format.h>

#include <cassert>
#include <utility>

namespace signalbox::scxml {
namespace {

// Whether the statements may make global names: `var` and `function` do in global code only.
bool declares(const QString& text) {
    static const QRegularExpression kWords(QStringLiteral("\\b(?:var|function)\\b|\\\\u"));
    return text.contains(kWords);
}

} // namespace

JsEngine::JsEngine(const std::vector<JsScript>& scripts, const ScriptBounds& bounds)
    : m_scripts(scripts)
    , m_bounds(bounds)
    , m_host(m_engine)
    , m_prelude(prepare())
    , m_open(m_prelude.property(QStringLiteral("open")))
    , m_setEvent(m_prelude.property(QStringLiteral("setEvent")))
    , m_reseed(m_prelude.property(QStringLiteral("reseed")))
    , m_hasHidden(m_prelude.property(QStringLiteral("hasHidden")))
    , m_describe(m_prelude.property(QStringLiteral("describe")))
    , m_define(m_prelude.property(QStringLiteral("define")))
    , m_copy(m_prelude.property(QStringLiteral("copy")), &m_engine)
    , m_writer(m_engine, m_define)
    , m_variables(m_engine, m_prelude, m_writer)
    , m_slow{.objectPrototype = m_engine.newObject().prototype(),
             .stringify = m_prelude.property(QStringLiteral("stringify")),
             .hasHidden = false}
    , m_compiled(scripts.size())
    , m_post(Watchdog::shared(), bounds.time, [this] { m_engine.setInterrupted(true); }) {
    m_host.setDefine(m_define);
}

QJSValue JsEngine::prepare() {
    QJSEngine::setObjectOwnership(&m_host, QJSEngine::CppOwnership);
    const QJSValue prepare = m_engine.evaluate(toQString(kPreludeText), QStringLiteral("prelude"));
    assert(prepare.isCallable());
    QJSValue prelude = prepare.call({m_engine.globalObject(), m_engine.newQObject(&m_host)});
    assert(!prelude.isError());
    return prelude;
}

void JsEngine::begin(const ScriptScene& scene) {
    m_host.setScene(scene);
    m_open.call();
    m_variables.load(scene.data, scene.declared);
    m_post.begin();
    if (!scene.makers.empty()) remake(scene);
}

// The scripts find the workflow's data, as they may ask for it; what they do to it is undone. Their faults were told
// when the workflow started.
void JsEngine::remake(const ScriptScene& scene) {
    for (const Script& script : scene.makers)
        (void)guarded([&] { return run(script.number); });
    if (m_breach) return;
    const auto before = m_post.now();
    m_reseed.call();
    m_variables.load(scene.data, scene.declared, JsVariables::Functions::Stay);
    m_post.excuse(m_post.now() - before);
}

// One that was stopped when nothing ran any more has done no harm, but the engine will run nothing either.
void JsEngine::finish() {
    if (m_post.end() && !m_breach) m_breach = tooLong();
}

void JsEngine::setEvent(const MachineEvent* event) {
    m_host.setEvent(event);
    m_setEvent.call({QJSValue(event != nullptr)});
}

ScriptResult<QJSValue> JsEngine::value(std::uint32_t script) {
    const Compiled& code = compiled(script);
    if (code.fault) return std::unexpected(*code.fault);
    m_variables.setStale();
    return call(code.get);
}

ScriptResult<void> JsEngine::put(std::uint32_t location, const QJSValue& value) {
    const Compiled& code = compiled(location);
    if (code.fault) return std::unexpected(*code.fault);
    m_variables.setStale();
    if (auto done = call(code.set, {value}); !done) return std::unexpected(std::move(done).error());
    return {};
}

ScriptResult<void> JsEngine::run(std::uint32_t statements) {
    if (auto done = value(statements); !done) return std::unexpected(std::move(done).error());
    return {};
}

ScriptResult<QJSValue> JsEngine::copy(const QJSValue& array) {
    return call(m_copy, {array});
}

JsReader JsEngine::reader() {
    m_slow.hasHidden = m_hasHidden.call().toBool();
    return {m_engine, m_slow, m_bounds.dataBytes};
}

ScriptResult<ScriptValue> JsEngine::read(const QJSValue& value) {
    // Most values need no look for what is hidden in them.
    if (!value.isObject()) return JsReader(m_engine, m_slow, m_bounds.dataBytes).read(value);
    return reader().read(value);
}

ScriptResult<ScriptData> JsEngine::readVariables() {
    JsReader variables = reader();
    return m_variables.read(variables);
}

const JsEngine::Compiled& JsEngine::compiled(std::uint32_t script) {
    assert(script < m_compiled.size());
    auto& code = m_compiled[script];
    if (code) return *code;
    // The turn that happens to come first is not to blame for what all turns use.
    const auto before = m_post.now();
    code = compile(m_scripts[script]);
    m_post.excuse(m_post.now() - before);
    return *code;
}

// Arrow functions: `arguments` and its callee would lead from a script to our function, and so to the next session.
std::unique_ptr<JsEngine::Compiled> JsEngine::compile(const JsScript& script) {
    auto code = std::make_unique<Compiled>();
    if (const auto syntax = findSyntaxFault(script.kind, script.text)) {
        code->fault = ScriptFault{.message = syntax->message, .isBreach = false};
        return code;
    }
    const QString text = toQString(script.text);
    switch (script.kind) {
    case ScriptKind::Statements:
        code->get = declares(text) ? globalCode(text) : function(QStringLiteral("()=>{;%1\n}").arg(text), code->fault);
        break;
    case ScriptKind::Location:
        code->set =
            function(QStringLiteral("_signalbox_value=>{'use strict';(%1\n)=_signalbox_value}").arg(text), code->fault);
        [[fallthrough]];
    case ScriptKind::Expression:
        if (!code->fault)
            code->get =
                function(QStringLiteral("()=>(%1\n)").arg(toQString(withoutTerminator(script.text))), code->fault);
        break;
    }
    return code;
}

QJSManagedValue JsEngine::function(const QString& text, std::optional<ScriptFault>& fault) {
    const QJSValue made = m_engine.evaluate(QLatin1Char('(') + text + QLatin1Char(')'), QStringLiteral("script"));
    if (!made.isCallable()) fault = ScriptFault{.message = made.toString().toStdString(), .isBreach = false};
    return {made, &m_engine};
}

// Statements that declare something must be compiled each time.
QJSManagedValue JsEngine::globalCode(const QString& text) {
    const QJSValue bind = m_prelude.property(QStringLiteral("globalCode"));
    // The semicolon keeps "use strict" from being a directive: the variables of strict code would not be global.
    return {bind.call({QJSValue(QLatin1Char(';') + text)}), &m_engine};
}

ScriptResult<QJSValue> JsEngine::call(const QJSManagedValue& function, const QJSValueList& arguments) {
    QJSValue value = function.call(arguments);
    // What is thrown need not be an Error, so the value does not tell.
    if (m_engine.hasError()) return std::unexpected(takeFault());
    return value;
}

ScriptFault JsEngine::takeFault() {
    const QJSValue thrown = m_engine.catchError();
    const QJSValue described = m_describe.call({thrown});
    if (described.isString()) return {.message = described.toString().toStdString(), .isBreach = false};
    return {.message = "something was thrown that does not tell what it is", .isBreach = false};
}

ScriptFault JsEngine::tooLong() const {
    return {.message = fmt::format("script ran longer than {} ms", m_bounds.time.count()), .isBreach = true};
}

} // namespace signalbox::scxml
