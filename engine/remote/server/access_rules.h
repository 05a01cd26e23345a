#pragma once

#include "engine/remote/access/role.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox {

// How a method keeps to the definitions that a caller reaches, for callers who reach some only.
enum class Reach : std::uint8_t {
    Workflow,   // it names one workflow: that one's definition
    Definition, // it names a definition
    Filtered,   // its answer leaves out what they do not reach
    All,        // it concerns the whole store: not for them
    Address,    // it names a reply address, which is a secret of its own
};

struct AccessRule {
    std::string_view method;   // as the protocol names it: "Fire"
    std::optional<Role> least; // none: no role is needed
    Reach reach = Reach::All;
    std::optional<Role> leastOfDryRun{}; // where the request says so; none: as `least`
};

// None: a method that nobody has decided about. It is denied to all.
[[nodiscard]] const AccessRule* findRule(std::string_view method);

} // namespace signalbox
