#pragma once

#include "engine/base/mutex.h"
#include "engine/store/catalogue/columns.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox {

// Texts in natural order, as numbers that sort like them: twice the place plus one. The even numbers between stand for
// texts that are not among them.
class TextRanks {
public:
    explicit TextRanks(std::span<const std::string> texts);

    // One per text, in their order.
    [[nodiscard]] const std::vector<std::uint32_t>& ranks() const { return m_ranks; }
    // Where `text` would stand.
    [[nodiscard]] std::uint32_t rankOf(std::string_view text) const;

private:
    std::vector<std::string> m_sorted; // without duplicates
    std::vector<std::uint32_t> m_ranks;
};

// The ids of all slots in natural order; equal ids, of removed workflows, by slot.
struct IdOrder {
    std::uint64_t layout = 0;                  // of the columns it was made for
    std::vector<CatalogueColumns::Slot> slots; // in order
    std::vector<std::uint32_t> ranks;          // by slot
};

// What is needed to sort `columns` by id, taken under their lock and sorted without it.
struct IdColumn {
    std::uint64_t layout = 0;
    Column<std::uint32_t> places;
    TextArena texts;
    [[nodiscard]] std::string_view operator[](CatalogueColumns::Slot slot) const { return texts[places[slot]]; }
};

// The orders of texts, kept between lists, because they change less often than the rows.
// Thread-safety: any thread.
class CatalogueRankings {
public:
    // Null: none covers these columns; make one with orderIds().
    [[nodiscard]] std::shared_ptr<const IdOrder> idOrder(const CatalogueColumns& columns) const;
    // Orders `ids` and keeps the result. Takes up from the order that is kept, so that a few new ids are cheap.
    void orderIds(const IdColumn& ids);
    [[nodiscard]] std::shared_ptr<const TextRanks> assignees(const CatalogueColumns& columns);

private:
    mutable Mutex m_mutex;
    std::shared_ptr<const IdOrder> m_idOrder GUARDED_BY(m_mutex);
    std::shared_ptr<const TextRanks> m_assignees GUARDED_BY(m_mutex);
};

} // namespace signalbox
