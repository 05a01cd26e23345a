#pragma once

#include "model/simulation/simulator.h"

namespace signalbox {

// Simulations of SCXML definitions, by engine/scxml/simulation.
class ScxmlSimulator final : public model::Simulator {
public:
    [[nodiscard]] Result<std::unique_ptr<model::SimulatedWorkflow>> open(const DefinitionSource& source) const override;
};

} // namespace signalbox
