#pragma once

#include <QByteArray>

#include "model/graph/graph_layout.h"

#include <optional>

namespace signalbox::model {

// Whether `dot` reserves room for labels itself. Without, it survives charts it gives up on otherwise ("trouble in
// init_rank").
enum class DotLabels { Reserved, None };

// The spec in the DOT language: sizes and connections only. No text of a definition gets into it, so none can break it.
QByteArray dotText(const GraphSpec& spec, DotLabels labels);

// The layout that `dot -Tjson0` answered to dotText().  Returns: none if the answer is not whole.
// Labels that `dot` did not place, or not beside what is left of a cut arrow, are placed along their arrows.
std::optional<GraphLayout> layoutFromDot(const GraphSpec& spec, const QByteArray& answer, DotLabels labels);

} // namespace signalbox::model
