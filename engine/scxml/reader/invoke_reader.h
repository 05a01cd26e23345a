#pragma once

#include "engine/chart/statechart/statechart_draft.h"
#include "engine/scxml/reader/reading.h"

namespace signalbox::scxml {

// Reads an <invoke>, and checks the document that it holds.
[[nodiscard]] StatechartDraft::Invoke readInvoke(Reading& reading, const Element& element);

} // namespace signalbox::scxml
