#include "engine/runtime/migration/state_mapping.h"

#include <fmt/format.h>

namespace signalbox {
namespace {

Status checkName(const ChartStructure& structure, const std::string& name) {
    const auto state = findState(structure, name);
    if (!state)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} version {} has no state '{}'", structure.name, structure.version, name));
    if (isHistory(structure.states[state->value()].kind))
        return fail(ErrorCode::InvalidArgument, fmt::format("'{}' in {} version {} is a history state: nothing rests"
                                                            " there",
                                                            name, structure.name, structure.version));
    return {};
}

} // namespace

Result<StateMapping> StateMapping::make(const ChartStructure& from, const ChartStructure& to, const Names& names) {
    for (const auto& [before, after] : names) {
        if (Status known = checkName(from, before); !known) return std::unexpected(std::move(known).error());
        if (Status known = checkName(to, after); !known) return std::unexpected(std::move(known).error());
    }
    return StateMapping(from, to, names);
}

std::optional<StateIndex> StateMapping::find(StateIndex state) const {
    const StateStructure& before = m_from->states[state.value()];
    const auto named = m_names->find(before.name);
    const auto found = findState(*m_to, named == m_names->end() ? before.name : named->second);
    if (!found || isHistory(m_to->states[found->value()].kind) != isHistory(before.kind)) return std::nullopt;
    return found;
}

} // namespace signalbox
