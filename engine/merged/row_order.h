#pragma once

#include "engine/workflow_list.h"

#include <compare>
#include <cstddef>

namespace signalbox {

// The order of rows of several servers: by the key as each server's own list has it (engine/store/catalogue.h), and of
// equal rows by server. Which of two equal rows of one server is first, only that server knows: its list tells.
//
// Ids begin with their server, so that the order by id is that of the servers. A descending order is the exact reverse,
// but for rows without a timer, which come last in both.
class RowOrder {
public:
    explicit RowOrder(const ListSort& sort) : m_sort(sort) {}

    // Requires: `leftServer` and `rightServer` are places in the order of the servers' names.
    [[nodiscard]] bool isBefore(const WorkflowRow& left, std::size_t leftServer, const WorkflowRow& right,
                                std::size_t rightServer) const;
    // By the key alone, ascending or descending as the sort is.
    [[nodiscard]] std::strong_ordering compareKeys(const WorkflowRow& left, const WorkflowRow& right) const;

private:
    ListSort m_sort;
};

} // namespace signalbox
