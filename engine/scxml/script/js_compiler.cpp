#include "engine/scxml/script/ecmascript.h"
#include "engine/scxml/script/js_program.h"

#include <map>
#include <utility>
#include <vector>

namespace signalbox::scxml {
namespace {

class JsCompiler final : public ScriptCompiler {
public:
    explicit JsCompiler(const ScriptBounds& bounds) : m_bounds(bounds) {}

    [[nodiscard]] std::uint32_t add(ScriptKind kind, const Script& script) override {
        const auto next = static_cast<std::uint32_t>(m_scripts.size());
        const auto [place, isNew] = m_numbers.try_emplace({.kind = kind, .text = script.text}, next);
        if (isNew) m_scripts.push_back(place->first);
        return place->second;
    }

    [[nodiscard]] std::shared_ptr<const ScriptProgram> program() override {
        return std::make_shared<JsProgram>(std::move(m_scripts), m_bounds);
    }

private:
    const ScriptBounds m_bounds;
    std::vector<JsScript> m_scripts;
    std::map<JsScript, std::uint32_t> m_numbers;
};

} // namespace

std::unique_ptr<ScriptCompiler> makeEcmaScriptCompiler(const ScriptBounds& bounds) {
    return std::make_unique<JsCompiler>(bounds);
}

} // namespace signalbox::scxml
