#include "engine/chart/builder/statechart_structure.h"

#include "engine/chart/builder/content_text.h"
#include "engine/chart/builder/own_events.h"
#include "engine/chart/event_names.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace signalbox {
namespace {

using Kind = StatechartDraft::Kind;

class StructureMaker {
public:
    explicit StructureMaker(const StatechartDraft& draft) : m_draft(draft) {
        for (std::uint32_t i = 0; i < draft.states.size(); ++i)
            m_states.emplace(draft.states[i].id, StateIndex{i});
    }
    [[nodiscard]] ChartStructure make();

private:
    [[nodiscard]] StateIndex stateNamed(const std::string& id) const { return m_states.find(id)->second; }
    [[nodiscard]] TriggerIndex ensureTrigger(std::string_view name);
    void markOwn();
    [[nodiscard]] StateStructure state(std::uint32_t index) const;
    [[nodiscard]] StateKind kindOf(std::uint32_t index) const;
    [[nodiscard]] std::optional<StateIndex> initialChild(std::uint32_t index) const;
    [[nodiscard]] StateIndex initialState() const;
    [[nodiscard]] TransitionStructure transition(const StatechartDraft::Transition& transition);

    const StatechartDraft& m_draft;
    std::unordered_map<std::string, StateIndex> m_states;
    std::unordered_map<std::string, TriggerIndex> m_triggers;
    ChartStructure m_structure;
};

bool isHistory(Kind kind) {
    return kind == Kind::ShallowHistory || kind == Kind::DeepHistory;
}

void addDescriptions(std::vector<ActionStructure>& actions, const Block& block) {
    for (const Content& content : block)
        actions.push_back({.description = describe(content), .fromTrigger = std::nullopt});
}

std::vector<ActionStructure> described(const std::vector<Block>& blocks) {
    std::vector<ActionStructure> result;
    for (const Block& block : blocks)
        addDescriptions(result, block);
    return result;
}

ChartStructure StructureMaker::make() {
    m_structure.profile = Profile::Scxml;
    m_structure.name = m_draft.name;
    m_structure.version = m_draft.version;
    m_structure.title = m_draft.title;
    m_structure.assigneeLocation = m_draft.assigneeLocation;
    m_structure.keyLocation = m_draft.keyLocation;
    m_structure.sourceHash = m_draft.sourceHash;
    m_structure.triggers = m_draft.triggers;
    for (std::uint32_t i = 0; i < m_draft.triggers.size(); ++i)
        m_triggers.emplace(m_draft.triggers[i].name, TriggerIndex{i});
    m_structure.initial = initialState();
    for (std::uint32_t i = 0; i < m_draft.states.size(); ++i)
        m_structure.states.push_back(state(i));
    for (const StatechartDraft::Transition& drafted : m_draft.transitions)
        m_structure.transitions.push_back(transition(drafted));
    if (!m_draft.cancelEvent.empty()) m_structure.cancelTrigger = ensureTrigger(plainDescriptor(m_draft.cancelEvent));
    markOwn();
    return std::move(m_structure);
}

TriggerIndex StructureMaker::ensureTrigger(std::string_view name) {
    const TriggerIndex next{static_cast<std::uint32_t>(m_structure.triggers.size())};
    const auto [found, isNew] = m_triggers.emplace(name, next);
    if (isNew) m_structure.triggers.emplace_back().name = name;
    return found->second;
}

// What has a signature, or cancels, is for others too.
void StructureMaker::markOwn() {
    const OwnEvents own(m_draft);
    for (auto i = m_draft.triggers.size(); i < m_structure.triggers.size(); ++i) {
        const bool cancels = m_structure.cancelTrigger == TriggerIndex{static_cast<std::uint32_t>(i)};
        m_structure.triggers[i].isOwn = !cancels && own.areMeantBy(m_structure.triggers[i].name);
    }
}

StateStructure StructureMaker::state(std::uint32_t index) const {
    const StatechartDraft::State& drafted = m_draft.states[index];
    StateStructure result;
    result.name = drafted.id;
    result.label = drafted.label;
    result.kind = kindOf(index);
    if (drafted.parent) result.parent = StateIndex{*drafted.parent};
    if (result.kind == StateKind::Compound) result.initial = initialChild(index);
    result.entries = described(drafted.entries);
    addDescriptions(result.entries, drafted.initial.block);
    result.exits = described(drafted.exits);
    for (const StatechartDraft::Invoke& invoke : drafted.invokes)
        result.invokes.push_back(describe(invoke));
    result.isTransparent = drafted.isTransparent;
    result.limit = drafted.limit;
    result.isAlert = drafted.isAlert;
    return result;
}

StateKind StructureMaker::kindOf(std::uint32_t index) const {
    switch (m_draft.states[index].kind) {
    case Kind::State:
        return initialChild(index) ? StateKind::Compound : StateKind::Atomic;
    case Kind::Parallel:
        return StateKind::Parallel;
    case Kind::Final:
        return StateKind::Final;
    case Kind::ShallowHistory:
        return StateKind::ShallowHistory;
    case Kind::DeepHistory:
        return StateKind::DeepHistory;
    }
    return StateKind::Atomic;
}

std::optional<StateIndex> StructureMaker::initialChild(std::uint32_t index) const {
    const StatechartDraft::State& drafted = m_draft.states[index];
    if (!drafted.initial.targets.empty()) {
        std::uint32_t child = stateNamed(drafted.initial.targets.front()).value();
        while (m_draft.states[child].parent && *m_draft.states[child].parent != index)
            child = *m_draft.states[child].parent;
        return StateIndex{child};
    }
    for (std::uint32_t i = index + 1; i < m_draft.states.size(); ++i)
        if (m_draft.states[i].parent == index && !isHistory(m_draft.states[i].kind)) return StateIndex{i};
    return std::nullopt;
}

// A history state cannot be rested in: what stands for it is the state that it belongs to.
StateIndex StructureMaker::initialState() const {
    if (!m_draft.initial.targets.empty()) {
        const StateIndex target = stateNamed(m_draft.initial.targets.front());
        const StatechartDraft::State& drafted = m_draft.states[target.value()];
        return isHistory(drafted.kind) && drafted.parent ? StateIndex{*drafted.parent} : target;
    }
    for (std::uint32_t i = 0; i < m_draft.states.size(); ++i)
        if (!m_draft.states[i].parent && !isHistory(m_draft.states[i].kind)) return StateIndex{i};
    return StateIndex{0};
}

TransitionStructure StructureMaker::transition(const StatechartDraft::Transition& drafted) {
    TransitionStructure result;
    result.source = StateIndex{drafted.source};
    result.scope = drafted.targets.empty() ? TransitionScope::Targetless
                   : drafted.isInternal    ? TransitionScope::Internal
                                           : TransitionScope::External;
    for (const std::string& event : drafted.events) {
        const TriggerIndex trigger = ensureTrigger(plainDescriptor(event));
        if (std::ranges::find(result.triggers, trigger) == result.triggers.end()) result.triggers.push_back(trigger);
    }
    for (const std::string& target : drafted.targets)
        result.targets.push_back(stateNamed(target));
    if (drafted.condition) result.guards.push_back(drafted.guard.empty() ? drafted.condition->text : drafted.guard);
    addDescriptions(result.actions, drafted.block);
    return result;
}

} // namespace

ChartStructure structureOf(const StatechartDraft& draft) {
    return StructureMaker(draft).make();
}

} // namespace signalbox
