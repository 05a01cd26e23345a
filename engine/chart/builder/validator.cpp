#include "engine/chart/builder/validator.h"

#include "engine/chart/arguments.h"
#include "engine/chart/json_pointer.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>
#include <utility>

namespace signalbox {
namespace {

using State = ChartDraft::State;
using Transition = ChartDraft::Transition;

// One rule per function, each adding what it finds.
class ErrorFinder {
public:
    explicit ErrorFinder(const ChartDraft& draft) : m_draft(draft) {}

    std::vector<Diagnostic> find() {
        checkHead();
        for (const State& state : m_draft.states) {
            checkParents(state);
            checkInitial(state);
            checkFinal(state);
            checkTimeouts(state);
            checkStateCode(state);
        }
        for (const Transition& transition : m_draft.transitions) {
            checkTarget(transition);
            checkTransitionCode(transition);
        }
        for (const TriggerStructure& trigger : m_draft.triggers)
            checkParameters(trigger);
        for (const TriggerIndex trigger : m_draft.redefined)
            add(DiagnosticCode::ParametersRedefined, m_draft.triggers[trigger.value()].name,
                "its parameters are given twice: give them once");
        return std::move(m_found);
    }

private:
    void add(DiagnosticCode code, std::string subject, std::string message) {
        m_found.push_back({Severity::Error, code, std::move(subject), std::move(message)});
    }

    const State* named(std::string_view name) const {
        const auto found =
            std::ranges::find_if(m_draft.states, [&](const State& s) { return s.structure.name == name; });
        return found == m_draft.states.end() ? nullptr : &*found;
    }

    void requireState(const std::string& name, const std::string& subject, std::string_view role) {
        if (named(name) == nullptr)
            add(DiagnosticCode::UnknownState, subject,
                fmt::format("its {} '{}' is not declared: configure it with state()", role, name));
    }

    std::string describe(const Transition& transition) const {
        const std::string& source = m_draft.states[transition.structure.source.value()].structure.name;
        const std::string& trigger = m_draft.triggers[transition.structure.triggers.front().value()].name;
        const std::string fallback = transition.structure.isDynamic ? "?" : source;
        return fmt::format("{} --{}--> {}", source, trigger, transition.target.value_or(fallback));
    }

    void checkHead();
    void checkParents(const State& state);
    void checkInitial(const State& state);
    void checkFinal(const State& state);
    void checkTimeouts(const State& state);
    void checkStateCode(const State& state);
    void checkTarget(const Transition& transition);
    void checkTransitionCode(const Transition& transition);
    void checkParameters(const TriggerStructure& trigger);
    void checkParameter(const TriggerStructure& trigger, const ParameterStructure& parameter);

    template <typename Item>
    void checkItems(const std::vector<Item>& items, const std::string& subject) {
        for (const Item& item : items)
            if (!item.code)
                add(DiagnosticCode::MissingCode, subject, fmt::format("'{}' has no code", item.description));
    }

