#pragma once

#include <QFont>
#include <QSizeF>
#include <QString>

#include "engine/chart/structure.h"
#include "model/graph/collapsed_chart.h"

#include <vector>

namespace signalbox::model {

// The fonts a graph is painted with, so that it is measured with the same.
struct GraphFonts {
    QFont name;  // states
    QFont label; // arrows; permitted ones are bold
    QFont small; // second lines

    bool operator==(const GraphFonts&) const = default;
};

// All that a layout is made from: a value that can be taken to another thread. Sizes have room for whatever a state
// change may add: the key and dots of a permitted trigger, a lock, the current state's second line.
struct GraphSpec {
    ChartStructure structure;
    std::vector<GraphEdge> edges;
    std::vector<QSizeF> states; // the box; for a compound its heading
    std::vector<QSizeF> labels; // of the edges
    QString key;                // equal keys have equal layouts
};

// What equal graphs of a definition have in common, whatever is collapsed in them: its content hash, and the fonts as
// they measure here. Thread-safety: GUI thread (fonts), as for the others.
QString graphKey(const QString& hash, const GraphFonts& fonts);

// Measures what is shown of a definition's graph. `hash` is the definition's content hash.
GraphSpec graphSpec(const CollapsedChart& chart, const QString& hash, const GraphFonts& fonts);
// With nothing collapsed.
GraphSpec graphSpec(const ChartStructure& structure, const QString& hash, const GraphFonts& fonts);

} // namespace signalbox::model
