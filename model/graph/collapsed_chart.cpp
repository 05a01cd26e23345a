#include "model/graph/collapsed_chart.h"

#include <algorithm>

namespace signalbox::model {
namespace {

StateIndex stateAt(std::size_t index) {
    return StateIndex(static_cast<std::uint32_t>(index));
}

class Folder {
public:
    Folder(const ChartStructure& whole, const CollapsedStates& collapsed) : m_collapsed(collapsed) {
        m_chart.whole = whole;
        m_chart.wholeEdges = graphEdges(whole);
    }

    CollapsedChart fold() {
        numberStates();
        copyStates();
        remapTransitions();
        for (std::size_t i = 0; i < m_chart.wholeEdges.size(); ++i)
            addEdge(i);
        return std::move(m_chart);
    }

private:
    bool isFolded(StateIndex state) const {
        return hasSubstates(m_chart.whole.states[state.value()].kind) && m_collapsed.contains(state);
    }

    // Parents come before their children or after them: each looks for its outermost collapsed ancestor itself.
    void numberStates() {
        const std::size_t count = m_chart.whole.states.size();
        std::vector<std::optional<StateIndex>> numbers(count);
        for (std::size_t i = 0; i < count; ++i) {
            if (isHidden(m_chart.whole, m_collapsed, stateAt(i))) continue;
            numbers[i] = stateAt(m_chart.wholeStates.size());
            m_chart.wholeStates.push_back(stateAt(i));
        }
        m_chart.heldCounts.assign(m_chart.wholeStates.size(), 0);
        for (std::size_t i = 0; i < count; ++i) {
            StateIndex at = stateAt(i);
            while (!numbers[at.value()])
                at = *m_chart.whole.states[at.value()].parent;
            m_chart.shownStates.push_back(*numbers[at.value()]);
            if (!numbers[i]) ++m_chart.heldCounts[numbers[at.value()]->value()];
        }
    }

    StateIndex shown(StateIndex whole) const { return m_chart.shownStates[whole.value()]; }

    void copyStates() {
        m_chart.shown = m_chart.whole;
        m_chart.shown.states.clear();
        m_chart.shown.initial = shown(m_chart.whole.initial);
        for (std::size_t i = 0; i < m_chart.wholeStates.size(); ++i) {
            StateStructure state = m_chart.whole.states[m_chart.wholeStates[i].value()];
            if (state.parent) state.parent = shown(*state.parent);
            if (state.initial) state.initial = shown(*state.initial);
            if (m_chart.heldCounts[i] > 0) {
                state.kind = StateKind::Atomic;
                state.initial.reset();
                m_chart.collapsed.push_back(m_chart.wholeStates[i]);
            }
            m_chart.shown.states.push_back(std::move(state));
        }
    }

    void remapTransitions() {
        for (TransitionStructure& transition : m_chart.shown.transitions) {
            transition.source = shown(transition.source);
            for (StateIndex& target : transition.targets)
                target = shown(target);
            for (CandidateStructure& candidate : transition.candidates)
                candidate.state = shown(candidate.state);
        }
    }

    void addEdge(std::size_t index) {
        const GraphEdge& whole = m_chart.wholeEdges[index];
        GraphEdge edge = whole;
        edge.from = shown(whole.from);
        edge.to = shown(whole.to);
        const bool isAtCollapsed = m_chart.isCollapsed(edge.from) || m_chart.isCollapsed(edge.to);
        // Between what one state hides; a loop of that state itself stays.
        const bool isOwnLoop = whole.isLoop() && m_chart.wholeStates[edge.from.value()] == whole.from;
        if (edge.isLoop() && m_chart.isCollapsed(edge.from) && !isOwnLoop) return;
        if (isAtCollapsed) {
            const auto same = std::ranges::find_if(m_chart.edges, [&](const GraphEdge& other) {
                return other.from == edge.from && other.to == edge.to && other.kind == edge.kind &&
                       other.text == edge.text && triggersOf(other) == triggersOf(edge);
            });
            if (same != m_chart.edges.end())
                return m_chart.wholeOf[std::size_t(same - m_chart.edges.begin())].push_back(index);
        }
        m_chart.edges.push_back(std::move(edge));
        m_chart.wholeOf.push_back({index});
    }

    const std::vector<TriggerIndex>& triggersOf(const GraphEdge& edge) const {
        return m_chart.whole.transitions[edge.transition.value()].triggers;
    }

    const CollapsedStates& m_collapsed;
    CollapsedChart m_chart;
};

} // namespace

bool isHidden(const ChartStructure& whole, const CollapsedStates& collapsed, StateIndex state) {
    for (auto at = whole.states[state.value()].parent; at; at = whole.states[at->value()].parent) {
        if (collapsed.contains(*at)) return true;
    }
    return false;
}

CollapsedChart collapsedChart(const ChartStructure& whole, const CollapsedStates& collapsed) {
    return Folder(whole, collapsed).fold();
}

} // namespace signalbox::model
