#pragma once

#include <QString>

#include "engine/chart/structure.h"

namespace signalbox::model {

// The label for people, or the name where there is none; labelOf() for states and triggers is in model/graph.
[[nodiscard]] QString labelOf(const ParameterStructure& parameter);

// The label of the state or trigger called `name`; `name` itself when the structure has none of that name.
[[nodiscard]] QString stateText(const ChartStructure& structure, const std::string& name);
[[nodiscard]] QString triggerText(const ChartStructure& structure, const std::string& name);

} // namespace signalbox::model
