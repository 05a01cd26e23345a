#pragma once

#include "engine/effects/effect_settings.h"
#include "engine/effects/receiver_rules.h"

#include <memory>

namespace signalbox {

// Settings that hold, with what is read out of them once.
struct ActiveSettings {
    EffectSettings values;
    ReceiverRules receivers;
};

// A sending keeps those that it began with.
using ActiveSettingsPtr = std::shared_ptr<const ActiveSettings>;

} // namespace signalbox
