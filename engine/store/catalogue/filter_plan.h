#pragma once

#include "engine/store/catalogue/columns.h"
#include "engine/workflow_list.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace signalbox {

// A ListFilter worked out for the columns as they are: what can be decided per state or per assignee is, so that a row
// costs a few look-ups.
class FilterPlan {
public:
    enum class Match : std::uint8_t {
        No = 0,
        ButStates = 1, // all parts of the filter but `states`
        Whole = 2,
    };

    // Lifetime: the columns outlive the plan, unchanged.
    FilterPlan(const CatalogueColumns& columns, const ListFilter& filter);

    // Of the rows from `first` on, one per entry of `matches`.
    void match(CatalogueColumns::Slot first, std::span<Match> matches) const;

private:
    using Slot = CatalogueColumns::Slot;
    struct Range {
        const std::vector<std::int64_t>* column;
        std::int64_t above;
        std::int64_t below;
    };

    [[nodiscard]] Match cellMatch(const CatalogueColumns::Cell& cell, const ListFilter& filter) const;
    void planStatuses(const ListFilter& filter);
    void planAssignees(const ListFilter& filter);
    void planRange(const std::vector<std::int64_t>& column, std::optional<Time> after, std::optional<Time> before);

    const CatalogueColumns& m_columns;
    std::vector<Match> m_cells;
    std::array<bool, 256> m_statuses{};
    std::vector<std::uint8_t> m_assignees; // 1: may match; empty: all
    std::string m_text;                    // folded; empty: any
    std::vector<std::uint8_t> m_textIn;    // assignees that contain it
    std::optional<std::uint8_t> m_resident;
    std::vector<Range> m_ranges;
};

} // namespace signalbox
