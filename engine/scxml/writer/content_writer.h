#pragma once

#include "engine/chart/statechart/content.h"
#include "engine/scxml/writer/element_writer.h"

namespace signalbox::scxml {

// Executable content as SCXML elements.
void writeBlock(ElementWriter& xml, const Block& block);

// namelist is an attribute of the element that carries the payload; params and content are its children.
void writeNames(ElementWriter& xml, const Payload& payload);
void writePayload(ElementWriter& xml, const Payload& payload);

} // namespace signalbox::scxml
