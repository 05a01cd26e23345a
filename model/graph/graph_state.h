#pragma once

#include <QString>
#include <QStringList>

#include "engine/workflow_timers.h"
#include "engine/workflow_values.h"
#include "model/graph/collapsed_chart.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace signalbox::model {

// What one state of a graph shows about a workflow.
struct NodeState {
    bool isCurrent = false;
    bool holdsCurrent = false; // a current state lies within
    bool isReached = true;     // also when the history is too long to tell
    std::uint32_t visits = 0;  // 0 when not known
    // How many states it holds while it is collapsed, else 0. A collapsed one is current when it holds the current one.
    std::uint32_t held = 0;
    // The workflow has ended here by cancel or by force: it is hatched, and `note` says who, when and why.
    std::optional<WorkflowStatus> ended;
    QString line; // second line: "Sue · 4 m"
    QString note; // for the tooltip
    // What will happen here, or calls for somebody, a line each: for the tooltip.
    QStringList remarks = {};
    bool hasTimer = false;   // one that will leave it
    bool hasProblem = false; // an effect asked for in it has failed, or it is overdue

    bool operator==(const NodeState&) const = default;
};

enum class EdgePermission {
    NotPermitted,
    Permitted,
    Blocked, // by guards
};

// What one arrow of a graph shows about a workflow.
struct EdgeState {
    EdgePermission permission = EdgePermission::NotPermitted;
    std::optional<TriggerIndex> trigger; // what fires it; when permitted
    std::optional<int> key;              // 1..9
    bool asksParameters = false;         // firing it asks for parameters first
    std::uint32_t taken = 0;             // 0 when not known
    std::vector<int> steps;              // its numbers on the path the workflow took, 1 = first
    QString label;                       // as painted: "1 Assign…"
    std::vector<QString> blockers;       // guards that do not hold

    bool operator==(const EdgeState&) const = default;
};

// How a graph looks for one workflow at one moment. A value apart from the layout: a new one restyles and moves
// nothing.
struct GraphState {
    std::vector<NodeState> nodes;      // by StateIndex
    std::vector<EdgeState> edges;      // as graphEdges()
    std::optional<StateIndex> current; // the one that lists name
    std::vector<StateIndex> leaves;    // all that are current, in document order: one for each region
    bool isKnown = false;              // of a workflow; else of a definition alone

    bool operator==(const GraphState&) const = default;
};

// The workflow a graph is about. Lifetime: during the call.
struct GraphSubject {
    const Workflow* workflow = nullptr;
    const Explanation* explanation = nullptr; // ignored when it is of another revision than `workflow`
    const Change* ending = nullptr;           // the change that cancelled or terminated it
    std::vector<TransitionIndex> path;        // taken, oldest first; empty when not known
    Time now;
    // What it waits for and what has failed, as of now; of the newest revision only.
    std::vector<TimerEntry> timers = {};
    std::vector<std::string> failedIn =
        {}; // the states in which effects were asked for that have failed; once for each
};

GraphState graphState(const ChartStructure& structure, const std::vector<GraphEdge>& edges,
                      const GraphSubject& subject);

// A definition without a workflow: nothing is current, nothing is permitted.
GraphState graphState(const ChartStructure& structure, const std::vector<GraphEdge>& edges);

// What of `whole`, the state of the whole chart, is to be seen while some of it is collapsed: a state that hides others
// is current or reached as one of them is, an arrow that stands for several is permitted, else blocked, as one of them
// is.
GraphState collapsedState(const CollapsedChart& chart, const GraphState& whole);

} // namespace signalbox::model
