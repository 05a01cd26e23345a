#pragma once

#include "engine/store/catalogue/columns.h"
#include "engine/store/catalogue/text_search.h"
#include "engine/workflow_list.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace signalbox {

// A ListFilter worked out for the columns as they are: what can be decided per state or per assignee is, so that a row
// costs a few look-ups.
class FilterPlan {
public:
    using Slot = CatalogueColumns::Slot;
    // So many rows are worked on at a time, at most: what is known of them stays in the first-level cache.
    static constexpr std::size_t kBlockRows = 1024;

    // Lifetime: the columns outlive the plan, unchanged.
    FilterPlan(const CatalogueColumns& columns, const ListFilter& filter, Time now);

    // For the rows from `first` on, one per entry: 1 for those that match all but the filter's `states`, otherwise 0.
    void match(Slot first, std::span<std::uint8_t> matches) const;
    // Keeps of what match() gave the rows that match `states`, too.
    void keepStates(Slot first, std::span<std::uint8_t> matches) const;
    // As both together.
    [[nodiscard]] bool isMatch(Slot slot) const;
    // Of the rows of a cell all match the filter's `states`, or none does.
    [[nodiscard]] bool isInStates(std::uint32_t cell) const { return m_isInStates[cell] != 0; }
    // By cell, how many rows match() would find; no value: it takes a look at every row.
    [[nodiscard]] std::optional<std::vector<std::uint64_t>> knownCounts() const;

private:
    struct Range {
        const Column<std::int64_t>* column;
        std::int64_t above;
        std::int64_t below;
    };

    void planCells(const ListFilter& filter);
    void planStatuses(const ListFilter& filter);
    void planAssignees(const ListFilter& filter);
    void planOverdue(bool isOverdue, Time now);
    void keepOverdue(Slot first, std::span<std::uint8_t> matches) const;
    void planRange(const Column<std::int64_t>& column, std::optional<Time> after, std::optional<Time> before);
    void keepText(Slot first, std::span<std::uint8_t> matches) const;

    const CatalogueColumns& m_columns;
    // Each by what it is called after: 1: may match, 0: does not; empty: all may.
    std::vector<std::uint8_t> m_cells;
    std::vector<std::uint8_t> m_statuses;
    std::vector<std::uint8_t> m_assignees;
    std::vector<std::uint8_t> m_isInStates; // by cell; never empty
    bool m_areAllInStates = true;
    std::optional<std::uint8_t> m_resident;
    std::optional<bool> m_hasFailedEffects;
    std::optional<bool> m_isOverdue;
    std::vector<std::int64_t> m_overdueBefore; // by cell: rows that are in it since before then are overdue
    std::vector<Range> m_ranges;
    std::optional<TextSearch> m_text;
    std::vector<std::uint8_t> m_textIn; // assignees that contain it
};

} // namespace signalbox
