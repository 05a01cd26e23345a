#include "engine/chart/offered_trigger.h"

#include "engine/chart/event_names.h"

namespace signalbox {

bool isOffered(const ChartStructure& structure, TriggerIndex trigger) {
    if (structure.profile != Profile::Scxml) return true;
    const TriggerStructure& asked = structure.triggers[trigger.value()];
    return !asked.isOwn && asked.name != "*" && !isPlatformName(asked.name);
}

} // namespace signalbox
