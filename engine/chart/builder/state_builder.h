#pragma once

#include "engine/chart/builder/chart_draft.h"
#include "engine/chart/code.h"

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace signalbox {

// A state or trigger of a definition: an enum whose `std::string_view name(E)` is found beside it, or a string.
template <typename Key>
[[nodiscard]] std::string keyName(const Key& key) {
    if constexpr (std::is_enum_v<Key>)
        return std::string(name(key));
    else
        return std::string(key);
}

// How a dynamic transition finds its target. The candidates are for graphs and are not enforced.
template <typename State>
struct DynamicTarget {
    std::string description;
    std::function<State(const GuardContext&)> code;
    struct Candidate {
        State state;
        std::string criterion;
    };
    std::vector<Candidate> candidates = {};
};

// Configures one state; every verb returns the builder itself. Verbs append: nothing replaces what was said before,
// and contradictions are reported by ChartBuilder::build().
template <typename State, typename Trigger>
class StateBuilder {
public:
    StateBuilder(ChartDraft& draft, StateIndex state) : m_draft(draft), m_state(state) {}

    StateBuilder& label(std::string text) {
        return with([&](auto& row) { row.structure.label = std::move(text); });
    }
    StateBuilder& substateOf(const State& parent) {
        return with([&](auto& row) { row.parents.push_back(keyName(parent)); });
    }
    // The direct substate to go on to when this state is where a transition lands. Without one it is rested in.
    StateBuilder& initial(const State& child) {
        return with([&](auto& row) { row.initials.push_back(keyName(child)); });
    }
    // A workflow that rests here has ended: no trigger is permitted, not even an ancestor's.
    StateBuilder& final() {
        return with([](auto& row) { row.structure.kind = StateKind::Final; });
    }
    // Fires `trigger` once the state has been active for `delay`; leaving it takes that back.
    StateBuilder& after(Duration delay, const Trigger& trigger) {
        const TimeoutStructure timeout{.delay = delay, .trigger = index(trigger)};
        return with([&](auto& row) { row.structure.timeouts.push_back(timeout); });
    }

    // Actions run in order of declaration.
    StateBuilder& onEntry(std::string description, std::function<void(ActionContext&)> code) {
        return addEntry({.description = description, .fromTrigger = std::nullopt}, std::move(code));
    }
    StateBuilder& onEntryFrom(const Trigger& trigger, std::string description,
                              std::function<void(ActionContext&)> code) {
        return addEntry({.description = description, .fromTrigger = index(trigger)}, std::move(code));
    }
    StateBuilder& onExit(std::string description, std::function<void(ActionContext&)> code) {
        return with([&](auto& row) { row.code.exits.push_back({std::move(description), std::move(code)}); });
    }
    StateBuilder& onActivate(std::string description, std::function<void(HookContext&)> code) {
        return with([&](auto& row) { row.code.activations.push_back({std::move(description), std::move(code)}); });
    }
    StateBuilder& onDeactivate(std::string description, std::function<void(HookContext&)> code) {
        return with([&](auto& row) { row.code.deactivations.push_back({std::move(description), std::move(code)}); });
    }
    StateBuilder& onEntry(std::function<void(ActionContext&)> code) {
        return onEntry(std::string(kUnnamedAction), std::move(code));
    }
    StateBuilder& onEntryFrom(const Trigger& trigger, std::function<void(ActionContext&)> code) {
        return onEntryFrom(trigger, std::string(kUnnamedAction), std::move(code));
    }
    StateBuilder& onExit(std::function<void(ActionContext&)> code) {
        return onExit(std::string(kUnnamedAction), std::move(code));
    }
    StateBuilder& onActivate(std::function<void(HookContext&)> code) {
        return onActivate(std::string(kUnnamedAction), std::move(code));
    }
    StateBuilder& onDeactivate(std::function<void(HookContext&)> code) {
        return onDeactivate(std::string(kUnnamedAction), std::move(code));
    }

    // Transitions. All guards of one must hold; with two open at one level the event is Ambiguous.
    StateBuilder& permit(const Trigger& trigger, const State& target) { return permitIf(trigger, target); }
    template <std::same_as<Guard>... Guards>
    StateBuilder& permitIf(const Trigger& trigger, const State& target, Guards... guards) {
        auto transition = make(trigger, TransitionScope::Local, std::move(guards)...);
        transition.target = keyName(target);
        return add(std::move(transition));
    }
    StateBuilder& permitReentry(const Trigger& trigger) { return permitReentryIf(trigger); }
    template <std::same_as<Guard>... Guards>
    StateBuilder& permitReentryIf(const Trigger& trigger, Guards... guards) {
        auto transition = make(trigger, TransitionScope::Reenter, std::move(guards)...);
        transition.target = m_draft.states[m_state.value()].structure.name;
        return add(std::move(transition));
    }
    StateBuilder& permitDynamic(const Trigger& trigger, DynamicTarget<State> target) {
        return permitDynamicIf(trigger, std::move(target));
    }
    template <std::same_as<Guard>... Guards>
    StateBuilder& permitDynamicIf(const Trigger& trigger, DynamicTarget<State> target, Guards... guards) {
        auto transition = make(trigger, TransitionScope::Local, std::move(guards)...);
        transition.structure.isDynamic = true;
        transition.structure.selector = std::move(target.description);
        for (auto& candidate : target.candidates)
            transition.candidates.push_back({keyName(candidate.state), std::move(candidate.criterion)});
        if (target.code)
            transition.code.selector = [code = std::move(target.code)](const GuardContext& context) {
                return keyName(code(context));
            };
        return add(std::move(transition));
    }
    // Accepts the trigger and drops it; an ancestor's transitions for it are masked.
    StateBuilder& ignore(const Trigger& trigger) { return ignoreIf(trigger); }
    template <std::same_as<Guard>... Guards>
    StateBuilder& ignoreIf(const Trigger& trigger, Guards... guards) {
        return add(make(trigger, TransitionScope::Ignored, std::move(guards)...));
    }
    // Runs an action and leaves no state.
    StateBuilder& internal(const Trigger& trigger, std::string description, std::function<void(ActionContext&)> code) {
        return internalIf(trigger, Action{std::move(description), std::move(code)});
    }
    StateBuilder& internal(const Trigger& trigger, std::function<void(ActionContext&)> code) {
        return internal(trigger, std::string(kUnnamedAction), std::move(code));
    }
    template <std::same_as<Guard>... Guards>
    StateBuilder& internalIf(const Trigger& trigger, Action action, Guards... guards) {
        auto transition = make(trigger, TransitionScope::Targetless, std::move(guards)...);
        transition.code.actions.push_back(std::move(action));
        return add(std::move(transition));
    }

private:
    TriggerIndex index(const Trigger& trigger) { return m_draft.ensureTrigger(keyName(trigger)); }

    template <typename Change>
    StateBuilder& with(Change change) {
        change(m_draft.states[m_state.value()]);
        return *this;
    }
    StateBuilder& addEntry(ActionStructure entry, std::function<void(ActionContext&)> code) {
        return with([&](auto& row) {
            row.code.entries.push_back({entry.description, std::move(code)});
            row.structure.entries.push_back(std::move(entry));
        });
    }
    template <typename... Guards>
    ChartDraft::Transition make(const Trigger& trigger, TransitionScope scope, Guards... guards) {
        ChartDraft::Transition transition;
        transition.structure.source = m_state;
        transition.structure.triggers = {index(trigger)};
        transition.structure.scope = scope;
        (transition.code.guards.push_back(std::move(guards)), ...);
        return transition;
    }
    StateBuilder& add(ChartDraft::Transition transition) {
        m_draft.transitions.push_back(std::move(transition));
        return *this;
    }

    ChartDraft& m_draft;
    StateIndex m_state;
};

} // namespace signalbox
