#pragma once

#include "engine/workflow_effects.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

// Where the receiver of an effect answers to: CHANGE.ORDINAL.TOKEN. The token is the first half of an HMAC-SHA256 of
// "CHANGE.ORDINAL" with the store's key, in hexadecimal digits: nobody can make one who was not given it.

[[nodiscard]] std::string replyAddress(EffectId effect, std::string_view replyKey);
// Returns: none when it is none, or one of another store. Takes as long for a token that is nearly right as for any
// other.
[[nodiscard]] std::optional<EffectId> effectOf(std::string_view address, std::string_view replyKey);

} // namespace signalbox
