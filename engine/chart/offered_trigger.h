#pragma once

#include "engine/chart/structure.h"

namespace signalbox {

// Whether operators are offered the trigger. In the stateless profile each one is. In SCXML events of all kinds have
// names: left out are "*", what the interpreter raises (error.*, done.*), and what the definition raises or sends
// itself, such as a reminder, unless it declares a signature for it. What is not offered can be fired by its name all
// the same. Thread-safety: any thread.
[[nodiscard]] bool isOffered(const ChartStructure& structure, TriggerIndex trigger);

} // namespace signalbox
