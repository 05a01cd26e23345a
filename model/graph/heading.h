#pragma once

#include <QSizeF>

#include "model/graph/graph_layout.h"

namespace signalbox::model {

constexpr double kCompoundMargin = 16;

// What stands at the top of a compound's box: its title, then the loops of the compound itself, side by side.
QSizeF headingSize(const GraphSpec& spec, StateIndex compound);

// Places title and loops of `compound` at the top left of its box.
void placeHeading(const GraphSpec& spec, StateIndex compound, GraphLayout& layout);

} // namespace signalbox::model
