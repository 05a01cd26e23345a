#pragma once

#include "model/graph/graph_layout.h"

namespace signalbox::model {

// A layered layout of our own, for when there is no Graphviz or it gave up: states in columns from left to right,
// labels in columns between them, a compound around its own columns. Less refined than Graphviz', but it needs nothing
// and cannot fail: states and labels never overlap, and equal specs give equal layouts. Thread-safety: any thread.
GraphLayout simpleLayout(const GraphSpec& spec);

} // namespace signalbox::model
