#include "engine/scxml/script/js_program.h"

#include "engine/scxml/script/js_session.h"

#include <atomic>
#include <utility>

namespace signalbox::scxml {
namespace {

// Unlike std::thread::id never used again: an engine knows the stack of its thread, and another's would confuse it.
std::uint64_t threadNumber() {
    static std::atomic<std::uint64_t> count{0};
    thread_local const std::uint64_t number = ++count;
    return number;
}

} // namespace

JsProgram::JsProgram(std::vector<JsScript> scripts, const ScriptBounds& bounds)
    : m_scripts(std::move(scripts))
    , m_bounds(bounds) {}

std::unique_ptr<ScriptSession> JsProgram::open(const ScriptScene& scene) const {
    return std::make_unique<JsSession>(engineOfThisThread(), m_scripts, scene);
}

JsEngine& JsProgram::engineOfThisThread() const {
    const std::uint64_t thread = threadNumber();
    {
        const MutexLock lock(m_mutex);
        const auto found = m_engines.find(thread);
        if (found != m_engines.end() && !found->second->isBroken()) return *found->second;
    }
    // Making one takes long enough not to let the others wait for it.
    auto made = std::make_unique<JsEngine>(m_scripts, m_bounds);
    JsEngine& engine = *made;
    const MutexLock lock(m_mutex);
    std::swap(m_engines[thread], made);
    return engine;
}

} // namespace signalbox::scxml
