#include "model/definition/display_name.h"

#include "model/graph/graph_edges.h"

namespace signalbox::model {

QString labelOf(const ParameterStructure& parameter) {
    return QString::fromStdString(parameter.label.empty() ? parameter.name : parameter.label);
}

QString stateText(const ChartStructure& structure, const std::string& name) {
    const std::optional<StateIndex> state = findState(structure, name);
    return state ? labelOf(structure.states[state->value()]) : QString::fromStdString(name);
}

QString triggerText(const ChartStructure& structure, const std::string& name) {
    const std::optional<TriggerIndex> trigger = findTrigger(structure, name);
    return trigger ? labelOf(structure.triggers[trigger->value()]) : QString::fromStdString(name);
}

} // namespace signalbox::model
