#pragma once

#include "engine/chart/structure.h"
#include "engine/scxml/writer/element_writer.h"

#include <string>

namespace signalbox::scxml {

// <sb:trigger> with its parameters.
void writeTrigger(ElementWriter& xml, const TriggerStructure& trigger);

// A value as an attribute has it: a text as it stands, anything else as JSON.
[[nodiscard]] std::string valueText(const Json& value);

} // namespace signalbox::scxml
