#include "engine/chart/machine/completion.h"
#include "engine/runtime/migration/migration_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>

namespace signalbox {
namespace {

bool isBelow(const ChartStructure& structure, StateIndex state, StateIndex ancestor) {
    const auto path = pathToRoot(structure, state);
    return std::ranges::find(path | std::views::drop(1), ancestor) != path.end();
}

bool areTogether(const ChartStructure& structure, StateIndex one, StateIndex other) {
    if (one == other || isBelow(structure, one, other) || isBelow(structure, other, one)) return true;
    const auto path = pathToRoot(structure, one);
    const auto shared = std::ranges::find_if(path, [&](StateIndex state) { return isBelow(structure, other, state); });
    return shared != path.end() && structure.states[shared->value()].kind == StateKind::Parallel;
}

void addOnce(std::vector<StateIndex>& states, StateIndex state) {
    if (std::ranges::find(states, state) == states.end()) states.push_back(state);
}

} // namespace

void Migrator::moveHistory() {
    if (!isStatechart()) return;
    for (const History& history : m_case.snapshot.memoryOrNew().history) {
        const std::string& name = m_from.states[history.history.value()].name;
        const auto place = m_mapping.find(history.history);
        if (!place) {
            tell(Kind::History, name, fmt::format("{} has no such history state: it is forgotten", version()));
            continue;
        }
        auto states = remembered(history, *place);
        if (!states.empty()) m_memory.history.push_back({.history = *place, .states = std::move(states)});
    }
    std::ranges::sort(m_memory.history, {}, &History::history);
}

// Only what the history state could have remembered: the interpreter goes there unasked.
std::vector<StateIndex> Migrator::remembered(const History& history, StateIndex place) {
    std::vector<StateIndex> states;
    std::string lost;
    for (const StateIndex before : history.states) {
        const auto state = m_mapping.find(before);
        const bool isKept = state && fits(place, *state) && std::ranges::all_of(states, [&](StateIndex other) {
                                return areTogether(m_to, other, *state);
                            });
        if (isKept)
            addOnce(states, *state);
        else
            lost += fmt::format("{}'{}'", lost.empty() ? "" : ", ", m_from.states[before.value()].name);
    }
    if (!lost.empty()) tell(Kind::History, nameOf(place), fmt::format("it does not remember {} any more", lost));
    std::ranges::sort(states);
    return states;
}

bool Migrator::fits(StateIndex history, StateIndex state) const {
    const StateStructure& remembering = m_to.states[history.value()];
    if (!remembering.parent) return false;
    if (remembering.kind == StateKind::DeepHistory) return isBelow(m_to, state, *remembering.parent);
    return m_to.states[state.value()].parent == remembering.parent;
}

void Migrator::moveStates() {
    const std::vector<StateIndex> places = placesOfLeaves();
    for (const StateIndex place : places)
        m_result.statesAfter.push_back(nameOf(place));
    if (isBlocked()) return;
    if (isStatechart())
        restInStatechart(places);
    else
        restInOne(places);
    if (isBlocked()) return;
    m_result.statesAfter.clear();
    for (const StateIndex leaf : m_result.snapshot.configuration)
        m_result.statesAfter.push_back(nameOf(leaf));
    tellEntered(places);
    tellEnd();
    findActive();
}

std::vector<StateIndex> Migrator::placesOfLeaves() {
    std::vector<StateIndex> places;
    for (const StateIndex leaf : m_case.snapshot.configuration) {
        const std::string& name = m_from.states[leaf.value()].name;
        m_result.statesBefore.push_back(name);
        if (const auto place = m_mapping.find(leaf))
            addOnce(places, *place);
        else
            block(name, fmt::format("{} has no such state: say which one it goes to", version()));
    }
    std::ranges::sort(places);
    return places;
}

void Migrator::restInStatechart(const std::vector<StateIndex>& places) {
    Completion completion = complete(m_case.to, places, std::make_shared<const ChartMemory>(m_memory));
    if (completion.conflict)
        return block(nameOf(completion.conflict->first),
                     fmt::format("in {} it is not active together with '{}': say where one of them goes", version(),
                                 nameOf(completion.conflict->second)));
    m_result.snapshot.configuration = std::move(completion.leaves);
}

// An initial state is followed as after a transition; but a workflow that rests above one was started there.
void Migrator::restInOne(std::vector<StateIndex> places) {
    std::erase_if(places, [&](StateIndex state) {
        return std::ranges::any_of(places, [&](StateIndex other) { return isBelow(m_to, other, state); });
    });
    if (places.size() > 1)
        return block(nameOf(places[0]), fmt::format("in {} it is not active together with '{}': say where one of them"
                                                    " goes",
                                                    version(), nameOf(places[1])));
    StateIndex state = places.front();
    const StateIndex before = m_case.snapshot.configuration.front();
    const bool wasStarted = m_from.profile == Profile::Stateless && m_from.states[before.value()].initial.has_value();
    while (!wasStarted && m_to.states[state.value()].initial)
        state = *m_to.states[state.value()].initial;
    m_result.snapshot.configuration = {state};
}

void Migrator::tellEntered(const std::vector<StateIndex>& places) {
    for (const StateIndex leaf : m_result.snapshot.configuration)
        if (std::ranges::find(places, leaf) == places.end())
            tell(Kind::State, nameOf(leaf), "it is active from now on, and none of its actions have run");
}

void Migrator::tellEnd() {
    for (const StateIndex leaf : m_result.snapshot.configuration) {
        const StateStructure& state = m_to.states[leaf.value()];
        if (state.kind != StateKind::Final || (isStatechart() && state.parent)) continue;
        tell(Kind::State, state.name, fmt::format("it is final in {}: the workflow ends there", version()));
        m_memory.isDone = isStatechart();
    }
}

void Migrator::findActive() {
    for (const StateIndex leaf : m_result.snapshot.configuration)
        for (const StateIndex state : pathToRoot(m_to, leaf))
            addOnce(m_active, state);
    std::ranges::sort(m_active);
    for (const StateIndex leaf : m_case.snapshot.configuration)
        for (const StateIndex before : pathToRoot(m_from, leaf)) {
            const auto state = m_mapping.find(before);
            if (state && std::ranges::binary_search(m_active, *state)) m_cameFrom.try_emplace(*state, before);
        }
}

} // namespace signalbox
