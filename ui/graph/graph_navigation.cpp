#include "ui/graph/graph_navigation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace signalbox::ui {
namespace {

struct Way {
    double along;
    double across;
};

Way wayTo(const QPointF& by, Direction direction) {
    switch (direction) {
    case Direction::Left:
        return {-by.x(), std::abs(by.y())};
    case Direction::Right:
        return {by.x(), std::abs(by.y())};
    case Direction::Up:
        return {-by.y(), std::abs(by.x())};
    case Direction::Down:
        return {by.y(), std::abs(by.x())};
    }
    Q_UNREACHABLE();
}

// A compound is where its title is: its box lies around its children.
QPointF placeOf(const model::NodeGeometry& node) {
    return node.title.isEmpty() ? node.box.center() : node.title.center();
}

} // namespace

std::optional<std::size_t> neighbour(const model::GraphLayout& layout, std::size_t from, Direction direction) {
    constexpr double kSidewaysCost = 2.5;
    std::optional<std::size_t> best;
    double bestCost = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < layout.states.size(); ++i) {
        if (i == from) continue;
        const Way way = wayTo(placeOf(layout.states[i]) - placeOf(layout.states[from]), direction);
        if (way.along < 1 || way.across > 2 * way.along) continue;
        const double cost = way.along + kSidewaysCost * way.across;
        if (cost >= bestCost) continue;
        best = i;
        bestCost = cost;
    }
    return best;
}

std::vector<std::size_t> outgoingEdges(const model::GraphSpec& spec, const model::GraphState& state, std::size_t node) {
    const bool isCurrent = state.nodes[node].isCurrent;
    std::vector<std::size_t> edges;
    for (std::size_t i = 0; i < spec.edges.size(); ++i) {
        const bool isOpen = state.edges[i].permission == model::EdgePermission::Permitted;
        if (spec.edges[i].from.value() == node || (isCurrent && isOpen)) edges.push_back(i);
    }
    constexpr int kWithoutKey = 10;
    std::ranges::sort(edges, {}, [&](std::size_t i) {
        const bool isOpen = state.edges[i].permission == model::EdgePermission::Permitted;
        return std::pair(state.edges[i].key.value_or(isOpen ? kWithoutKey : kWithoutKey + 1), i);
    });
    return edges;
}

} // namespace signalbox::ui
