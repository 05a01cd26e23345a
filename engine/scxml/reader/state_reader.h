#pragma once

#include "engine/scxml/reader/read_chart.h"

namespace signalbox::scxml {

// Reads the states of an <scxml> element with all that they hold, in document order, and makes ids for those without.
void readStates(Reading& reading, const Element& root, ReadChart& chart);

} // namespace signalbox::scxml
