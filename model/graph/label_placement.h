#pragma once

#include "model/graph/graph_layout.h"

#include <vector>

namespace signalbox::model {

// Places the labels of the arrows in `which` (indices of spec.edges) along their arrows, where they cover no state,
// heading, dot or other label; it looks further away until there is room, so it always succeeds. Grows the bounds when
// it must.
void placeLabels(const GraphSpec& spec, const std::vector<std::size_t>& which, GraphLayout& layout);

// Moves everything so that the bounds, with a margin around all there is, start at (0, 0).
void normalize(GraphLayout& layout);

} // namespace signalbox::model
