#include "engine/chart/builder/statechart_build.h"

#include "engine/chart/builder/script_numbers.h"
#include "engine/chart/builder/statechart_structure.h"
#include "engine/chart/program.h"
#include "engine/chart/statechart/statechart.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace signalbox {
namespace {

// Makes the run-time form of a draft, whose parts it takes, by its structure.
class StatechartMaker {
public:
    StatechartMaker(StatechartDraft& draft, const ChartStructure& structure, ScriptCompiler* compiler)
        : m_draft(draft)
        , m_structure(structure)
        , m_numbers(*m_chart, compiler) {}
    [[nodiscard]] std::unique_ptr<Statechart> make();

private:
    using Initial = Statechart::Initial;

    void addState(std::uint32_t index);
    void linkStates();
    void addTransition(std::uint32_t index);
    void sortTransitions();
    [[nodiscard]] std::uint32_t safeTarget(std::uint32_t source, std::uint32_t target) const;
    void findDomain(Statechart::Transition& transition) const;
    [[nodiscard]] Initial initial(StatechartDraft::Initial& drafted, std::uint32_t firstChild);
    void numberScripts(Statechart::State& state);

    StatechartDraft& m_draft;
    const ChartStructure& m_structure;
    std::unique_ptr<Statechart> m_chart = std::make_unique<Statechart>();
    ScriptNumbers m_numbers;
};

std::unique_ptr<Statechart> StatechartMaker::make() {
    Statechart& chart = *m_chart;
    chart.name = m_draft.name;
    chart.dataModel = m_draft.dataModel;
    chart.binding = m_draft.binding;
    chart.names = EventNames(m_structure.triggers);
    chart.errorExecution = chart.names.triggerFor("error.execution");
    chart.errorCommunication = chart.names.triggerFor("error.communication");
    chart.signatureCount = static_cast<std::uint32_t>(m_draft.triggers.size());
    chart.stateCount = static_cast<std::uint32_t>(m_draft.states.size());
    for (std::uint32_t i = 0; i < chart.stateCount; ++i)
        chart.statesById.emplace(m_draft.states[i].id, i);
    chart.variables = std::move(m_draft.variables);
    chart.scripts = std::move(m_draft.scripts);
    for (StatechartDraft::Variable& variable : chart.variables)
        m_numbers.number(variable);
    for (Script& script : chart.scripts)
        m_numbers.number(ScriptKind::Statements, script);
    for (std::uint32_t i = 0; i < chart.stateCount; ++i)
        addState(i);
    linkStates();
    for (std::uint32_t i = 0; i < m_draft.transitions.size(); ++i)
        addTransition(i);
    sortTransitions();
    chart.initial = initial(m_draft.initial, m_structure.initial.value());
    return std::move(m_chart);
}

void StatechartMaker::addState(std::uint32_t index) {
    StatechartDraft::State& drafted = m_draft.states[index];
    Statechart::State& state = m_chart->states.emplace_back();
    assert(!drafted.parent || *drafted.parent < index);
    state.kind = m_structure.states[index].kind;
    state.isLeaf = state.kind == StateKind::Atomic || state.kind == StateKind::Final;
    state.parent = drafted.parent.value_or(Statechart::kNone);
    state.end = index + 1;
    if (state.kind == StateKind::Compound)
        state.initial = initial(drafted.initial, m_structure.states[index].initial->value());
    state.entries = std::move(drafted.entries);
    state.exits = std::move(drafted.exits);
    state.variables = std::move(drafted.variables);
    state.invokes = std::move(drafted.invokes);
    state.doneData = std::move(drafted.doneData);
    state.doneEvent = "done.state." + drafted.id;
    state.doneTrigger = m_chart->names.triggerFor(state.doneEvent);
    state.hasFirstValues = m_draft.binding == StatechartDraft::Binding::Late && !state.variables.empty();
    numberScripts(state);
}

void StatechartMaker::numberScripts(Statechart::State& state) {
    for (Block& block : state.entries)
        m_numbers.number(block);
    for (Block& block : state.exits)
        m_numbers.number(block);
    for (StatechartDraft::Variable& variable : state.variables)
        m_numbers.number(variable);
    for (StatechartDraft::Invoke& invoke : state.invokes)
        m_numbers.number(invoke);
    if (state.doneData) m_numbers.number(*state.doneData);
}

// Children stand behind their parents: going backwards, a state's own end is known before its parent asks for it.
void StatechartMaker::linkStates() {
    Statechart& chart = *m_chart;
    for (std::uint32_t i = chart.stateCount; i-- > 0;) {
        const std::uint32_t parent = chart.states[i].parent;
        if (parent != Statechart::kNone)
            chart.states[parent].end = std::max(chart.states[parent].end, chart.states[i].end);
    }
    for (std::uint32_t i = 0; i < chart.stateCount; ++i) {
        const std::uint32_t parent = chart.states[i].parent;
        if (parent == Statechart::kNone) continue;
        assert(i < chart.states[parent].end);
        (chart.isHistory(i) ? chart.states[parent].histories : chart.states[parent].children).push_back(i);
    }
}

void StatechartMaker::addTransition(std::uint32_t index) {
    StatechartDraft::Transition& drafted = m_draft.transitions[index];
    const TransitionStructure& known = m_structure.transitions[index];
    Statechart::Transition& transition = m_chart->transitions.emplace_back();
    transition.source = drafted.source;
    transition.isInternal = drafted.isInternal;
    for (const TriggerIndex trigger : known.triggers)
        transition.descriptors.push_back(trigger.value());
    for (const StateIndex target : known.targets)
        transition.targets.push_back(safeTarget(drafted.source, target.value()));
    if (drafted.condition) transition.condition = m_numbers.addCondition(*drafted.condition);
    transition.block = std::move(drafted.block);
    m_numbers.number(transition.block);
    Statechart::State& source = m_chart->states[drafted.source];
    if (m_chart->isHistory(drafted.source)) source.defaultTransition = index;
    for (const std::uint32_t descriptor : transition.descriptors)
        source.eventMask |= EventNames::bitOf(descriptor);
    findDomain(transition);
}

// Histories of one state that lead to each other would never lead anywhere: the state's first child stands for them.
std::uint32_t StatechartMaker::safeTarget(std::uint32_t source, std::uint32_t target) const {
    const bool isAside = m_chart->isHistory(source) && m_chart->isHistory(target) &&
                         m_chart->states[source].parent == m_chart->states[target].parent;
    const std::uint32_t parent = m_chart->states[source].parent;
    return isAside && parent != Statechart::kNone && !m_chart->states[parent].children.empty()
               ? m_chart->states[parent].children.front()
               : target;
}

void StatechartMaker::findDomain(Statechart::Transition& transition) const {
    transition.hasHistoryTarget =
        std::ranges::any_of(transition.targets, [&](std::uint32_t target) { return m_chart->isHistory(target); });
    transition.domain = m_chart->domainOf(transition, transition.targets);
}

void StatechartMaker::sortTransitions() {
    Statechart& chart = *m_chart;
    std::vector<std::vector<std::uint32_t>> triggered(chart.stateCount);
    std::vector<std::vector<std::uint32_t>> eventless(chart.stateCount);
    for (std::uint32_t i = 0; i < chart.transitions.size(); ++i) {
        const std::uint32_t source = chart.transitions[i].source;
        if (!chart.isHistory(source))
            (chart.transitions[i].descriptors.empty() ? eventless : triggered)[source].push_back(i);
    }
    const auto append = [&chart](const std::vector<std::uint32_t>& transitions) {
        const auto first = static_cast<std::uint32_t>(chart.byState.size());
        chart.byState.insert(chart.byState.end(), transitions.begin(), transitions.end());
        return Statechart::Range{first, static_cast<std::uint32_t>(chart.byState.size())};
    };
    for (std::uint32_t i = 0; i < chart.stateCount; ++i) {
        chart.states[i].triggered = append(triggered[i]);
        chart.states[i].eventless = append(eventless[i]);
        chart.hasEventless = chart.hasEventless || !eventless[i].empty();
    }
}

Statechart::Initial StatechartMaker::initial(StatechartDraft::Initial& drafted, std::uint32_t firstChild) {
    Initial result;
    for (const std::string& target : drafted.targets)
        result.targets.push_back(m_chart->statesById.find(target)->second);
    if (result.targets.empty()) result.targets.push_back(firstChild);
    result.block = std::move(drafted.block);
    m_numbers.number(result.block);
    return result;
}

} // namespace

ChartPtr build(StatechartDraft draft, std::unique_ptr<ScriptCompiler> compiler) {
    ChartStructure structure = structureOf(draft);
    auto statechart = StatechartMaker(draft, structure, compiler.get()).make();
    if (compiler) statechart->program = compiler->program();
    auto program = std::make_unique<const Chart::Program>(structure, std::move(statechart));
    return std::make_shared<const Chart>(std::move(structure), std::move(program));
}

} // namespace signalbox
