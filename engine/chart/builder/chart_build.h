#pragma once

#include "engine/chart/builder/chart_draft.h"
#include "engine/chart/chart.h"
#include "engine/chart/diagnostic.h"

#include <vector>

namespace signalbox {

// What became of a draft: a chart, unless a diagnostic is an error.
struct BuildResult {
    ChartPtr chart;
    std::vector<Diagnostic> diagnostics; // errors and warnings, by rule and then in order of declaration
};

// Checks all of the draft, reporting everything that is wrong at once.
[[nodiscard]] BuildResult build(ChartDraft draft);

} // namespace signalbox
