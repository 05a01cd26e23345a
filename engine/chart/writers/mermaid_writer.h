#pragma once

#include "engine/chart/structure.h"
#include "engine/chart/writers/graph_text.h"

#include <string>

namespace signalbox {

struct MermaidOptions {
    GraphDirection direction = GraphDirection::LeftToRight;
    GraphOverlay overlay;
};

// The definition as a Mermaid state diagram. States are called "s" and their index and show their label, so that any
// name is possible. Mermaid cannot style an arrow: one that was taken starts its text with a check mark.
// Source: https://mermaid.js.org/syntax/stateDiagram.html
[[nodiscard]] std::string writeMermaid(const ChartStructure& structure, const MermaidOptions& options = {});

} // namespace signalbox
