#pragma once

#include "engine/workflow_values.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox::model {

// The loaded pages of a long list: rows by row number and by id. The pages used least recently are forgotten first.
class PageCache {
public:
    static constexpr int kPageRows = 128;
    static constexpr std::size_t kMaxPages = 64;

    // Returns: null when its page is not loaded.  Lifetime: until the cache changes.
    const WorkflowRow* find(int row) const;
    WorkflowRow* find(int row);
    std::optional<int> rowOf(const std::string& id) const;
    bool hasPage(int page) const { return m_pages.contains(page); }

    // Stores rows that start at row number `first`: a page as a whole, the last one may be shorter.
    // Requires: `first` is the start of a page.
    void put(int first, std::vector<WorkflowRow> rows);
    void clear();

private:
    struct Page {
        std::vector<WorkflowRow> rows;
        std::uint64_t lastUse = 0;
    };

    void putPage(int page, std::vector<WorkflowRow> rows);
    void forget(int page);
    void forgetOldest();

    mutable std::unordered_map<int, Page> m_pages;
    mutable std::uint64_t m_uses = 0;
    std::unordered_map<std::string, int> m_rowsById;
};

} // namespace signalbox::model
