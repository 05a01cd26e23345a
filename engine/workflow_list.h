#pragma once

#include "engine/workflow_values.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace signalbox {

// Asking a WorkflowService for many workflows: pages in an order, and all ids.

// All parts must hold; an empty part does not filter.
struct ListFilter {
    std::optional<std::string> definition; // name
    std::optional<std::uint32_t> version;
    std::vector<std::string> states; // leaf or any ancestor of it
    std::vector<WorkflowStatus> statuses;
    std::optional<std::string> assignee; // exact, case-insensitive; "" means nobody
    std::optional<bool> isResident;
    std::string text; // occurs in id or assignee, case-insensitive
    std::optional<bool> hasFailedEffects;
    std::optional<Time> timerDueBefore; // one of its timers is
    std::optional<bool> isOverdue;
    std::optional<Time> createdBefore, createdAfter;
    std::optional<Time> updatedBefore, updatedAfter;
    std::optional<Time> stateSinceBefore, stateSinceAfter;
    bool operator==(const ListFilter&) const = default;
};

enum class SortKey : std::uint8_t {
    ById,
    ByDefinition,
    ByState,
    ByStatus,
    ByAssignee,
    ByRevision,
    ByCreated,
    ByUpdated,
    ByStateSince,
    ByResident,
    ByNextTimer, // those without one last
};

struct ListSort {
    SortKey key = SortKey::ByUpdated;
    bool descending = true;
    bool operator==(const ListSort&) const = default;
};

struct ListRequest {
    ListFilter filter;
    ListSort sort;
    // Where the page starts: a row number in the sorted result (for scrolling), or a reply's cursor (keyset: exact
    // while rows change).
    std::variant<std::uint64_t, std::string> start = std::uint64_t{0};
    std::uint32_t limit = 100; // 0: counts only; at most 10 000
    // Ids whose row numbers are wanted too, at most 16: a view keeps its place among rows that move.
    std::vector<std::string> locate;
};

struct StateCount {
    std::string definition;
    std::string state; // leaf
    std::uint64_t count = 0;
    bool operator==(const StateCount&) const = default;
};

struct ListReply {
    std::vector<WorkflowRow> rows;
    std::uint64_t offset = 0; // row number of the first row
    std::uint64_t total = 0;  // rows that match the filter
    std::string next;         // cursor after the last row; empty at the end
    // One per id of `locate`, in its order: its row number in the sorted result, none when the filter leaves it out.
    std::vector<std::optional<std::uint64_t>> located;
    // Rows by definition and leaf state that match the filter without its `states` part, so that state chips show what
    // a click would give; by definition name, then the state's document order.
    std::vector<StateCount> stateCounts;
    Seq asOf;
};

struct EnumerateRequest {
    std::string token;              // empty: from the beginning
    std::uint32_t limit = 1000;     // at most 10 000
    std::optional<bool> isResident; // only resident, or only idle ones
};

struct EnumerateReply {
    struct Item {
        std::string id;
        bool isResident = false;
        bool operator==(const Item&) const = default;
    };
    std::vector<Item> items;
    std::string token; // empty: that was the last page
};

} // namespace signalbox
