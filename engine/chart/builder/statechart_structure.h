#pragma once

#include "engine/chart/statechart/statechart_draft.h"
#include "engine/chart/structure.h"

namespace signalbox {

// What a draft's chart looks like. States, transitions and signatures have the numbers that they have in the draft;
// behind the signatures stands a trigger for every descriptor of a transition.
[[nodiscard]] ChartStructure structureOf(const StatechartDraft& draft);

} // namespace signalbox
