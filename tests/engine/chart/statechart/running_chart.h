#pragma once

#include "engine/chart/chart.h"
#include "engine/chart/step.h"

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::test {

// A workflow of the `scxml` profile under test. Every turn runs on a snapshot that is a deep copy, as one that idled in
// between is. Events to itself arrive when fire() or advance() lets them.
class RunningChart {
public:
    explicit RunningChart(ChartPtr chart) : m_chart(std::move(chart)) {}

    const Step& start(Json data = nullptr, const Invoker& invoker = {});
    const Step& fire(std::string_view event, const Json& data = nullptr);
    const Step& receive(MachineEvent event, std::string timer = {});
    const Step& end();
    // Lets time go on, and then delivers what is due, by due time and in order of sending.
    void advance(Duration by = Duration::zero());

    // The deepest active states, separated by spaces.
    [[nodiscard]] std::string states() const;
    // All log lines so far, separated by ", "; and forgets them.
    std::string takeLog();
    [[nodiscard]] const Step& step() const { return m_step; }
    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] const Chart& chart() const { return *m_chart; }
    [[nodiscard]] TurnContext context() const { return {.now = m_now, .workflowId = "w1"}; }
    [[nodiscard]] const std::vector<TimerRequest>& timers() const { return m_timers; }

private:
    const Step& keep(Step step);

    ChartPtr m_chart;
    Snapshot m_snapshot;
    Step m_step;
    Time m_now{std::chrono::seconds{1'700'000'000}};
    std::vector<TimerRequest> m_timers; // of events to itself
    std::vector<std::string> m_log;
};

} // namespace signalbox::test
