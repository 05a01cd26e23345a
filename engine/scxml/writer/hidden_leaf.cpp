#include "engine/scxml/writer/hidden_leaf.h"

#include <algorithm>
#include <utility>

namespace signalbox::scxml {
namespace {

std::string joined(const std::vector<std::string>& texts) {
    std::string result;
    for (const std::string& text : texts)
        result += (result.empty() ? "" : "; ") + text;
    return result;
}

bool movesTo(const TransitionStructure& transition) {
    return transition.scope == TransitionScope::Local && !transition.isDynamic;
}

} // namespace

HiddenLeafEncoding::HiddenLeafEncoding(const ChartStructure& structure)
    : m_structure(structure)
    , m_hasChildren(structure.states.size())
    , m_rest(structure.states.size()) {
    const auto count = static_cast<std::uint32_t>(structure.states.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        m_owners.push_back(i);
        if (structure.states[i].parent && !isHoisted(i)) m_hasChildren[structure.states[i].parent->value()] = true;
    }
    for (std::uint32_t i = 0; i < structure.transitions.size(); ++i) {
        const TransitionStructure& row = structure.transitions[i];
        m_declared[{row.source.value(), row.triggers.front().value()}].push_back(i);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const bool canRest = !structure.states[i].initial || endsInHoisted(i) || structure.initial == StateIndex{i};
        if (!m_hasChildren[i] || !canRest) continue;
        m_rest[i] = this->count();
        m_owners.push_back(i);
    }
}

std::optional<std::uint32_t> HiddenLeafEncoding::parentOf(std::uint32_t state) const {
    if (isHidden(state)) return ownerOf(state);
    const auto parent = m_structure.states[state].parent;
    return parent && !isHoisted(state) ? std::optional(parent->value()) : std::nullopt;
}

std::optional<std::uint32_t> HiddenLeafEncoding::initialOf(std::uint32_t state) const {
    if (isLeaf(state)) return std::nullopt;
    const auto initial = m_structure.states[state].initial;
    return initial && !endsInHoisted(state) ? std::optional(initial->value()) : m_rest[state];
}

bool HiddenLeafEncoding::isHoisted(std::uint32_t state) const {
    return m_structure.states[state].kind == StateKind::Final && m_structure.states[state].parent;
}

std::uint32_t HiddenLeafEncoding::start() const {
    const std::uint32_t initial = m_structure.initial.value();
    return m_rest[initial].value_or(initial);
}

bool HiddenLeafEncoding::isBelow(std::uint32_t state, std::uint32_t ancestor) const {
    for (auto at = m_structure.states[state].parent; at; at = m_structure.states[at->value()].parent)
        if (at->value() == ancestor) return true;
    return false;
}

// Where who lands on a state goes on to.
std::uint32_t HiddenLeafEncoding::lastOf(std::uint32_t state) const {
    while (const auto initial = m_structure.states[state].initial)
        state = initial->value();
    return state;
}

std::uint32_t HiddenLeafEncoding::landing(std::uint32_t target) const {
    return endsInHoisted(target) ? lastOf(target) : target;
}

// What is entered when a transition leads to a state that stays active.
std::uint32_t HiddenLeafEncoding::completion(std::uint32_t active) const {
    if (endsInHoisted(active)) return lastOf(active);
    return initialOf(active).value_or(active);
}

HiddenLeafEncoding::Numbers HiddenLeafEncoding::declared(std::uint32_t state, std::uint32_t trigger) const {
    const auto found = m_declared.find({state, trigger});
    return found == m_declared.end() ? Numbers{} : found->second;
}

HiddenLeafEncoding::Numbers HiddenLeafEncoding::reachable(std::uint32_t state, std::uint32_t trigger) const {
    Numbers result;
    const auto isSure = [this](std::uint32_t each) { return m_structure.transitions[each].guards.empty(); };
    for (std::optional<StateIndex> level = StateIndex{state}; level;
         level = m_structure.states[level->value()].parent) {
        const Numbers own = declared(level->value(), trigger);
        result.insert(result.end(), own.begin(), own.end());
        if (std::ranges::any_of(own, isSure)) break;
    }
    return result;
}

// Whether a transition leaves and enters something else from this state than from where it is declared: it leads to the
// state itself, or to one below it.
bool HiddenLeafEncoding::differsAt(std::uint32_t state, std::uint32_t transition) const {
    const TransitionStructure& row = m_structure.transitions[transition];
    if (!movesTo(row)) return false;
    const std::uint32_t owner = ownerOf(state);
    const std::uint32_t target = row.targets.front().value();
    if (isLeaf(state)) return target == owner;
    return row.source != StateIndex{owner} && (target == owner || isBelow(target, owner));
}

std::vector<EncodedTransition> HiddenLeafEncoding::transitions() const {
    std::vector<EncodedTransition> result;
    for (std::uint32_t state = 0; state < count(); ++state) {
        // Where a workflow has ended, not even an ancestor's transition is open.
        if (m_structure.states[ownerOf(state)].kind == StateKind::Final) continue;
        for (std::uint32_t trigger = 0; trigger < m_structure.triggers.size(); ++trigger)
            for (const std::uint32_t row : written(state, trigger))
                encode(state, row, result);
    }
    return result;
}

HiddenLeafEncoding::Numbers HiddenLeafEncoding::written(std::uint32_t state, std::uint32_t trigger) const {
    Numbers rows = reachable(ownerOf(state), trigger);
    if (std::ranges::any_of(rows, [&](std::uint32_t row) { return differsAt(state, row); })) return rows;
    return isHidden(state) ? Numbers{} : declared(state, trigger);
}

void HiddenLeafEncoding::encode(std::uint32_t state, std::uint32_t transition,
                                std::vector<EncodedTransition>& result) const {
    const TransitionStructure& from = m_structure.transitions[transition];
    EncodedTransition row{
        .source = state, .origin = TransitionIndex{transition}, .target = {}, .guard = joined(from.guards)};
    row.isClosed = !from.guards.empty();
    if (from.isDynamic) return encodeDynamic(std::move(row), result);
    if (from.scope == TransitionScope::Reenter)
        row.target = landing(from.source.value());
    else if (from.scope == TransitionScope::Local)
        aim(row, from.targets.front().value());
    result.push_back(std::move(row));
}

void HiddenLeafEncoding::encodeDynamic(EncodedTransition row, std::vector<EncodedTransition>& result) const {
    const TransitionStructure& from = m_structure.transitions[row.origin.value()];
    for (const CandidateStructure& candidate : from.candidates) {
        EncodedTransition& each = result.emplace_back(row);
        aim(each, candidate.state.value());
        each.isClosed = true;
        for (const std::string& text : {from.selector, candidate.criterion})
            if (!text.empty()) each.guard += (each.guard.empty() ? "" : "; ") + text;
    }
    if (!isBarred(from)) return;
    row.isBarrier = true;
    result.push_back(std::move(row));
}

// A computed target without a guard: the chart never asks the states around it.
bool HiddenLeafEncoding::isBarred(const TransitionStructure& transition) const {
    const auto parent = m_structure.states[transition.source.value()].parent;
    return transition.guards.empty() && parent &&
           !reachable(parent->value(), transition.triggers.front().value()).empty();
}

// Leaves and enters what the active leaf below the source and the target do not share.
void HiddenLeafEncoding::aim(EncodedTransition& row, std::uint32_t target) const {
    const std::uint32_t owner = ownerOf(row.source);
    if (target == owner && isLeaf(row.source)) return;
    const bool staysActive = target == owner || isBelow(owner, target);
    row.target = staysActive ? completion(target) : landing(target);
    row.isInternal = !isLeaf(row.source) && (target == owner || isBelow(target, owner));
}

} // namespace signalbox::scxml
