#pragma once

#include "engine/effects/effect_sender.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox {

// What a status of HTTP means for an effect: 2xx has arrived; 408, 425, 429 and 5xx pass; anything else stays.
[[nodiscard]] SendResult::Verdict webVerdict(std::uint32_t status);
// How long a receiver wishes to be left alone, from its Retry-After: seconds, or a date. None: it does not say. At most
// a day, so that no receiver can park an effect.
[[nodiscard]] std::optional<Duration> parseRetryAfter(std::string_view text, Time now);

} // namespace signalbox
