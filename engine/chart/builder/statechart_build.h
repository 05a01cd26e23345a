#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/script_session.h"
#include "engine/chart/statechart/statechart_draft.h"

#include <memory>

namespace signalbox {

// Makes the chart. `compiler` is told every script; null for the null data model.  Requires: every id is unique and
// every target exists, every parent stands before its children; what engine/scxml/reader gives without an error.
[[nodiscard]] ChartPtr build(StatechartDraft draft, std::unique_ptr<ScriptCompiler> compiler);

} // namespace signalbox
