#pragma once

#include "engine/chart/structure.h"
#include "engine/scxml/writer/element_writer.h"

namespace signalbox::scxml {

// <sb:trigger> with its parameters.
void writeTrigger(ElementWriter& xml, const TriggerStructure& trigger);

} // namespace signalbox::scxml
