#include "model/triggers/permitted_order.h"

#include "engine/chart/offered_trigger.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <tuple>

namespace signalbox::model {
namespace {

struct Ranked {
    std::size_t level; // 0 = declared at the current state, 1 = at its parent, ...
    std::uint32_t transition;
    TriggerIndex trigger;
};

std::optional<TransitionIndex> firstOpen(const TriggerExplanation& row) {
    if (!row.open.empty()) return row.open.front();
    return row.transition;
}

std::size_t levelOf(const std::vector<StateIndex>& path, StateIndex state) {
    return static_cast<std::size_t>(std::ranges::find(path, state) - path.begin());
}

Ranked rank(const ChartStructure& structure, const std::vector<StateIndex>& path, const TriggerExplanation& row) {
    const std::optional<TransitionIndex> open = firstOpen(row);
    if (!open || open->value() >= structure.transitions.size())
        return {path.size(), std::numeric_limits<std::uint32_t>::max(), row.trigger};
    return {levelOf(path, structure.transitions[open->value()].source), open->value(), row.trigger};
}

} // namespace

std::vector<TriggerIndex> permittedTriggerOrder(const ChartStructure& structure, const Explanation& explanation) {
    const std::optional<StateIndex> current = findState(structure, explanation.state);
    const std::vector<StateIndex> path = current ? pathToRoot(structure, *current) : std::vector<StateIndex>{};

    std::vector<Ranked> ranked;
    for (const TriggerExplanation& row : explanation.triggers) {
        if (!isOffered(structure, row.trigger)) continue;
        if (row.permission == Permission::Permitted || row.permission == Permission::NeedsArguments)
            ranked.push_back(rank(structure, path, row));
    }
    std::ranges::sort(ranked, {},
                      [](const Ranked& item) { return std::tuple(item.level, item.transition, item.trigger.value()); });

    std::vector<TriggerIndex> order;
    for (const Ranked& item : ranked)
        order.push_back(item.trigger);
    return order;
}

std::optional<int> triggerKey(const std::vector<TriggerIndex>& order, TriggerIndex trigger) {
    const auto found = std::ranges::find(order, trigger);
    const auto position = found - order.begin();
    if (found == order.end() || position >= 9) return std::nullopt;
    return static_cast<int>(position) + 1;
}

} // namespace signalbox::model
