#pragma once

#include "engine/store/catalogue/columns.h"
#include "engine/store/catalogue/filter_plan.h"
#include "engine/store/catalogue/sort_plan.h"
#include "engine/workflow_values.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace signalbox {

// One pass over the columns that answers a list: counts, and the positions of the rows that the page wants.
class CataloguePass {
public:
    using Position = SortPlan::Position;

    // Which rows are wanted, in the order of the sort.
    struct Window {
        std::optional<Position> first; // only rows from here on count for `skip`
        std::uint64_t skip = 0;
        std::uint64_t limit = 0;
    };

    // Lifetime: the arguments outlive the pass, unchanged.
    CataloguePass(const CatalogueColumns& columns, const FilterPlan& filter, const SortPlan& sort, Window window);

    // Row numbers are wanted of these, too; rows that the filter leaves out get none.
    void locate(std::span<const std::optional<CatalogueColumns::Slot>> slots);
    void run();

    [[nodiscard]] std::uint64_t total() const { return m_total; }
    [[nodiscard]] std::uint64_t offset() const { return m_before + m_window.skip; }
    // By cell; rows that match all but the filter's `states`.
    [[nodiscard]] const std::vector<std::uint64_t>& cellCounts() const { return m_cellCounts; }
    [[nodiscard]] std::vector<std::optional<std::uint64_t>> located() const;
    // The window's rows in order. Needs the pass and no longer the columns.
    [[nodiscard]] std::vector<Position> page();

private:
    void countMatches(CatalogueColumns::Slot first, std::span<const FilterPlan::Match> matches);
    [[nodiscard]] bool needsPositions() const;
    [[nodiscard]] bool mayBeWanted(const Position& position) const;
    void take(const Position& position);
    void countForLocated(const Position& position);
    // Forgets rows that cannot be in the window any more.
    void trim();

    struct Located {
        Position position;
        std::size_t wanted = 0; // place among those asked for
        std::uint64_t rows = 0; // between the one before and this
    };

    const CatalogueColumns& m_columns;
    const FilterPlan& m_filter;
    const SortPlan& m_sort;
    Window m_window;
    std::uint64_t m_wanted; // rows from the window's first on that must be kept
    std::uint64_t m_total = 0;
    std::uint64_t m_before = 0; // rows before the window's first
    std::vector<std::uint64_t> m_cellCounts;
    std::vector<Position> m_kept;
    std::optional<Position> m_bound; // later rows are not in the window
    std::vector<Located> m_located;  // by position
    std::size_t m_locateCount = 0;
};

} // namespace signalbox
