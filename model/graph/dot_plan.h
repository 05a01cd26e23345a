#pragma once

#include "model/graph/graph_spec.h"

#include <optional>
#include <vector>

namespace signalbox::model {

// What a node of the graph handed to `dot` stands for.
struct DotNode {
    enum class Kind {
        State,   // a leaf
        Anchor,  // an invisible point at the left of a compound, where arrows to and from the compound itself end
        Initial, // the dot of an initial arrow
    };
    Kind kind = Kind::State;
    std::uint32_t number = 0; // index of the leaf, of the compound, or in DotPlan::initials

    bool operator==(const DotNode&) const = default;
};

// How one arrow is handed to `dot`, which knows arrows between leaves only.
struct DotEdge {
    DotNode tail;
    DotNode head;
    // A compound end is a node within it; the curve is cut where it leaves the compound's box for good.
    std::optional<StateIndex> cutTail;
    std::optional<StateIndex> cutHead;
    // An arrow between a compound and its own descendant is prolonged to the compound's left border, inside.
    std::optional<StateIndex> prolongTail;
    std::optional<StateIndex> prolongHead;
};

struct DotPlan {
    std::vector<std::optional<DotEdge>> edges; // as the spec's; none for a compound's loops, which its heading shows
    std::vector<DotEdge> initials;
    std::vector<std::optional<StateIndex>> initialsInside; // as InitialGeometry::inside, for each of `initials`
    std::vector<bool> hasAnchor;                           // by state
    // Pairs that keep unconnected states beside the connected ones instead of in front of them.
    std::vector<std::pair<StateIndex, StateIndex>> invisible;
};

DotPlan dotPlan(const GraphSpec& spec);

// Distance of each leaf from the start along arrows, going back ones aside; a compound's is its smallest leaf's.
std::vector<int> roughRanks(const GraphSpec& spec);

} // namespace signalbox::model
