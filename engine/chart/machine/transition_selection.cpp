#include "engine/chart/machine/transition_selection.h"

#include "engine/chart/machine/entry_set.h"

#include <algorithm>

namespace signalbox {
namespace {

bool isDisjoint(Statechart::Range left, Statechart::Range right) {
    return left.end <= right.first || right.end <= left.first;
}

} // namespace

void TransitionSelection::selectEventless() {
    if (!m_machine.statechart.hasEventless) {
        m_machine.scratch.enabled.clear();
        return;
    }
    walk([this](const Statechart::State& state) { return pick(state.eventless, EventNames::kNone, nullptr); });
}

void TransitionSelection::select(std::uint32_t trigger, UnmetNumbers* unmet) {
    if (trigger == EventNames::kNone) {
        m_machine.scratch.enabled.clear();
        return;
    }
    const std::uint64_t mask = m_machine.statechart.names.maskOf(trigger);
    walk([this, trigger, mask, unmet](const Statechart::State& state) {
        return (state.eventMask & mask) != 0 && pick(state.triggered, trigger, unmet);
    });
}

// From each active atomic state upwards, until a state has a transition. A state that another region asked already has
// given its answer, and so have its ancestors.
template <typename Pick>
void TransitionSelection::walk(Pick pick) {
    const Statechart& chart = m_machine.statechart;
    TurnScratch& scratch = m_machine.scratch;
    scratch.enabled.clear();
    scratch.asked.reset(chart.stateCount);
    scratch.active.forEach([&](std::uint32_t leaf) {
        if (!chart.states[leaf].isLeaf) return;
        for (std::uint32_t state = leaf; state != Statechart::kNone && !scratch.asked.contains(state);
             state = chart.states[state].parent) {
            scratch.asked.add(state);
            if (pick(chart.states[state])) break;
        }
    });
    if (scratch.enabled.size() > 1) removeConflicts();
}

bool TransitionSelection::pick(Statechart::Range range, std::uint32_t trigger, UnmetNumbers* unmet) {
    const Statechart& chart = m_machine.statechart;
    for (std::uint32_t i = range.first; i < range.end; ++i) {
        const std::uint32_t index = chart.byState[i];
        const auto& descriptors = chart.transitions[index].descriptors;
        const auto isMeant = [&](std::uint32_t descriptor) { return chart.names.isMeant(trigger, descriptor); };
        if (trigger != EventNames::kNone && std::ranges::none_of(descriptors, isMeant)) continue;
        if (!isMet(index, unmet)) continue;
        m_machine.scratch.enabled.push_back(index);
        return true;
    }
    return false;
}

bool TransitionSelection::isMet(std::uint32_t index, UnmetNumbers* unmet) {
    const Statechart::Transition& transition = m_machine.statechart.transitions[index];
    if (transition.condition == Statechart::kNone) return true;
    m_machine.owner = transition.source;
    if (m_runner.isMet(transition.condition)) return true;
    if (unmet != nullptr) unmet->add(TransitionIndex{index}, 0);
    return false;
}

// What a transition leaves is what is active below its domain: two such sets are disjoint, or one domain lies within
// the other and both have the active states below it.
void TransitionSelection::removeConflicts() {
    const Statechart& chart = m_machine.statechart;
    TurnScratch& scratch = m_machine.scratch;
    const EntrySet entries(m_machine);
    const auto isInConflict = [&](std::uint32_t left, std::uint32_t right) {
        const Statechart::Transition& one = chart.transitions[left];
        const Statechart::Transition& other = chart.transitions[right];
        return !one.targets.empty() && !other.targets.empty() &&
               !isDisjoint(chart.below(entries.domainOf(one)), chart.below(entries.domainOf(other)));
    };
    scratch.filtered.clear();
    for (const std::uint32_t later : scratch.enabled) {
        const auto isPreempting = [&](std::uint32_t earlier) {
            return isInConflict(later, earlier) &&
                   !chart.isBelow(chart.transitions[later].source, chart.transitions[earlier].source);
        };
        if (std::ranges::any_of(scratch.filtered, isPreempting)) continue;
        std::erase_if(scratch.filtered, [&](std::uint32_t earlier) { return isInConflict(later, earlier); });
        scratch.filtered.push_back(later);
    }
    scratch.enabled.swap(scratch.filtered);
}

} // namespace signalbox
