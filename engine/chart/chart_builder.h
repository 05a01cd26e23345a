#pragma once

#include "engine/chart/builder/chart_build.h"
#include "engine/chart/builder/chart_draft.h"
#include "engine/chart/builder/state_builder.h"

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

// A parameter of the ValueType that goes with `Value`; `Json` takes any value.
template <typename Value>
[[nodiscard]] ParameterStructure parameter(std::string name, bool required = true) {
    ParameterStructure result;
    result.name = std::move(name);
    result.required = required;
    if constexpr (std::same_as<Value, bool>)
        result.type = ValueType::Boolean;
    else if constexpr (std::integral<Value>)
        result.type = ValueType::Integer;
    else if constexpr (std::floating_point<Value>)
        result.type = ValueType::Number;
    else if constexpr (std::convertible_to<Value, std::string_view>)
        result.type = ValueType::String;
    else
        static_assert(std::same_as<Value, Json>, "set the type of other parameters by hand");
    return result;
}

// Configures one trigger.
class TriggerBuilder {
public:
    TriggerBuilder(ChartDraft& draft, TriggerIndex trigger) : m_draft(draft), m_trigger(trigger) {}

    TriggerBuilder& label(std::string text) {
        m_draft.triggers[m_trigger.value()].label = std::move(text);
        return *this;
    }
    // Gives the trigger a signature, once. An empty one refuses all arguments.
    TriggerBuilder& parameters(std::vector<ParameterStructure> parameters) {
        TriggerStructure& trigger = m_draft.triggers[m_trigger.value()];
        if (trigger.hasSignature) m_draft.redefined.push_back(m_trigger);
        trigger.hasSignature = true;
        trigger.parameters = std::move(parameters);
        return *this;
    }

private:
    ChartDraft& m_draft;
    TriggerIndex m_trigger;
};

// Writes a definition, state by state:
//
//     ChartBuilder<Stage, Signal> chart("order", Stage::New);
//     chart.trigger(Signal::Pay).parameters({parameter<double>("amount")});
//     chart.state(Stage::New).permitIf(Signal::Pay, Stage::Paid, when("the amount is due", isDue));
//     chart.state(Stage::Paid).final();
//     BuildResult result = chart.build();
//
// States and triggers stand in the chart in the order in which they are first declared; a trigger is declared by being
// used, a state by state() alone.
// Lifetime: the builders that state() and trigger() return end with this one.
template <typename State = std::string, typename Trigger = std::string>
class ChartBuilder {
public:
    ChartBuilder(std::string name, const State& initial, std::uint32_t version = 1) {
        m_draft.name = std::move(name);
        m_draft.initial = keyName(initial);
        m_draft.version = version;
    }

    ChartBuilder& title(std::string text) {
        m_draft.title = std::move(text);
        return *this;
    }
    ChartBuilder& cancelTrigger(const Trigger& trigger) {
        m_draft.cancelTrigger = m_draft.ensureTrigger(keyName(trigger));
        return *this;
    }
    // A JSON pointer into the data: "/assignee".
    ChartBuilder& assigneeLocation(std::string pointer) {
        m_draft.assigneeLocation = std::move(pointer);
        return *this;
    }
    StateBuilder<State, Trigger> state(const State& state) { return {m_draft, m_draft.ensureState(keyName(state))}; }
    TriggerBuilder trigger(const Trigger& trigger) { return {m_draft, m_draft.ensureTrigger(keyName(trigger))}; }

    [[nodiscard]] BuildResult build() const { return signalbox::build(m_draft); }

private:
    ChartDraft m_draft;
};

} // namespace signalbox
