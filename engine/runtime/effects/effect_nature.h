#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/step_result.h"
#include "engine/effects/effect_sender.h"

#include <string>

namespace signalbox {

// What the payload of an effect says of how it is to be sent: {"ordered", "delayMs", "sendId"}, all of them optional.

// Not before all earlier ones of its workflow that say so too.
[[nodiscard]] bool isOrdered(const Json& payload);
// After its turn. Units: bounded to ten years.
[[nodiscard]] Duration delayOf(const Json& payload);
// What its definition calls it; empty: nothing.
[[nodiscard]] std::string sendIdOf(const Json& payload);
// "https://host:port", "mail", "workflow BUG-1". `sender` may be null.
[[nodiscard]] std::string receiverOf(const EffectSender* sender, EffectKind kind, const Json& payload);
// The workflow that a message goes to; empty: the payload names none.
[[nodiscard]] std::string addresseeOf(const Json& payload);
// Why effects of this kind wait for an operator; empty: they do not. `sender` may be null.
[[nodiscard]] std::string heldBecause(const EffectSender* sender, EffectKind kind);

} // namespace signalbox
