#pragma once

#include "engine/chart/chart_builder.h"
#include "engine/chart/explain.h"
#include "engine/chart/step.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::test {

// A chart whose states are declared by their hierarchy: "A>B>C D" is D beside A, which contains B, which contains C.
[[nodiscard]] ChartBuilder<> machine(std::string_view hierarchy, std::string initial = "A");

// An action that says what it sees: "B entry: D>C by X".
[[nodiscard]] std::function<void(ActionContext&)> telling(std::string who);

// A guard that always answers the same, and counts how often it is asked.
[[nodiscard]] Guard always(std::string description, int* asked = nullptr);
[[nodiscard]] Guard never(std::string description, int* asked = nullptr);

// One workflow of a chart on its way through a case:
//     given(chart).in("C").fire("X").expectTrace("-C T(C>D) +D C(C>D)").expectState("D");
// Expectations are about the last fire().
class Scenario {
public:
    explicit Scenario(const ChartBuilder<>& builder);

    Scenario& in(std::string_view state);
    Scenario& withData(Json data);
    Scenario& fire(std::string_view trigger, const Json& arguments = nullptr);

    // "-S" left, "+S" entered, "T(S>D)" transitioned, "C(S>D)" completed.
    Scenario& expectTrace(std::string_view trace);
    Scenario& expectState(std::string_view state);
    Scenario& expectOutcome(Outcome outcome);
    Scenario& expectLog(std::vector<std::string> lines);
    // Rejected, for these reasons as "level: description".
    Scenario& expectRejected(std::vector<std::string> unmet = {});
    // A refusal that changed nothing and whose text contains `text`.
    Scenario& expectFailure(Outcome outcome, std::string_view text);
    // The transitions taken, as "from>to".
    Scenario& expectTaken(std::vector<std::string> leaves);
    // What explain() answers for `trigger`, with arguments if given.
    Scenario& expectPermission(std::string_view trigger, Permission permission, const Json& arguments = nullptr);
    Scenario& expectPermitted(std::vector<std::string> triggers);

    [[nodiscard]] const Chart& chart() const { return *m_chart; }
    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] const Step& last() const { return m_step; }
    [[nodiscard]] TriggerExplanation explained(std::string_view trigger, const Json& arguments = nullptr) const;
    [[nodiscard]] TurnContext context() const { return {.now = m_now, .workflowId = "w-1"}; }

private:
    [[nodiscard]] const std::string& nameOf(StateIndex state) const;

    ChartPtr m_chart;
    Time m_now{std::chrono::seconds(1'700'000'000)};
    Snapshot m_snapshot;
    Snapshot m_before;
    Step m_step;
};

[[nodiscard]] inline Scenario given(const ChartBuilder<>& builder) {
    return Scenario(builder);
}

} // namespace signalbox::test
