#pragma once

#include "engine/chart/structure.h"
#include "engine/scxml/reader/reading.h"

namespace signalbox::scxml {

// Reads an <sb:trigger>: an event that people fire, with the parameters that a form asks for.
[[nodiscard]] TriggerStructure readTrigger(Reading& reading, const Element& element);

} // namespace signalbox::scxml
