#pragma once

#include <QSizeF>

#include "model/graph/curve.h"
#include "model/graph/graph_layout.h"

namespace signalbox::model {

constexpr double kCompoundMargin = 16;

// What stands at the top of a compound's box: its title, then the loops of the compound itself, side by side.
QSizeF headingSize(const GraphSpec& spec, StateIndex compound);

// Places title and loops of `compound` at the top left of its box.
void placeHeading(const GraphSpec& spec, StateIndex compound, GraphLayout& layout);

// What a layout keeps free for the arrows between a compound and its own descendants to turn in.
constexpr QSizeF kAnchorSize(44, 14);

enum class TitleEnd { Leaves, Arrives };

// `inner` starts where the compound's anchor ends, to the right. Returns: it with a start at the compound's title, or,
// where something stands between, at its left border. An arrow that arrives at the title takes another place there.
Curve fromTitle(const GraphLayout& layout, const GraphSpec& spec, StateIndex compound, const Curve& inner,
                TitleEnd end);

} // namespace signalbox::model
