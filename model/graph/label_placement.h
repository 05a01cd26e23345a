#pragma once

#include "model/graph/graph_layout.h"

#include <vector>

namespace signalbox::model {

// Places the labels of the arrows in `which` (indices of spec.edges) along their arrows, where they cover no state,
// heading, dot or other label; it looks further away until there is room, so it always succeeds. Grows the bounds when
// it must.
void placeLabels(const GraphSpec& spec, const std::vector<std::size_t>& which, GraphLayout& layout);

// Returns: the labels that are not placed yet, lie far from their arrows, or cover a state, a compound's border, or an
// earlier label. A compound's own loops are taken as they are.
std::vector<std::size_t> misplacedLabels(const GraphSpec& spec, const GraphLayout& layout);

// Moves everything so that the bounds, with a margin around all there is, start at (0, 0).
void normalize(GraphLayout& layout);

} // namespace signalbox::model
