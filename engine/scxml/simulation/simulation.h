#pragma once

#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/chart/chart.h"
#include "engine/chart/snapshot.h"
#include "engine/chart/step_result.h"
#include "engine/scxml/simulation/child_charts.h"
#include "engine/scxml/simulation/pending_events.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::scxml {

// How a simulated workflow stands.
enum class SimulationStatus : std::uint8_t {
    Running,
    Final,   // a top-level final state was reached
    Faulted, // a turn passed one of its bounds
};
[[nodiscard]] std::string_view name(SimulationStatus status);

// What one call led to: the outcome of the event's own turn; the log and the effects of all turns that ran.
struct SimulatedTurn {
    Outcome outcome = Outcome::Transitioned;
    std::vector<std::string> log;
    std::vector<EffectRequest> effects; // none of them leaves
    std::string failure;                // of the last turn that failed: what and where

    bool operator==(const SimulatedTurn&) const = default;
};

struct SimulationOptions {
    ChildCharts children = ChildCharts();
    Time start{std::chrono::seconds{1'700'000'000}};
    // Drops each workflow after each turn and rebuilds it from its snapshot's text, as if it had idled.
    bool evicts = false;
};

// Runs a workflow, and the children it invokes, in memory on a clock of its own: nothing is stored, no effect leaves,
// no time passes. The turns are an engine's: an event that was sent arrives in a turn of its own, by due time and in
// the order of sending.  Not thread-safe.
class Simulation : private WorkflowDirectory {
public:
    explicit Simulation(ChartPtr chart, SimulationOptions options = {});

    // Creates the workflow, and runs all that is due at once. Requires: called first, once.
    SimulatedTurn start(Json data = Json::object());
    // An external event, and all that is due at once after it. One that has ended or is faulted rejects it.
    SimulatedTurn fire(std::string_view event, std::optional<Json> data = std::nullopt);
    // Lets the clock go on by `by`, with all that gets due meanwhile, each at its time.
    SimulatedTurn advance(Duration by);
    // Lets the clock go on until nothing is pending or the workflow has ended, at most by `atMost`.
    SimulatedTurn runOut(Duration atMost);

    [[nodiscard]] SimulationStatus status() const;
    [[nodiscard]] const ChartStructure& structure() const { return main().chart->structure(); }
    [[nodiscard]] const Snapshot& snapshot() const { return main().snapshot; }
    [[nodiscard]] Time now() const { return m_now; }
    // What was sent and has not arrived, in the order in which it will: of children, too.
    [[nodiscard]] std::vector<PendingEvent> pending() const { return m_pending.all(); }
    [[nodiscard]] Duration elapsed() const { return m_now - m_options.start; }

private:
    struct Workflow {
        ChartPtr chart;
        Snapshot snapshot;
        bool isFaulted = false;
    };

    [[nodiscard]] bool canReceive(std::string_view workflowId) const override;
    [[nodiscard]] TurnContext contextOf(std::string_view id) const;
    [[nodiscard]] const Workflow& main() const;
    [[nodiscard]] bool isEnded(const Workflow& workflow) const;
    // Runs what is due, up to and at `end`; the clock stands at the last of it.
    void runUntil(Time end);
    void deliver(PendingEvent pending);
    void receive(const std::string& id, const Event& event);
    void apply(const std::string& id, Step step);
    void startChild(const std::string& parent, const InvokeRequest& request);
    void endChild(const std::string& child);
    void reportError(const std::string& id, MachineEvent error, const std::string& reason);
    [[nodiscard]] std::string addressee(const std::string& sender, std::string_view target) const;
    [[nodiscard]] SimulatedTurn takeTurn();

    SimulationOptions m_options;
    Time m_now;
    std::map<std::string, Workflow, std::less<>> m_workflows;
    PendingEvents m_pending;
    SimulatedTurn m_turn; // what was gathered since the last answer
};

} // namespace signalbox::scxml
