#pragma once

#include "engine/scxml/reader/chart_tree.h"
#include "engine/scxml/reader/read_chart.h"

namespace signalbox::scxml {

// What a chart that is read may have wrong as a whole: rules that no single element breaks.
void checkChart(const ReadChart& chart, Report& report);

// Its parts.
// Ids that two have.
void checkIds(const ReadChart& chart, Report& report);
// Targets that do not exist, may not be reached from where they are named, or do not go together.  Source: SCXML 1.0,
// 3.2, 3.3, 3.10, 3.11.
// Returns: whether all exist.
bool checkTargets(const ReadChart& chart, const ChartTree& tree, Report& report);
// States that nothing leads to. Requires: every target exists.
void warnOfUnreachable(const ReadChart& chart, const ChartTree& tree, Report& report);
// What SCXML allows and people seldom mean. Requires: every target exists.
void warnOfTraps(const ReadChart& chart, const ChartTree& tree, Report& report);
// sb: attributes that name what is not there.
void warnOfDangling(const ReadChart& chart, Report& report);

} // namespace signalbox::scxml
