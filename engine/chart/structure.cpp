#include "engine/chart/structure.h"

#include "engine/base/hash.h"

#include <algorithm>

namespace signalbox {
namespace {

template <typename Index, typename Row>
std::optional<Index> findNamed(const std::vector<Row>& rows, std::string_view name) {
    const auto found = std::ranges::find(rows, name, &Row::name);
    if (found == rows.end()) return std::nullopt;
    return Index{static_cast<std::uint32_t>(found - rows.begin())};
}

} // namespace

std::string contentHash(const ChartStructure& structure) {
    // Objects keep their members sorted, which makes the compact form canonical.
    return hex(sha256(toJson(structure).dump(-1, ' ', false, Json::error_handler_t::replace)));
}

std::optional<StateIndex> findState(const ChartStructure& structure, std::string_view name) {
    return findNamed<StateIndex>(structure.states, name);
}

std::optional<TriggerIndex> findTrigger(const ChartStructure& structure, std::string_view name) {
    return findNamed<TriggerIndex>(structure.triggers, name);
}

std::vector<StateIndex> pathToRoot(const ChartStructure& structure, StateIndex state) {
    std::vector<StateIndex> path;
    for (std::optional<StateIndex> at = state; at; at = structure.states[at->value()].parent)
        path.push_back(*at);
    return path;
}

} // namespace signalbox
