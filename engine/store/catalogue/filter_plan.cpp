#include "engine/store/catalogue/filter_plan.h"

#include "engine/store/catalogue/text.h"
#include "engine/workflow_values.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace signalbox {

namespace {

// Keeps the matches of rows for which `holds`. Without branches: half of the rows may match, in no order.
void keep(std::span<std::uint8_t> matches, auto&& holds) {
    for (std::size_t i = 0; i < matches.size(); ++i)
        matches[i] &= static_cast<std::uint8_t>(holds(i));
}

// As keep(), by what `table` says of the values of `column`; an empty table keeps all.
void keepBy(std::span<std::uint8_t> matches, const std::vector<std::uint8_t>& table, const auto* column) {
    if (table.empty()) return;
    keep(matches, [&](std::size_t i) { return table[column[i]]; });
}

// A table that says yes to all is none.
void dropIfAll(std::vector<std::uint8_t>& table) {
    if (std::ranges::all_of(table, [](std::uint8_t holds) { return holds != 0; })) table.clear();
}

} // namespace

FilterPlan::FilterPlan(const CatalogueColumns& columns, const ListFilter& filter, Time now)
    : m_columns(columns)
    , m_hasFailedEffects(filter.hasFailedEffects) {
    planCells(filter);
    planStatuses(filter);
    planAssignees(filter);
    if (filter.isResident) m_resident = *filter.isResident ? 1 : 0;
    if (filter.isOverdue) planOverdue(*filter.isOverdue, now);
    planRange(columns.nextTimer, std::nullopt, filter.timerDueBefore);
    planRange(columns.created, filter.createdAfter, filter.createdBefore);
    planRange(columns.updated, filter.updatedAfter, filter.updatedBefore);
    planRange(columns.stateSince, filter.stateSinceAfter, filter.stateSinceBefore);
}

void FilterPlan::planCells(const ListFilter& filter) {
    for (const CatalogueColumns::Cell& cell : m_columns.cells) {
        const DefinitionRef& ref = m_columns.definitions[cell.definition].ref;
        const bool isWanted = (!filter.definition || ref.name == *filter.definition) &&
                              (!filter.version || ref.version == *filter.version);
        m_cells.push_back(isWanted ? 1 : 0);
        const auto isNamed = [&](const std::string& state) {
            return std::ranges::find(filter.states, state) != filter.states.end();
        };
        const bool isIn = filter.states.empty() || std::ranges::any_of(cell.path, isNamed);
        m_isInStates.push_back(isIn ? 1 : 0);
        m_areAllInStates = m_areAllInStates && (isIn || !isWanted);
    }
    dropIfAll(m_cells);
}

void FilterPlan::planStatuses(const ListFilter& filter) {
    if (filter.statuses.empty() && !m_columns.hasGone()) return;
    m_statuses.assign(std::numeric_limits<std::uint8_t>::max() + 1, filter.statuses.empty() ? 1 : 0);
    for (const WorkflowStatus status : filter.statuses)
        m_statuses[static_cast<std::uint8_t>(status)] = 1;
    m_statuses[CatalogueColumns::kGone] = 0;
}

void FilterPlan::planAssignees(const ListFilter& filter) {
    if (filter.assignee) {
        const std::string wanted = foldCase(*filter.assignee);
        for (const std::string& name : m_columns.assignees)
            m_assignees.push_back(foldCase(name) == wanted ? 1 : 0);
    }
    if (filter.text.empty()) return;
    m_text.emplace(foldCase(filter.text));
    for (const std::string& name : m_columns.assignees)
        m_textIn.push_back(m_text->isIn(name) ? 1 : 0);
}

void FilterPlan::planOverdue(bool isOverdue, Time now) {
    m_isOverdue = isOverdue;
    for (const CatalogueColumns::Cell& cell : m_columns.cells)
        m_overdueBefore.push_back(cell.limit ? (now - *cell.limit).time_since_epoch().count()
                                             : std::numeric_limits<std::int64_t>::min());
}

