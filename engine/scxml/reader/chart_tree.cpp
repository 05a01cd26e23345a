#include "engine/scxml/reader/chart_tree.h"

#include <algorithm>

namespace signalbox::scxml {

ChartTree::ChartTree(const StatechartDraft& draft) : m_draft(draft) {
    const auto count = static_cast<std::uint32_t>(draft.states.size());
    m_children.resize(count);
    m_ends.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        m_byId.emplace(draft.states[i].id, i);
        m_ends[i] = i + 1;
        if (!isHistory(i)) (draft.states[i].parent ? m_children[*draft.states[i].parent] : m_roots).push_back(i);
    }
    // Parents stand before their children.
    for (std::uint32_t i = count; i-- > 0;)
        if (const auto above = parent(i)) m_ends[*above] = std::max(m_ends[*above], m_ends[i]);
}

std::optional<std::uint32_t> ChartTree::find(std::string_view id) const {
    const auto found = m_byId.find(id);
    if (found == m_byId.end()) return std::nullopt;
    return found->second;
}

std::optional<std::uint32_t> ChartTree::commonAncestor(std::uint32_t first, std::uint32_t second) const {
    std::optional<std::uint32_t> at = first;
    while (at && *at != second && !isBelow(second, *at))
        at = parent(*at);
    return at;
}

bool ChartTree::isHistory(std::uint32_t state) const {
    const StatechartDraft::Kind kind = m_draft.states[state].kind;
    return kind == StatechartDraft::Kind::ShallowHistory || kind == StatechartDraft::Kind::DeepHistory;
}

} // namespace signalbox::scxml
