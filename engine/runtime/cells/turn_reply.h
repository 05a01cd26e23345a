#pragma once

#include "engine/base/error.h"
#include "engine/runtime/cells/pending_turn.h"

namespace signalbox {

// Gives the caller the turn's answer. Requires: once, on a thread of the engine.
void reply(PendingTurn& turn);
void replyError(PendingTurn& turn, Error error);

} // namespace signalbox
