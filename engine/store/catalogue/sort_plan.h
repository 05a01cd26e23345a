#pragma once

#include "engine/store/catalogue/columns.h"
#include "engine/store/catalogue/ranking.h"
#include "engine/workflow_list.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// A ListSort worked out for the columns as they are: every row has a position that compares like the rows do.
class SortPlan {
public:
    using Slot = CatalogueColumns::Slot;
    struct Position {
        std::uint64_t value = 0;
        std::uint32_t tie = 0;
        auto operator<=>(const Position&) const = default;
    };
    struct Orders {
        std::shared_ptr<const IdOrder> ids; // for ById only
        std::shared_ptr<const TextRanks> assignees;
    };

    // Lifetime: the columns outlive the plan, unchanged.
    SortPlan(const CatalogueColumns& columns, const ListSort& sort, Orders orders);

    // Of the positions of the rows from `first` on, one per entry.
    void values(Slot first, std::span<std::uint64_t> values) const;
    [[nodiscard]] std::uint32_t tie(Slot slot) const { return m_sort.descending ? ~slot : slot; }
    [[nodiscard]] Position position(Slot slot) const;
    [[nodiscard]] Slot slot(const Position& position) const { return tie(position.tie); }
    // Of two rows with equal values the one with the higher slot comes first.
    [[nodiscard]] bool isDescending() const { return m_sort.descending; }

    // The place behind a row, to go on from when rows have moved meanwhile, or the row itself has gone.
    [[nodiscard]] std::string cursor(std::string_view storeId, Slot slot) const;
    struct Start {
        Position first;       // the first that may follow
        bool isAtEnd = false; // none does
    };
    // No value: the cursor is not of this store and sort.
    [[nodiscard]] std::optional<Start> start(std::string_view storeId, std::string_view cursor) const;

private:
    void fillValues(Slot first, std::span<std::uint64_t> values) const; // as if ascending
    [[nodiscard]] std::string text(Slot slot) const;                    // that the sort is by; only for sorts by text
    [[nodiscard]] bool isByText() const;
    [[nodiscard]] std::uint64_t rank(std::string_view text) const;
    [[nodiscard]] Start startBehind(std::uint64_t value, WorkflowKey key) const;
    [[nodiscard]] Start startBehindId(std::string_view id, WorkflowKey key) const;

    const CatalogueColumns& m_columns;
    ListSort m_sort;
    Orders m_orders;
    std::vector<std::string> m_labels; // of the cells
    std::optional<TextRanks> m_labelRanks;
};

} // namespace signalbox
