#include "engine/store/catalogue/filter_plan.h"

#include "engine/store/catalogue/text.h"
#include "engine/workflow_values.h"

#include <algorithm>
#include <limits>

namespace signalbox {

namespace {

// Keeps the matches of rows for which `holds`.
void keep(std::span<FilterPlan::Match> matches, auto&& holds) {
    for (std::size_t i = 0; i < matches.size(); ++i)
        if (!holds(i)) matches[i] = FilterPlan::Match::No;
}

} // namespace

FilterPlan::FilterPlan(const CatalogueColumns& columns, const ListFilter& filter)
    : m_columns(columns)
    , m_text(foldCase(filter.text)) {
    for (const CatalogueColumns::Cell& cell : columns.cells)
        m_cells.push_back(cellMatch(cell, filter));
    planStatuses(filter);
    planAssignees(filter);
    if (filter.isResident) m_resident = *filter.isResident ? 1 : 0;
    planRange(columns.created, filter.createdAfter, filter.createdBefore);
    planRange(columns.updated, filter.updatedAfter, filter.updatedBefore);
    planRange(columns.stateSince, filter.stateSinceAfter, filter.stateSinceBefore);
}

FilterPlan::Match FilterPlan::cellMatch(const CatalogueColumns::Cell& cell, const ListFilter& filter) const {
    const DefinitionRef& ref = m_columns.definitions[cell.definition].ref;
    if (filter.definition && ref.name != *filter.definition) return Match::No;
    if (filter.version && ref.version != *filter.version) return Match::No;
    const bool isIn = filter.states.empty() || std::ranges::any_of(cell.path, [&](const std::string& state) {
                          return std::ranges::find(filter.states, state) != filter.states.end();
                      });
    return isIn ? Match::Whole : Match::ButStates;
}

void FilterPlan::planStatuses(const ListFilter& filter) {
    std::ranges::fill(m_statuses, filter.statuses.empty());
    for (const WorkflowStatus status : filter.statuses)
        m_statuses[static_cast<std::uint8_t>(status)] = true;
    m_statuses[CatalogueColumns::kGone] = false;
}

void FilterPlan::planAssignees(const ListFilter& filter) {
    if (filter.assignee) {
        const std::string wanted = foldCase(*filter.assignee);
        for (const std::string& name : m_columns.assignees)
            m_assignees.push_back(foldCase(name) == wanted ? 1 : 0);
    }
    if (m_text.empty()) return;
    for (const std::string& name : m_columns.assignees)
        m_textIn.push_back(containsFolded(name, m_text) ? 1 : 0);
}

void FilterPlan::planRange(const std::vector<std::int64_t>& column, std::optional<Time> after,
                           std::optional<Time> before) {
    if (!after && !before) return;
    using Limits = std::numeric_limits<std::int64_t>;
    m_ranges.push_back({.column = &column,
                        .above = after ? after->time_since_epoch().count() : Limits::min(),
                        .below = before ? before->time_since_epoch().count() : Limits::max()});
}

void FilterPlan::match(Slot first, std::span<Match> matches) const {
    for (std::size_t i = 0; i < matches.size(); ++i)
        matches[i] = m_statuses[m_columns.status[first + i]] ? m_cells[m_columns.cell[first + i]] : Match::No;
    if (m_resident) keep(matches, [&](std::size_t i) { return m_columns.resident[first + i] == *m_resident; });
    if (!m_assignees.empty())
        keep(matches, [&](std::size_t i) { return m_assignees[m_columns.assignee[first + i]] != 0; });
    for (const Range& range : m_ranges)
        keep(matches, [&](std::size_t i) {
            const std::int64_t value = (*range.column)[first + i];
            return value > range.above && value < range.below;
        });
    if (m_text.empty()) return;
    // The dearest part last, and only where the others hold.
    for (std::size_t i = 0; i < matches.size(); ++i) {
        const auto slot = static_cast<Slot>(first + i);
        if (matches[i] == Match::No || m_textIn[m_columns.assignee[slot]] != 0) continue;
        if (!containsFolded(m_columns.id(slot), m_text)) matches[i] = Match::No;
    }
}

} // namespace signalbox
