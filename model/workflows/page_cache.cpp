#include "model/workflows/page_cache.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace signalbox::model {

const WorkflowRow* PageCache::find(int row) const {
    const auto found = m_pages.find(row / kPageRows);
    if (found == m_pages.end()) return nullptr;
    found->second.lastUse = ++m_uses;
    const auto place = static_cast<std::size_t>(row % kPageRows);
    return place < found->second.rows.size() ? &found->second.rows[place] : nullptr;
}

WorkflowRow* PageCache::find(int row) {
    return const_cast<WorkflowRow*>(std::as_const(*this).find(row));
}

std::optional<int> PageCache::rowOf(const std::string& id) const {
    const auto found = m_rowsById.find(id);
    return found == m_rowsById.end() ? std::nullopt : std::optional(found->second);
}

void PageCache::put(int first, std::vector<WorkflowRow> rows) {
    assert(first % kPageRows == 0);
    for (std::size_t begin = 0; begin < rows.size(); begin += kPageRows) {
        const auto from = rows.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto count = std::min<std::ptrdiff_t>(kPageRows, rows.end() - from);
        std::vector<WorkflowRow> page{std::make_move_iterator(from), std::make_move_iterator(from + count)};
        putPage((first + static_cast<int>(begin)) / kPageRows, std::move(page));
    }
}

void PageCache::putPage(int page, std::vector<WorkflowRow> rows) {
    forget(page);
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_rowsById[rows[i].id] = page * kPageRows + static_cast<int>(i);
    m_pages[page] = {std::move(rows), ++m_uses};
    if (m_pages.size() > kMaxPages) forgetOldest();
}

void PageCache::clear() {
    m_pages.clear();
    m_rowsById.clear();
}

void PageCache::forget(int page) {
    const auto found = m_pages.find(page);
    if (found == m_pages.end()) return;
    for (std::size_t i = 0; i < found->second.rows.size(); ++i) {
        // While rows move, an id can stand in two pages; only the entry that points here goes.
        const auto entry = m_rowsById.find(found->second.rows[i].id);
        if (entry != m_rowsById.end() && entry->second == page * kPageRows + static_cast<int>(i))
            m_rowsById.erase(entry);
    }
    m_pages.erase(found);
}

void PageCache::forgetOldest() {
    const auto oldest = std::ranges::min_element(m_pages, {}, [](const auto& entry) { return entry.second.lastUse; });
    forget(oldest->first);
}

} // namespace signalbox::model