    const ChartDraft& m_draft;
    std::vector<Diagnostic> m_found;
};

void ErrorFinder::checkHead() {
    if (m_draft.name.empty()) add(DiagnosticCode::EmptyName, "definition", "it has no name");
    if (m_draft.states.empty())
        add(DiagnosticCode::NoStates, m_draft.name, "it has no state");
    else
        requireState(m_draft.initial, m_draft.name, "initial state");
    for (const State& state : m_draft.states)
        if (state.structure.name.empty()) add(DiagnosticCode::EmptyName, m_draft.name, "a state has no name");
    for (const TriggerStructure& trigger : m_draft.triggers)
        if (trigger.name.empty()) add(DiagnosticCode::EmptyName, m_draft.name, "a trigger has no name");
    if (!isJsonPointer(m_draft.assigneeLocation))
        add(DiagnosticCode::BadAssigneeLocation, m_draft.assigneeLocation,
            "it is no JSON pointer: write it like \"/assignee\"");
}

void ErrorFinder::checkParents(const State& state) {
    const std::string& name = state.structure.name;
    for (const std::string& parent : state.parents)
        requireState(parent, name, "superstate");
    for (const std::string& parent : state.parents)
        if (parent != state.parents.front())
            add(DiagnosticCode::SecondParent, name,
                fmt::format("it cannot be a substate of both '{}' and '{}'", state.parents.front(), parent));
    std::set<std::string> seen;
    for (const State* at = &state; at != nullptr && !at->parents.empty(); at = named(at->parents.front())) {
        if (!seen.insert(at->structure.name).second) return; // a cycle further up, which is reported there
        if (at->parents.front() != name) continue;
        return add(DiagnosticCode::ParentCycle, name, "it is a substate of itself");
    }
}

void ErrorFinder::checkInitial(const State& state) {
    const std::string& name = state.structure.name;
    if (state.initials.size() > 1)
        add(DiagnosticCode::InitialSecond, name,
            fmt::format("it has two initial states, '{}' and '{}': keep one", state.initials[0], state.initials[1]));
    for (const std::string& initial : state.initials) {
        const State* const child = named(initial);
        if (initial == name)
            add(DiagnosticCode::InitialSelf, name, "it cannot be its own initial state: name a substate");
        else if (child == nullptr)
            requireState(initial, name, "initial state");
        else if (child->parents.empty() || child->parents.front() != name)
            add(DiagnosticCode::InitialNotChild, name,
                fmt::format("its initial state '{}' must be a direct substate of it", initial));
    }
}

void ErrorFinder::checkFinal(const State& state) {
    if (state.structure.kind != StateKind::Final) return;
    const std::string& name = state.structure.name;
    for (const State& other : m_draft.states)
        if (std::ranges::find(other.parents, name) != other.parents.end())
            add(DiagnosticCode::FinalNotLast, name,
                fmt::format("a final state cannot have the substate '{}'", other.structure.name));
    for (const Transition& transition : m_draft.transitions)
        if (m_draft.states[transition.structure.source.value()].structure.name == name)
            add(DiagnosticCode::FinalNotLast, describe(transition), "a final state cannot have transitions");
    if (!state.structure.timeouts.empty())
        add(DiagnosticCode::FinalNotLast, name, "a final state cannot have timeouts");
}

void ErrorFinder::checkTimeouts(const State& state) {
    for (const TimeoutStructure& timeout : state.structure.timeouts) {
        const TriggerStructure& trigger = m_draft.triggers[timeout.trigger.value()];
        if (timeout.delay <= Duration::zero())
            add(DiagnosticCode::BadTimeout, state.structure.name,
                fmt::format("the delay before '{}' must be positive", trigger.name));
        if (std::ranges::any_of(trigger.parameters, &ParameterStructure::required))
            add(DiagnosticCode::BadTimeout, state.structure.name,
                fmt::format("a timeout has no arguments, which '{}' requires", trigger.name));
    }
}

void ErrorFinder::checkStateCode(const State& state) {
    const std::string& name = state.structure.name;
    checkItems(state.code.entries, name);
    checkItems(state.code.exits, name);
    checkItems(state.code.activations, name);
    checkItems(state.code.deactivations, name);
}

void ErrorFinder::checkTarget(const Transition& transition) {
    const std::string subject = describe(transition);
    if (transition.target) requireState(*transition.target, subject, "target");
    for (const ChartDraft::Candidate& candidate : transition.candidates)
        requireState(candidate.state, subject, "candidate");
    const std::string& source = m_draft.states[transition.structure.source.value()].structure.name;
    if (transition.structure.scope == TransitionScope::Local && transition.target == source)
        add(DiagnosticCode::SelfTransition, subject,
            "its target is its own state: use ignore() to drop the trigger, or permitReentry() to leave and enter");
}

void ErrorFinder::checkTransitionCode(const Transition& transition) {
    const std::string subject = describe(transition);
    for (const Guard& guard : transition.code.guards)
        if (guard.usesArguments ? !guard.code : !guard.dataCode)
            add(DiagnosticCode::MissingCode, subject, fmt::format("guard '{}' has no code", guard.description));
    if (transition.structure.isDynamic && !transition.code.selector)
        add(DiagnosticCode::MissingCode, subject, "its selector has no code");
    checkItems(transition.code.actions, subject);
}

void ErrorFinder::checkParameters(const TriggerStructure& trigger) {
    std::set<std::string> names;
    bool isOptionalSeen = false;
    for (const ParameterStructure& parameter : trigger.parameters) {
        if (parameter.name.empty()) add(DiagnosticCode::EmptyName, trigger.name, "a parameter has no name");
        if (!names.insert(parameter.name).second)
            add(DiagnosticCode::DuplicateParameter, trigger.name,
                fmt::format("two parameters are named '{}'", parameter.name));
        if (parameter.required && isOptionalSeen)
            add(DiagnosticCode::RequiredAfterOptional, trigger.name,
                fmt::format("the required parameter '{}' must stand before the optional ones", parameter.name));
        isOptionalSeen = isOptionalSeen || !parameter.required;
        checkParameter(trigger, parameter);
    }
}

void ErrorFinder::checkParameter(const TriggerStructure& trigger, const ParameterStructure& parameter) {
    std::vector<Json> values = parameter.choices;
    if (parameter.defaultValue) values.push_back(*parameter.defaultValue);
    const bool isDefaultChoice =
        !parameter.defaultValue || parameter.defaultValue->is_null() || parameter.choices.empty() ||
        std::ranges::find(parameter.choices, *parameter.defaultValue) != parameter.choices.end();
    if (!isDefaultChoice || !std::ranges::all_of(values, [&](const Json& v) { return fits(v, parameter.type); }))
        add(DiagnosticCode::BadDefault, trigger.name,
            fmt::format("the default or a choice of '{}' does not fit its own type or choices", parameter.name));
    try {
        [[maybe_unused]] const std::regex compiled(parameter.pattern, std::regex::ECMAScript);
    } catch (const std::regex_error& error) {
        add(DiagnosticCode::BadPattern, trigger.name,
            fmt::format("the pattern of '{}' is no regular expression: {}", parameter.name, error.what()));
    }
}

} // namespace

std::vector<Diagnostic> findErrors(const ChartDraft& draft) {
    return ErrorFinder(draft).find();
}

} // namespace signalbox
