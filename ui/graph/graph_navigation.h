#pragma once

#include "model/graph/graph_layout.h"
#include "model/graph/graph_spec.h"
#include "model/graph/graph_state.h"

#include <optional>
#include <vector>

namespace signalbox::ui {

// A state or an arrow: what the keyboard or the mouse is on.
struct GraphTarget {
    enum class Kind { Node, Edge };
    Kind kind = Kind::Node;
    std::size_t index = 0; // of the state, or in the spec's edges

    bool operator==(const GraphTarget&) const = default;
};

enum class Direction { Left, Right, Up, Down };

// The state an arrow key leads to from `from`: the nearest one in that direction, a straight way preferred; none at the
// border.
std::optional<std::size_t> neighbour(const model::GraphLayout& layout, std::size_t from, Direction direction);

// The arrows Tab visits from a state: those that may be fired there by key, then the others in order of declaration.
// The current state has those it inherits, too.
std::vector<std::size_t> outgoingEdges(const model::GraphSpec& spec, const model::GraphState& state, std::size_t node);

} // namespace signalbox::ui
