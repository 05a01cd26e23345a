#pragma once

#include <QString>

#include "engine/workflow_effects.h"

namespace signalbox::model {

// How an effect reads; all of it plain text.

// What is being done about an effect, in the order of what an operator must look at.
enum class EffectStage : std::uint8_t {
    Failed,   // given up: waits for an operator
    Held,     // waits until an operator does something elsewhere
    Retrying, // a try has failed, the next one is planned
    Sending,  // right now
    Waiting,  // for its time, or for those before it
    Sent,
    Skipped,
};
[[nodiscard]] EffectStage stageOf(const EffectEntry& entry);

// "failed", "held: no mail server configured", "waits for 12.0".
[[nodiscard]] QString effectStageText(const EffectEntry& entry);
// "mail", "web request", "message".
[[nodiscard]] QString effectKindText(EffectKind kind);
// What an effect is about, without its kind: the addressee and subject, the URL, the trigger.
[[nodiscard]] QString effectSummary(const EffectRequest& effect);

} // namespace signalbox::model
