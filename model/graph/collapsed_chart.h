#pragma once

#include "engine/chart/structure.h"
#include "model/graph/graph_edges.h"

#include <set>
#include <vector>

namespace signalbox::model {

// Compounds that are drawn as one state each, by their index in the whole chart.
using CollapsedStates = std::set<StateIndex>;

// A chart as a graph draws it when some of its compounds are collapsed.
//
// A collapsed compound is a state like others: what it holds is gone, arrows from and to what it holds end at it, and
// arrows between two of them are gone too. Arrows of the same triggers, kind and text that then have the same ends are
// one.
struct CollapsedChart {
    ChartStructure whole;
    std::vector<GraphEdge> wholeEdges; // graphEdges(whole)

    // What is drawn. States are numbered anew, in the order of the whole; triggers and transitions keep their numbers,
    // transitions have the ends they are drawn with.
    ChartStructure shown;
    std::vector<GraphEdge> edges;

    std::vector<StateIndex> wholeStates;           // by shown state
    std::vector<StateIndex> shownStates;           // by state of the whole: itself, or the one that hides it
    std::vector<std::uint32_t> heldCounts;         // by shown state: how many a collapsed one holds, 0 for others
    std::vector<std::vector<std::size_t>> wholeOf; // by shown edge: those of the whole that it stands for
    std::vector<StateIndex> collapsed;             // those that hide something, outermost only

    bool isCollapsed(StateIndex shownState) const { return heldCounts[shownState.value()] > 0; }
};

// Whether the state of `whole` lies in a collapsed one.
bool isHidden(const ChartStructure& whole, const CollapsedStates& collapsed, StateIndex state);

// States of `collapsed` that are no compounds, and those in other collapsed ones, make no difference.
CollapsedChart collapsedChart(const ChartStructure& whole, const CollapsedStates& collapsed);

} // namespace signalbox::model
