#pragma once

#include "engine/chart/builder/chart_draft.h"
#include "engine/chart/diagnostic.h"
#include "engine/chart/structure.h"

#include <vector>

namespace signalbox {

// What makes the draft impossible to run. Empty: `draft` compiles.
[[nodiscard]] std::vector<Diagnostic> findErrors(const ChartDraft& draft);

// What a chart that runs probably does not mean.
[[nodiscard]] std::vector<Diagnostic> findWarnings(const ChartStructure& structure);

} // namespace signalbox
