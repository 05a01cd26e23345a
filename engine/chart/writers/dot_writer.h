#pragma once

#include "engine/chart/structure.h"
#include "engine/chart/writers/graph_text.h"

#include <string>

namespace signalbox {

struct DotOptions {
    GraphDirection direction = GraphDirection::LeftToRight;
    bool showsActions = true; // entry, exit and timeouts inside the states
    GraphOverlay overlay;
};

// The definition as a Graphviz graph: compound states as clusters within each other, dynamic transitions as diamonds
// that lead to their candidates, internal and ignored ones as loops. Nodes are named "s" and the state's index, and
// edges carry the id "t" and the transition's index, so that a drawing can be mapped back.
[[nodiscard]] std::string writeDot(const ChartStructure& structure, const DotOptions& options = {});

} // namespace signalbox
