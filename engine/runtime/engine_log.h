#pragma once

#include "engine/base/error.h"

#include <optional>
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
    // The store takes no writes, as `refusal` says, or, where there is none, takes them again. Told when that changes,
    // one change at a time; of a store that takes writes from the beginning nothing is told.
    virtual void writesChanged(const std::optional<Error>& refusal) = 0;
};

} // namespace signalbox
