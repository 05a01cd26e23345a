#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/step_result.h"
#include "engine/store/store.h"
#include "engine/workflow_effects.h"
#include "engine/workflow_values.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// What the outbox asks workflows. In each case the turn carries what becomes of the effect, so that both are in the
// store or neither. `created` tells the workflow from a later one of the same id.

// The effect has been sent, or has failed for good: its workflow hears of it as an event.
struct OutcomeRequest {
    std::string id;
    Time created{};     // the workflow
    std::string sendId; // as its definition calls the effect; empty: nothing
    EffectUpdate update;
    Caller caller;
};

// A message arrives: a trigger is fired.
struct MessageRequest {
    std::string id; // of the receiver
    std::string trigger;
    Json arguments;
    EffectUpdate update; // of the message: it is sent
    Caller caller;
};

// The receiver of an effect answers.
struct ResponseRequest {
    std::string id;
    Time created{}; // the workflow
    std::string trigger;
    Json arguments;
    EffectUpdate update; // as it is in the store
    Caller caller;
};

// An operator does something about effects of one workflow.
struct EffectTurnRequest {
    std::string id;
    Time created{}; // the workflow
    EffectAction action = EffectAction::Retry;
    std::vector<EffectUpdate> effects; // as they are in the store
    Caller caller;
};

struct EffectTurnReply {
    std::vector<std::pair<EffectId, Error>> refused;
};

} // namespace signalbox
