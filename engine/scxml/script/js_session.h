#pragma once

#include <QJSValue>

#include "engine/chart/script_session.h"
#include "engine/scxml/script/js_engine.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

struct JsScript;

class JsSession final : public ScriptSession {
public:
    // Requires: the engine is of this thread and serves no other session.
    JsSession(JsEngine& engine, const std::vector<JsScript>& scripts, const ScriptScene& scene);
    ~JsSession() override { m_engine.finish(); }
    JsSession(const JsSession&) = delete;
    JsSession& operator=(const JsSession&) = delete;

    void setEvent(const MachineEvent* event) override;

    [[nodiscard]] ScriptResult<bool> condition(std::uint32_t expression) override;
    [[nodiscard]] ScriptResult<ScriptValue> evaluate(std::uint32_t expression) override;
    [[nodiscard]] ScriptResult<void> run(std::uint32_t statements) override;

    [[nodiscard]] ScriptResult<void> assign(std::uint32_t location, std::uint32_t expression) override;
    [[nodiscard]] ScriptResult<void> assign(std::uint32_t location, const ScriptValue& value) override;
    [[nodiscard]] ScriptResult<ScriptValue> read(std::uint32_t location) override;

    [[nodiscard]] ScriptResult<void> declare(std::string_view name) override;
    [[nodiscard]] ScriptResult<void> initialise(std::string_view name, std::uint32_t expression) override;
    [[nodiscard]] ScriptResult<void> initialise(std::string_view name, const ScriptValue& value) override;

    [[nodiscard]] ScriptResult<std::size_t> beginForeach(std::uint32_t array) override;
    [[nodiscard]] ScriptResult<void> stepForeach(std::size_t position, std::string_view item,
                                                 std::string_view index) override;
    void endForeach() override;

    [[nodiscard]] ScriptResult<ScriptData> data() override;

private:
    [[nodiscard]] ScriptResult<void> put(std::uint32_t location, const QJSValue& value);
    [[nodiscard]] ScriptResult<void> ensure(std::string_view name);

    JsEngine& m_engine;
    const std::vector<JsScript>& m_scripts;
    std::vector<QJSValue> m_arrays; // of the <foreach> under way, the innermost last
};

} // namespace signalbox::scxml
