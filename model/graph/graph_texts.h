#pragma once

#include <QCoreApplication>
#include <QString>

#include "model/graph/graph_layout.h"
#include "model/graph/graph_state.h"

namespace signalbox::model {

// What a graph says in words: to a screen reader, and in tooltips.
class GraphTexts {
    Q_DECLARE_TR_FUNCTIONS(signalbox::model::GraphTexts)

public:
    // "Assigned, current state, in Open, visited 3 times, Sue · 4 m"
    static QString nodeName(const ChartStructure& structure, const GraphState& state, StateIndex index);
    // "Defer to Deferred, permitted, key 3, taken once"
    static QString edgeName(const ChartStructure& structure, const GraphEdge& edge, const EdgeState& state);
    // The same facts, one a line.
    static QString nodeToolTip(const ChartStructure& structure, const GraphState& state, StateIndex index);
    static QString edgeToolTip(const ChartStructure& structure, const GraphEdge& edge, const EdgeState& state);

    // "Graphviz is not installed: simple layout"; empty for a layout by Graphviz.
    static QString hint(const GraphLayout& layout);
};

} // namespace signalbox::model
