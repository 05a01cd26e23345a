#pragma once

#include <QString>

#include "engine/chart/structure.h"

#include <vector>

namespace signalbox::model {

enum class EdgeKind {
    Transition, // leads to another state
    Reentry,    // a loop: leaves the state and enters it again
    Internal,   // a loop: actions run, nothing is left
    Ignored,    // a loop: the trigger is accepted and dropped
    Candidate,  // one declared result of a dynamic transition
    Computed,   // a loop: a dynamic transition that declares no results
};

// One arrow of a state graph. A dynamic transition has one per declared candidate, every other one per target, or a
// loop without any; an inherited transition is drawn once, from the compound state that declares it.
struct GraphEdge {
    TransitionIndex transition;
    StateIndex from;
    StateIndex to; // the same as `from` for loops
    EdgeKind kind = EdgeKind::Transition;
    QString text; // the triggers' labels, or the guards of an eventless one; with the criterion for a candidate

    bool isLoop() const { return from == to; }
    bool operator==(const GraphEdge&) const = default;
};

// Returns: the arrows in order of transition, then of target or candidate.
std::vector<GraphEdge> graphEdges(const ChartStructure& structure);

// Labels for people: the label, else the name.
QString labelOf(const StateStructure& state);
QString labelOf(const TriggerStructure& trigger);

// Whether `inner` lies below `outer`, at any depth; a state does not lie below itself.
bool isDescendant(const ChartStructure& structure, StateIndex inner, StateIndex outer);

} // namespace signalbox::model
