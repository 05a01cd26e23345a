#include "engine/chart/machine/entry_set.h"

#include <algorithm>

namespace signalbox {

void EntrySet::clear() {
    m_scratch.entries.reset(m_chart.stateCount);
    m_scratch.defaultEntries.reset(m_chart.stateCount);
    m_scratch.defaultHistories.clear();
}

void EntrySet::add(const Statechart::Transition& transition) {
    addAllDescendants(transition.targets);
    const std::uint32_t domain = domainOf(transition);
    if (!transition.hasHistoryTarget) {
        for (const std::uint32_t target : transition.targets)
            addAncestors(target, domain);
        return;
    }
    for (const std::uint32_t target : effectiveTargets(transition.targets))
        addAncestors(target, domain);
}

void EntrySet::add(const std::vector<std::uint32_t>& targets, std::uint32_t domain) {
    addAllDescendants(targets);
    for (const std::uint32_t target : effectiveTargets(targets))
        addAncestors(target, domain);
}

std::uint32_t EntrySet::domainOf(const Statechart::Transition& transition) const {
    if (!transition.hasHistoryTarget) return transition.domain;
    return m_chart.domainOf(transition, effectiveTargets(transition.targets));
}

// A target above another one is entered on the way there, not by default beside it.
void EntrySet::addAllDescendants(const std::vector<std::uint32_t>& targets) {
    for (const std::uint32_t target : targets) {
        const auto isOnTheWay = [&](std::uint32_t other) { return m_chart.isBelow(other, target); };
        if (targets.size() == 1 || std::ranges::none_of(targets, isOnTheWay)) addDescendants(target);
    }
}

void EntrySet::addDescendants(std::uint32_t index) {
    if (m_chart.isHistory(index)) {
        addHistory(index);
        return;
    }
    m_scratch.entries.add(index);
    const Statechart::State& state = m_chart.states[index];
    if (state.kind == StateKind::Compound) {
        m_scratch.defaultEntries.add(index);
        addTogether(state.initial.targets, index);
    } else if (state.kind == StateKind::Parallel) {
        addMissingChildren(index);
    }
}

void EntrySet::addHistory(std::uint32_t history) {
    const std::uint32_t parent = m_chart.states[history].parent;
    if (const ChartMemory::History* const found = remembered(history)) {
        for (const StateIndex state : found->states)
            addDescendants(state.value());
        for (const StateIndex state : found->states)
            addAncestors(state.value(), parent);
        return;
    }
    const std::uint32_t transition = m_chart.states[history].defaultTransition;
    if (transition == Statechart::kNone) return;
    std::erase_if(m_scratch.defaultHistories, [parent](const auto& entry) { return entry.first == parent; });
    m_scratch.defaultHistories.emplace_back(parent, transition);
    addTogether(m_chart.transitions[transition].targets, parent);
}

void EntrySet::addTogether(const std::vector<std::uint32_t>& targets, std::uint32_t domain) {
    addAllDescendants(targets);
    for (const std::uint32_t target : targets)
        addAncestors(target, domain);
}

void EntrySet::addAncestors(std::uint32_t state, std::uint32_t domain) {
    for (std::uint32_t ancestor = m_chart.states[state].parent; ancestor != domain;
         ancestor = m_chart.states[ancestor].parent) {
        m_scratch.entries.add(ancestor);
        if (m_chart.states[ancestor].kind == StateKind::Parallel) addMissingChildren(ancestor);
    }
}

void EntrySet::addMissingChildren(std::uint32_t parallel) {
    for (const std::uint32_t child : m_chart.states[parallel].children)
        if (!m_scratch.entries.hasAnyIn(child + 1, m_chart.states[child].end)) addDescendants(child);
}

std::vector<std::uint32_t> EntrySet::effectiveTargets(const std::vector<std::uint32_t>& targets) const {
    std::vector<std::uint32_t> result;
    for (const std::uint32_t target : targets)
        appendEffective(target, result);
    return result;
}

void EntrySet::appendEffective(std::uint32_t target, std::vector<std::uint32_t>& result) const {
    if (!m_chart.isHistory(target)) {
        if (std::ranges::find(result, target) == result.end()) result.push_back(target);
    } else if (const ChartMemory::History* const found = remembered(target)) {
        for (const StateIndex state : found->states)
            appendEffective(state.value(), result);
    } else if (m_chart.states[target].defaultTransition != Statechart::kNone) {
        for (const std::uint32_t next : m_chart.transitions[m_chart.states[target].defaultTransition].targets)
            appendEffective(next, result);
    }
}

const ChartMemory::History* EntrySet::remembered(std::uint32_t history) const {
    const auto found = std::ranges::find(m_memory.history, StateIndex{history}, &ChartMemory::History::history);
    return found == m_memory.history.end() ? nullptr : &*found;
}

} // namespace signalbox
