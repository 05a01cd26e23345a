#pragma once

#include "engine/chart/statechart/statechart_draft.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace signalbox::scxml {

// The states of a draft as a tree, by their index.  Lifetime: of the draft.
class ChartTree {
public:
    explicit ChartTree(const StatechartDraft& draft);

    // The first state with this id.
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
    // In document order, without history states.
    [[nodiscard]] const std::vector<std::uint32_t>& children(std::uint32_t state) const { return m_children[state]; }
    [[nodiscard]] const std::vector<std::uint32_t>& roots() const { return m_roots; }
    [[nodiscard]] std::optional<std::uint32_t> parent(std::uint32_t state) const {
        return m_draft.states[state].parent;
    }

    // Whether a state stands below another one, however deep.
    [[nodiscard]] bool isBelow(std::uint32_t state, std::uint32_t ancestor) const {
        return state > ancestor && state < m_ends[ancestor];
    }
    // The lowest state that has both of them, or is one and has the other; none: the document.
    [[nodiscard]] std::optional<std::uint32_t> commonAncestor(std::uint32_t first, std::uint32_t second) const;
    [[nodiscard]] bool isHistory(std::uint32_t state) const;

private:
    const StatechartDraft& m_draft;
    std::unordered_map<std::string_view, std::uint32_t> m_byId;
    std::vector<std::vector<std::uint32_t>> m_children;
    std::vector<std::uint32_t> m_roots;
    std::vector<std::uint32_t> m_ends; // by state: the first index that is not below it
};

} // namespace signalbox::scxml
