#pragma once

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/workflow_values.h"

#include <memory>
#include <string>
#include <vector>

namespace signalbox::model {

// An event on its way, and when it arrives.
struct SimulatedTimer {
    std::string event;
    Duration in{};      // from now
    std::string sender; // empty: the simulated workflow itself; else one of its children
    bool operator==(const SimulatedTimer&) const = default;
};

// How a simulated workflow stands after a call, in the values in which a store tells of a real one.
struct SimulatedMoment {
    Workflow workflow;
    Explanation explanation;
    std::vector<SimulatedTimer> timers;      // in the order in which they arrive
    Time now{};                              // on the simulation's own clock
    Duration elapsed{};                      // since it was started
    Outcome outcome = Outcome::Transitioned; // of the call
    std::vector<std::string> log;            // of the call, with the effects that did not leave
    std::string failure;                     // what and where; empty: none
};

// A workflow that runs in memory, on a clock of its own: nothing is stored, no effect leaves. One thread at a time; a
// call may take as long as the definition's scripts.
class SimulatedWorkflow {
public:
    virtual ~SimulatedWorkflow() = default;

    [[nodiscard]] virtual const ChartStructure& structure() const = 0;
    // Called first, once.
    [[nodiscard]] virtual SimulatedMoment start() = 0;
    // `arguments`: an object by parameter name, or null for none.
    [[nodiscard]] virtual SimulatedMoment fire(const std::string& trigger, const Json& arguments) = 0;
    // Lets the clock go on, with all that gets due meanwhile.
    [[nodiscard]] virtual SimulatedMoment advance(Duration by) = 0;
};

// Makes simulations of definitions as their authors wrote them; the program hands it in.
class Simulator {
public:
    virtual ~Simulator() = default;

    // Errors: InvalidDefinition when the text has errors.  Thread-safety: any thread.
    [[nodiscard]] virtual Result<std::unique_ptr<SimulatedWorkflow>> open(const DefinitionSource& source) const = 0;
};

} // namespace signalbox::model
