#pragma once

#include "engine/base/mutex.h"
#include "engine/chart/script_session.h"
#include "engine/scxml/script/ecmascript.h"
#include "engine/scxml/script/js_engine.h"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace signalbox::scxml {

// The scripts of one chart, with an engine for each thread that has run some of them.
class JsProgram final : public ScriptProgram {
public:
    JsProgram(std::vector<JsScript> scripts, const ScriptBounds& bounds);

    [[nodiscard]] std::unique_ptr<ScriptSession> open(const ScriptScene& scene) const override;

private:
    [[nodiscard]] JsEngine& engineOfThisThread() const;

    const std::vector<JsScript> m_scripts;
    const ScriptBounds m_bounds;
    mutable Mutex m_mutex;
    mutable std::map<std::uint64_t, std::unique_ptr<JsEngine>> m_engines GUARDED_BY(m_mutex); // by thread
};

} // namespace signalbox::scxml
