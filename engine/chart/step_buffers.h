#pragma once

#include "engine/chart/step_result.h"

namespace signalbox {

// Empties what `step` leads to, but not what became of the event and why. Keeps the capacity of every buffer; inline,
// as every step begins with it.
inline void clearResults(Step& step) {
    step.taken.clear();
    step.trace.clear();
    step.dataChanges.clear();
    step.effects.clear();
    step.timersSet.clear();
    step.timersDropped.clear();
    step.invoked.clear();
    step.invokesEnded.clear();
    step.log.clear();
}

} // namespace signalbox