void FilterPlan::planRange(const Column<std::int64_t>& column, std::optional<Time> after, std::optional<Time> before) {
    if (!after && !before) return;
    using Limits = std::numeric_limits<std::int64_t>;
    m_ranges.push_back({.column = &column,
                        .above = after ? after->time_since_epoch().count() : Limits::min(),
                        .below = before ? before->time_since_epoch().count() : Limits::max()});
}

std::optional<std::vector<std::uint64_t>> FilterPlan::knownCounts() const {
    if (m_resident || m_hasFailedEffects || m_isOverdue || m_text || !m_assignees.empty() || !m_ranges.empty())
        return std::nullopt;
    std::vector<std::uint64_t> counts(m_columns.cells.size());
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
        if (!m_cells.empty() && m_cells[cell] == 0) continue;
        const CatalogueColumns::StatusCounts& byStatus = m_columns.cellCounts[cell];
        for (std::size_t status = 0; status < byStatus.size(); ++status)
            if (m_statuses.empty() || m_statuses[status] != 0) counts[cell] += byStatus[status];
    }
    return counts;
}

void FilterPlan::match(Slot first, std::span<std::uint8_t> matches) const {
    std::ranges::fill(matches, std::uint8_t{1});
    keepBy(matches, m_statuses, m_columns.status.data() + first);
    keepBy(matches, m_cells, m_columns.cell.data() + first);
    keepBy(matches, m_assignees, m_columns.assignee.data() + first);
    if (m_resident) {
        const std::uint8_t* const resident = m_columns.resident.data() + first;
        keep(matches, [&](std::size_t i) { return resident[i] == *m_resident; });
    }
    if (m_hasFailedEffects) {
        const std::uint8_t* const effects = m_columns.openEffects.data() + first;
        keep(matches,
             [&](std::size_t i) { return ((effects[i] & CatalogueColumns::kHasFailed) != 0) == *m_hasFailedEffects; });
    }
    if (m_isOverdue) keepOverdue(first, matches);
    for (const Range& range : m_ranges) {
        const std::int64_t* const values = range.column->data() + first;
        keep(matches, [&](std::size_t i) { return values[i] > range.above && values[i] < range.below; });
    }
    if (m_text) keepText(first, matches);
}

void FilterPlan::keepOverdue(Slot first, std::span<std::uint8_t> matches) const {
    const std::uint32_t* const cells = m_columns.cell.data() + first;
    const std::int64_t* const since = m_columns.stateSince.data() + first;
    const std::uint8_t* const statuses = m_columns.status.data() + first;
    keep(matches, [&](std::size_t i) {
        const bool isOpen = !hasEnded(static_cast<WorkflowStatus>(statuses[i]));
        return (isOpen && since[i] < m_overdueBefore[cells[i]]) == *m_isOverdue;
    });
}

void FilterPlan::keepText(Slot first, std::span<std::uint8_t> matches) const {
    std::array<std::uint8_t, kBlockRows> hasText{};
    assert(matches.size() <= hasText.size());
    const std::uint32_t* const assignees = m_columns.assignee.data() + first;
    for (std::size_t i = 0; i < matches.size(); ++i)
        hasText[i] = m_textIn[assignees[i]];
    m_text->markIds(m_columns, first, std::span(hasText).first(matches.size()));
    keep(matches, [&](std::size_t i) { return hasText[i]; });
}

void FilterPlan::keepStates(Slot first, std::span<std::uint8_t> matches) const {
    if (m_areAllInStates) return;
    keepBy(matches, m_isInStates, m_columns.cell.data() + first);
}

bool FilterPlan::isMatch(Slot slot) const {
    std::uint8_t matches = 0;
    match(slot, std::span(&matches, 1));
    keepStates(slot, std::span(&matches, 1));
    return matches != 0;
}

} // namespace signalbox
