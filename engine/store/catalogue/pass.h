#pragma once

#include "engine/store/catalogue/columns.h"
#include "engine/store/catalogue/filter_plan.h"
#include "engine/store/catalogue/sort_plan.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace signalbox {

// One pass over the columns that answers a list: counts, and the positions of the rows that the page wants.
//
// Rows are looked at in the order in which those that come first are likely to be met first: most sorts are by times,
// which mostly grow with the slots. Once enough rows are kept, all others are dropped by one comparison. A window deep
// in the list is narrowed by a sample before, so that what is kept stays small; where the sample was misleading the
// pass is taken again without it.
class CataloguePass {
public:
    using Position = SortPlan::Position;
    using Slot = CatalogueColumns::Slot;

    // Which rows are wanted, in the order of the sort.
    struct Window {
        std::optional<Position> first; // only rows from here on count for `skip`
        std::uint64_t skip = 0;
        std::uint64_t limit = 0;
    };

    // Lifetime: the arguments outlive the pass, unchanged.
    CataloguePass(const CatalogueColumns& columns, const FilterPlan& filter, const SortPlan& sort, Window window);

    // Row numbers are wanted of these, too; rows that the filter leaves out get none.
    void locate(std::span<const std::optional<Slot>> slots);
    void run();

    [[nodiscard]] std::uint64_t total() const { return m_total; }
    [[nodiscard]] std::uint64_t offset() const { return m_before.rows + m_skip; }
    // By cell; rows that match all but the filter's `states`.
    [[nodiscard]] const std::vector<std::uint64_t>& cellCounts() const { return m_cellCounts; }
    [[nodiscard]] std::vector<std::optional<std::uint64_t>> located() const;
    // The window's rows in order. Needs the pass and no longer the columns.
    [[nodiscard]] std::vector<Position> page();

private:
    // How many rows come before a position.
    struct Rank {
        Position position;
        std::uint64_t rows = 0;
    };

    [[nodiscard]] bool narrow();
    [[nodiscard]] std::vector<Position> sample() const;
    [[nodiscard]] bool hasWindow() const;
    void widen();
    void walk();
    void visit(Slot first, std::size_t count);
    void count(Slot first, std::span<const std::uint8_t> matches);
    void countFew(Slot first, std::span<const std::uint8_t> matches);
    void sumUp();
    [[nodiscard]] bool ranksRows() const { return m_low.has_value() || !m_located.empty(); }
    [[nodiscard]] bool needsPositions() const { return m_window.limit != 0 || ranksRows(); }
    void rank(Rank& rank, Slot first, std::span<const std::uint8_t> matches) const;
    // As the rest of visit().
    void visitFew(Slot first, std::span<const std::uint8_t> matches);
    [[nodiscard]] bool isInWindow(const Position& position) const;
    void keep(const Position& position);
    // Forgets rows that cannot be in the window any more.
    void trim();

    const CatalogueColumns& m_columns;
    const FilterPlan& m_filter;
    const SortPlan& m_sort;
    Window m_window;
    std::uint64_t m_wanted;    // rows that must be kept, the first ones behind m_low
    std::uint64_t m_skip = 0;  // of the rows behind m_low, those before the page
    bool m_isCounted = false;  // total and counts are known
    std::uint64_t m_total = 0; // rows that match
    std::vector<std::uint64_t> m_cellCounts;
    std::optional<Position> m_low;  // rows before it are not in the window: they are counted
    std::optional<Position> m_high; // rows behind it are not in the window: they are dropped
    Rank m_before;                  // of m_low
    std::vector<Position> m_kept;
    std::vector<std::optional<Rank>> m_located; // in the order they were asked for; none: the filter leaves it out
    std::array<std::uint8_t, FilterPlan::kBlockRows> m_matches{};
    std::array<std::uint64_t, FilterPlan::kBlockRows> m_values{};
};

} // namespace signalbox
