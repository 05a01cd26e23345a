#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox {

// What a caller of a server may do; each may all that those before it may.
// Persistent: never change a value.
enum class Role : std::uint8_t {
    Viewer = 1,   // reads
    Operator = 2, // and fires, creates, cancels, deals with timers and effects
    Admin = 3,    // and deploys, migrates, terminates, removes
};
// "viewer", and back.
[[nodiscard]] std::string_view name(Role role);
[[nodiscard]] std::optional<Role> roleNamed(std::string_view name);

} // namespace signalbox
