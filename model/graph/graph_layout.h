#pragma once

#include <QPainterPath>
#include <QRectF>

#include "model/graph/graph_spec.h"

#include <optional>
#include <vector>

namespace signalbox::model {

// Who placed the states.
enum class LayoutEngine {
    Graphviz,
    GraphvizUnlabelled, // Graphviz gave up on the labels: they were placed along the arrows afterwards
    Simple,             // our own: Graphviz is not installed, or failed
};

// Why Graphviz did not make a layout.
enum class LayoutFault {
    None,
    NotInstalled, // the program was not found or did not start
    GaveUp,       // it failed, or answered something else than a layout
    TimedOut,
};

struct NodeGeometry {
    QRectF box;
    QRectF title; // of a compound: its heading, at the top of the box; empty for others

    bool operator==(const NodeGeometry&) const = default;
};

// An arrow: cubic curves to the base of its head, then the head from there to `tip`.
struct EdgeGeometry {
    QPainterPath path;
    QPointF tip;
    QRectF label;

    bool operator==(const EdgeGeometry&) const = default;
};

// The filled dot and arrow that show where something starts.
struct InitialGeometry {
    std::optional<StateIndex>
        inside; // the compound whose initial child it leads to; none for the chart's initial state
    QPointF dot;
    EdgeGeometry arrow; // without a label

    bool operator==(const InitialGeometry&) const = default;
};

// Where everything of a state graph is. It belongs to the definition and the fonts, never to a workflow: a change of
// state restyles and moves nothing. Units: pixels, y down; `bounds` starts at (0, 0).
struct GraphLayout {
    QRectF bounds;
    std::vector<NodeGeometry> states; // by StateIndex
    std::vector<EdgeGeometry> edges;  // as the spec's edges
    std::vector<InitialGeometry> initials;
    LayoutEngine engine = LayoutEngine::Simple;
    LayoutFault fault = LayoutFault::None; // for LayoutEngine::Simple

    bool operator==(const GraphLayout&) const = default;
};

constexpr double kArrowLength = 11;
constexpr double kInitialDotRadius = 7;

} // namespace signalbox::model
