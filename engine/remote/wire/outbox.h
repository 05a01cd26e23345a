#pragma once

#include "engine/remote/signalbox.pb.h"
#include "engine/remote/wire/basics.h"
#include "engine/workflow_effects.h"
#include "engine/workflow_timers.h"

namespace signalbox::wire {

// Timers and effects.

void encode(const TimersRequest& value, v1::TimersRequest& message);
void encode(const TimersReply& value, v1::TimersReply& message);
void encode(const SetTimerRequest& value, v1::SetTimerRequest& message);
void encode(const MoveTimerRequest& value, v1::MoveTimerRequest& message);
void encode(const CancelTimerRequest& value, v1::CancelTimerRequest& message);
void encode(const TimerActReply& value, v1::TimerActReply& message);
void encode(const EffectsRequest& value, v1::EffectsRequest& message);
void encode(const EffectsReply& value, v1::EffectsReply& message);
void encode(const EffectActRequest& value, v1::EffectActRequest& message);
void encode(const EffectActReply& value, v1::EffectActReply& message);
void encode(const RespondRequest& value, v1::RespondRequest& message);

[[nodiscard]] TimersRequest decode(const v1::TimersRequest& message, Faults& faults);
[[nodiscard]] TimersReply decode(const v1::TimersReply& message, Faults& faults);
[[nodiscard]] SetTimerRequest decode(const v1::SetTimerRequest& message, Faults& faults);
[[nodiscard]] MoveTimerRequest decode(const v1::MoveTimerRequest& message, Faults& faults);
[[nodiscard]] CancelTimerRequest decode(const v1::CancelTimerRequest& message, Faults& faults);
[[nodiscard]] TimerActReply decode(const v1::TimerActReply& message, Faults& faults);
[[nodiscard]] EffectsRequest decode(const v1::EffectsRequest& message, Faults& faults);
[[nodiscard]] EffectsReply decode(const v1::EffectsReply& message, Faults& faults);
[[nodiscard]] EffectActRequest decode(const v1::EffectActRequest& message, Faults& faults);
[[nodiscard]] EffectActReply decode(const v1::EffectActReply& message, Faults& faults);
[[nodiscard]] RespondRequest decode(const v1::RespondRequest& message, Faults& faults);

} // namespace signalbox::wire
