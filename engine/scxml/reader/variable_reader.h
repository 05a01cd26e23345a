#pragma once

#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/reader/reading.h"

#include <vector>

namespace signalbox::scxml {

// The variables of the <datamodel> that a state or the document has; none without one.
[[nodiscard]] std::vector<StatechartDraft::Variable> readVariables(Reading& reading, const Element& owner);

} // namespace signalbox::scxml
