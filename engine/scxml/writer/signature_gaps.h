#pragma once

#include "engine/chart/structure.h"
#include "engine/scxml/writer/chart_export.h"

#include <vector>

namespace signalbox::scxml {

// The trigger as far as <sb:trigger> can say it: attributes hold no list of texts with blanks in them, for example.
// What is taken off is added to `gaps`.
[[nodiscard]] TriggerStructure writable(TriggerStructure trigger, std::vector<ExportGap>& gaps);

} // namespace signalbox::scxml
