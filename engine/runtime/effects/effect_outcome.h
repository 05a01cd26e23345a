#pragma once

#include "engine/effects/effect_sender.h"
#include "engine/runtime/definition_table.h"
#include "engine/runtime/effects/retry_policy.h"
#include "engine/store/store.h"
#include "engine/workflow_effects.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace signalbox {

// What an effect's row says after a try that ended at `now`. Requires: the sender had started.
[[nodiscard]] EffectUpdate afterTry(const EffectUpdate& before, const SendResult& result, const RetryPolicy& policy,
                                    Time now, std::uint64_t random);

// What became of it, as an event of its workflow: "done.send.ID" or "error.communication". Empty: there is none, for it
// is still pending, or it was sent and has no name.
[[nodiscard]] std::string outcomeEvent(const EffectUpdate& update, std::string_view sendId);
// Its data. The member for the name is spelled as the profile has it: "sendid" in SCXML, or else "sendId".
[[nodiscard]] Json outcomeData(const EffectUpdate& update, std::string_view sendId, Profile profile);
// The trigger that a definition awaits such an event with; none: it does not listen.
[[nodiscard]] std::optional<TriggerIndex> listenerFor(const ChartStructure& structure, std::string_view event);

} // namespace signalbox
