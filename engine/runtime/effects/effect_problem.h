#pragma once

#include "engine/workflow_effects.h"

#include <string>
#include <string_view>

namespace signalbox {

// An error message without what differs from one effect to the next, so that effects with the same trouble can be told
// together: ids, numbers and addresses become "#". The number `status` stays, for 404 is another problem than 503.
// At most 200 bytes.
[[nodiscard]] std::string problemOf(std::string_view error, std::uint32_t status);
// Of the last try; empty: none has failed.
[[nodiscard]] std::string problemOf(const EffectProgress& progress);

} // namespace signalbox
