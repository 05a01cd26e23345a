#pragma once

#include <span>
#include <string>
#include <string_view>

namespace signalbox {

// Hears what the engine does on its own: workflows that wake and idle, and what goes wrong where nobody waits for an
// answer. Called on threads of the engine, several at once: cheap work only.
class EngineLog {
public:
    virtual ~EngineLog() = default;

    // `lines` are what the definition's hooks said.
    virtual void activated(std::string_view id, std::string_view state, std::span<const std::string> lines) = 0;
    virtual void deactivated(std::string_view id, std::string_view state, std::span<const std::string> lines) = 0;
    virtual void warned(std::string_view message) = 0;
};

} // namespace signalbox
