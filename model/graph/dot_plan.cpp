#include "model/graph/dot_plan.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace signalbox::model {
namespace {

bool isCompound(const GraphSpec& spec, StateIndex state) {
    return hasSubstates(spec.structure.states[state.value()].kind);
}

constexpr int kUnranked = std::numeric_limits<int>::max();

StateIndex stateAt(std::size_t index) {
    return StateIndex(static_cast<std::uint32_t>(index));
}

// Arrows that a walk may take from each state: its own, its ancestors' and into the children of a compound.
std::vector<std::vector<StateIndex>> successors(const GraphSpec& spec) {
    std::vector<std::vector<StateIndex>> next(spec.structure.states.size());
    for (const GraphEdge& edge : spec.edges) {
        if (!edge.isLoop()) next[edge.from.value()].push_back(edge.to);
    }
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (const auto parent = spec.structure.states[i].parent) next[parent->value()].push_back(stateAt(i));
    }
    return next;
}

std::optional<StateIndex> farthestLeaf(const GraphSpec& spec, const std::vector<int>& ranks, StateIndex compound) {
    std::optional<StateIndex> best;
    for (std::size_t i = 0; i < spec.structure.states.size(); ++i) {
        const StateIndex state = stateAt(i);
        if (isCompound(spec, state) || !isDescendant(spec.structure, state, compound)) continue;
        if (!best || ranks[i] > ranks[best->value()]) best = state;
    }
    return best;
}

class Planner {
public:
    explicit Planner(const GraphSpec& spec) : m_spec(spec), m_ranks(roughRanks(spec)) {
        m_plan.hasAnchor.assign(spec.structure.states.size(), false);
    }

    DotPlan plan() {
        for (const GraphEdge& edge : m_spec.edges)
            m_plan.edges.push_back(planEdge(edge));
        planInitial(m_spec.structure.initial, std::nullopt);
        for (std::size_t i = 0; i < m_spec.structure.states.size(); ++i) {
            if (const auto initial = m_spec.structure.states[i].initial) planInitial(*initial, stateAt(i));
        }
        planUnconnected();
        return std::move(m_plan);
    }

private:
    DotNode anchor(StateIndex compound) {
        m_plan.hasAnchor[compound.value()] = true;
        return {DotNode::Kind::Anchor, compound.value()};
    }

    // The end of an arrow at `compound` whose other end is outside: on the side where the other end is.
    DotNode outerEnd(StateIndex compound, bool isToTheRight) {
        if (!isToTheRight) return anchor(compound);
        const auto leaf = farthestLeaf(m_spec, m_ranks, compound);
        return leaf ? DotNode{DotNode::Kind::State, leaf->value()} : anchor(compound);
    }

    std::optional<DotEdge> planEdge(const GraphEdge& edge) {
        if (edge.isLoop() && isCompound(m_spec, edge.from)) return std::nullopt;
        DotEdge planned{
            {DotNode::Kind::State, edge.from.value()}, {DotNode::Kind::State, edge.to.value()}, {}, {}, {}, {}};
        const bool isForward = m_ranks[edge.to.value()] >= m_ranks[edge.from.value()];
        if (isDescendant(m_spec.structure, edge.to, edge.from)) {
            planned.tail = anchor(edge.from);
            planned.prolongTail = edge.from;
        } else if (isCompound(m_spec, edge.from)) {
            planned.tail = outerEnd(edge.from, isForward);
            planned.cutTail = edge.from;
        }
        if (isDescendant(m_spec.structure, edge.from, edge.to)) {
            planned.head = anchor(edge.to);
            planned.prolongHead = edge.to;
        } else if (isCompound(m_spec, edge.to)) {
            planned.head = outerEnd(edge.to, !isForward);
            planned.cutHead = edge.to;
        }
        return planned;
    }

    void planInitial(StateIndex target, std::optional<StateIndex> inside) {
        const auto number = static_cast<std::uint32_t>(m_plan.initials.size());
        DotEdge planned{{DotNode::Kind::Initial, number}, {DotNode::Kind::State, target.value()}, {}, {}, {}, {}};
        if (isCompound(m_spec, target)) {
            planned.head = anchor(target);
            planned.cutHead = target;
        }
        m_plan.initials.push_back(planned);
        m_plan.initialsInside.push_back(inside);
    }

    void planUnconnected() {
        const std::size_t count = m_spec.structure.states.size();
        std::vector<int> outgoing(count, 0);
        std::vector<bool> isConnected(count, false);
        for (const DotEdge& edge : m_plan.initials)
            isConnected[edge.head.number] = true;
        for (const GraphEdge& edge : m_spec.edges) {
            if (edge.isLoop()) continue;
            ++outgoing[edge.from.value()];
            isConnected[edge.from.value()] = isConnected[edge.to.value()] = true;
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (isConnected[i] || isCompound(m_spec, stateAt(i))) continue;
            if (const auto hub = hubFor(stateAt(i), outgoing)) m_plan.invisible.emplace_back(*hub, stateAt(i));
        }
    }

    // The leaf with most arrows out, among those in the same compound or anywhere for a state at the top.
    std::optional<StateIndex> hubFor(StateIndex state, const std::vector<int>& outgoing) const {
        const auto parent = m_spec.structure.states[state.value()].parent;
        std::optional<StateIndex> best;
        for (std::size_t i = 0; i < outgoing.size(); ++i) {
            const StateIndex candidate = stateAt(i);
            const bool isNear = !parent || m_spec.structure.states[i].parent == parent;
            if (!isNear || outgoing[i] == 0 || isCompound(m_spec, candidate)) continue;
            if (!best || outgoing[i] > outgoing[best->value()]) best = candidate;
        }
        return best;
    }

    const GraphSpec& m_spec;
    std::vector<int> m_ranks;
    DotPlan m_plan;
};

} // namespace

DotPlan dotPlan(const GraphSpec& spec) {
    return Planner(spec).plan();
}

std::vector<int> roughRanks(const GraphSpec& spec) {
    const auto next = successors(spec);
    std::vector<int> ranks(next.size(), kUnranked);
    std::deque<StateIndex> queue{spec.structure.initial};
    ranks[spec.structure.initial.value()] = 0;
    while (!queue.empty()) {
        const StateIndex state = queue.front();
        queue.pop_front();
        for (const StateIndex successor : next[state.value()]) {
            if (ranks[successor.value()] != kUnranked) continue;
            ranks[successor.value()] = ranks[state.value()] + 1;
            queue.push_back(successor);
        }
    }
    std::ranges::replace(ranks, kUnranked, 0);
    return ranks;
}

} // namespace signalbox::model
