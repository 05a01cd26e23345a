#include "tests/support/fake_definitions.h"

namespace signalbox::tests {

namespace {

StateStructure state(std::string name, StateKind kind, std::optional<StateIndex> parent = {}) {
    StateStructure made;
    made.name = std::move(name);
    made.kind = kind;
    made.parent = parent;
    return made;
}

TriggerStructure trigger(std::string name) {
    TriggerStructure made;
    made.name = std::move(name);
    made.hasSignature = true;
    return made;
}

TransitionStructure transition(std::uint32_t source, std::uint32_t trigger, std::uint32_t target) {
    TransitionStructure made;
    made.source = StateIndex{source};
    made.triggers = {TriggerIndex{trigger}};
    made.targets = {StateIndex{target}};
    made.scope = source == target ? TransitionScope::Reenter : TransitionScope::Local;
    return made;
}

Definition definition(ChartStructure structure) {
    Definition made;
    made.hash = structure.name + "-" + std::to_string(structure.version);
    made.structure = std::move(structure);
    made.isRunnable = true;
    return made;
}

} // namespace

Definition bugDefinition(std::uint32_t version) {
    ChartStructure bug;
    bug.name = "bug";
    bug.version = version;
    bug.assigneeLocation = "/assignee";
    bug.states = {state("Open", StateKind::Compound), state("Assigned", StateKind::Atomic, StateIndex{0}),
                  state("Deferred", StateKind::Atomic), state("Resolved", StateKind::Atomic),
                  state("Closed", StateKind::Final)};
    bug.triggers = {trigger("Assign"), trigger("Defer"), trigger("Resolve"), trigger("Close")};
    ParameterStructure assignee;
    assignee.name = "assignee";
    assignee.type = ValueType::String;
    bug.triggers[0].parameters = {assignee};
    bug.transitions = {transition(0, 0, 1), transition(1, 0, 1), transition(1, 3, 4), transition(1, 1, 2),
                       transition(2, 0, 1)};
    bug.cancelTrigger = TriggerIndex{3};
    return definition(std::move(bug));
}

Definition chainDefinition(std::string name, std::initializer_list<const char*> states) {
    ChartStructure chain;
    chain.name = std::move(name);
    chain.triggers = {trigger("Next")};
    for (const char* each : states) {
        const bool isLast = chain.states.size() + 1 == states.size();
        chain.states.push_back(state(each, isLast ? StateKind::Final : StateKind::Atomic));
    }
    for (std::uint32_t i = 0; i + 1 < chain.states.size(); ++i)
        chain.transitions.push_back(transition(i, 0, i + 1));
    return definition(std::move(chain));
}

} // namespace signalbox::tests
