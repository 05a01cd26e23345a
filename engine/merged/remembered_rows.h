#pragma once

#include "engine/base/mutex.h"
#include "engine/workflow_list.h"
#include "engine/workflow_requests.h"
#include "engine/workflow_values.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace signalbox {

// The rows that were seen of a server, as they were last: what its list is while it is away, with the same filters,
// order and counts. The newest kMostRows are kept.
// Thread-safety: any thread.
class RememberedRows {
public:
    static constexpr std::size_t kMostRows = 10'000;

    void note(const std::vector<WorkflowRow>& rows);
    // Of rows that are known: what became of them.
    void note(const std::vector<Change>& changes);
    // What the states of a filter may be around.
    void note(std::vector<Definition> definitions);

    [[nodiscard]] std::vector<Definition> definitions() const;
    [[nodiscard]] bool isEmpty() const;
    // As WorkflowService::list, with the rows that are known, from a row number on; without a cursor.
    [[nodiscard]] ListReply list(const ListRequest& request) const;

private:
    struct Entry {
        WorkflowRow row;
        std::uint64_t seen = 0;
    };
    void forgetOldest() REQUIRES_LOCK(m_mutex);
    [[nodiscard]] bool isInStates(const WorkflowRow& row, const std::vector<std::string>& states) const
        REQUIRES_LOCK(m_mutex);
    [[nodiscard]] const Definition* definitionOf(const WorkflowRow& row) const REQUIRES_LOCK(m_mutex);
    [[nodiscard]] std::vector<StateCount> countStates(std::vector<const WorkflowRow*> rows) const
        REQUIRES_LOCK(m_mutex);

    mutable Mutex m_mutex;
    std::unordered_map<std::string, Entry> m_rows GUARDED_BY(m_mutex);
    std::vector<Definition> m_definitions GUARDED_BY(m_mutex);
    std::uint64_t m_looks GUARDED_BY(m_mutex) = 0;
};

} // namespace signalbox
