#include "engine/scxml/reader/checks.h"

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>

namespace signalbox::scxml {
namespace {

using Places = std::unordered_map<std::string_view, SourcePlace>;

void checkVariables(const std::vector<StatechartDraft::Variable>& variables, Places& known, Report& report) {
    for (const StatechartDraft::Variable& each : variables) {
        if (isBlank(each.id)) continue;
        const auto [first, isNew] = known.emplace(each.id, each.place);
        if (!isNew)
            report.error(each.place, fmt::format("the variable '{}' is declared twice: first in line {}", each.id,
                                                 first->second.line));
    }
}

} // namespace

void checkIds(const ReadChart& chart, Report& report) {
    Places states;
    Places variables;
    checkVariables(chart.draft.variables, variables, report);
    for (std::size_t i = 0; i < chart.draft.states.size(); ++i) {
        const StatechartDraft::State& state = chart.draft.states[i];
        const auto [first, isNew] = states.emplace(state.id, state.place);
        if (!isNew)
            report.error(chart.idPlaces[i],
                         fmt::format("the id '{}' is taken: first in line {}", state.id, first->second.line));
        checkVariables(state.variables, variables, report);
    }
}

void checkChart(const ReadChart& chart, Report& report) {
    const ChartTree tree(chart.draft);
    checkIds(chart, report);
    warnOfDangling(chart, report);
    if (!checkTargets(chart, tree, report)) return;
    // An error elsewhere may be why nothing leads to a state.
    if (!report.hasErrors()) warnOfUnreachable(chart, tree, report);
    warnOfTraps(chart, tree, report);
}

} // namespace signalbox::scxml
