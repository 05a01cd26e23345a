#pragma once

#include "engine/merged/row_order.h"
#include "engine/workflow_list.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// Finds a page of several long lists in one order without reading what is before it: says which rows of which list have
// to be known next, and from those where in each list the page begins.
//
// Where that may be anywhere in thousands of rows, some single ones at even distances narrow it down, in all lists at
// once: a million rows take five rounds. The start of all lists takes one, as does whatever else is near to it.
class RowSearch {
public:
    struct Probe {
        std::size_t list = 0;
        std::uint64_t first = 0;
        std::uint32_t limit = 0;
    };
    // Row numbers that are wanted: of which list; none: of no list that is there.
    using Located = std::vector<std::optional<std::size_t>>;

    // `first`: the number of the first row of the page among all.
    RowSearch(std::size_t lists, const ListSort& sort, std::uint64_t first, std::uint32_t limit, Located locate);

    // Returns: what to ask next; nothing: all that is wanted is known.
    [[nodiscard]] std::vector<Probe> missing() const;
    // What a list has answered; total and counts are as of the newest answer.
    void add(const Probe& probe, ListReply reply);
    // Where the row of `locate[place]` stands in its own list; none: it is not in it.
    void setLocated(std::size_t place, std::optional<std::uint64_t> row);
    // The list has nothing to tell, and counts as empty.
    void leaveOut(std::size_t list);

    // As WorkflowService::list, but for `next` and `asOf`. Without all that was missing(), as good as it can be told.
    [[nodiscard]] ListReply reply() const;
    // The ids of `list` from its first row to the end of the page; none: the page is too far from the top.
    [[nodiscard]] std::optional<std::vector<std::string>> given(std::size_t list) const;
    // Whether the page has the last row of `list`.
    [[nodiscard]] bool isAtEnd(std::size_t list) const;

private:
    struct Row {
        std::uint64_t number = 0;
        WorkflowRow row;
    };
    struct List {
        bool isKnown = false;
        std::uint64_t total = 0;
        std::vector<Row> rows; // some of them, by number
        std::vector<StateCount> stateCounts;
        [[nodiscard]] const WorkflowRow* find(std::uint64_t number) const;
    };
    // From the first to behind the last place that something may have.
    struct Bounds {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        bool operator==(const Bounds&) const = default;
    };
    struct Page {
        std::vector<WorkflowRow> rows;
        std::vector<std::uint64_t> ends;
    };
    struct Wanted {
        std::optional<std::size_t> list;
        std::optional<std::uint64_t> number; // in the list
    };

    [[nodiscard]] Bounds rank(const WorkflowRow& row, std::size_t of, std::size_t in) const;
    [[nodiscard]] std::vector<Bounds> starts() const;
    void narrow(std::vector<Bounds>& starts, std::size_t list, const Row& row) const;
    void narrowBySum(std::vector<Bounds>& starts) const;
    [[nodiscard]] std::vector<Probe> unknownLists() const;
    void askForPage(std::vector<Probe>& probes) const;
    void askForPlace(std::vector<Probe>& probes, const Wanted& wanted) const;
    void askBetween(std::vector<Probe>& probes, std::size_t list, Bounds bounds) const;
    void askForRows(std::vector<Probe>& probes, std::size_t list, std::uint64_t first, std::uint64_t last) const;
    [[nodiscard]] std::size_t first(const std::vector<std::uint64_t>& heads) const;
    [[nodiscard]] Page page() const;
    [[nodiscard]] std::optional<std::uint64_t> place(const Wanted& wanted) const;

    RowOrder m_order;
    std::uint64_t m_first;
    std::uint32_t m_limit;
    std::vector<Wanted> m_wanted;
    std::vector<List> m_lists;
};

// Adds `counts` to `sums`: by definition name, then in the order that the states have where they were met first.
void addStateCounts(std::vector<StateCount>& sums, const std::vector<StateCount>& counts);

} // namespace signalbox
